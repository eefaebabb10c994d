// SPDX-License-Identifier: MIT
import { InvalidArgumentError } from "commander";
import { parseAddress, parseBounty } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { fetchModel } from "./fetch.ts";
import { runModel } from "./run.ts";

/** `commonweight model`. */
export const addModel: AddCommands = (program, io) => {
  const group = program.command("model").description("model files: the exact integer networks that are proven");
  group
    .command("run")
    .description("score a model on labelled samples, as the circuit counts")
    .argument("<model>", "a model file")
    .argument("<data>", "CSV with the label last, without a header, or an IDX file of images")
    .option("--labels <path>", "the labels of an IDX file")
    .option("--scale <number>", "what features are multiplied by before they are rounded", parseScale, 1)
    .addHelpText("after", examples([["model run model.json test.csv", "right of all, and by class"]]))
    .action(action(io, runModel));
  group
    .command("fetch")
    .description("save the published model of a bounty, read from the chain alone")
    .argument("<bounty>", "its number", parseBounty)
    .requiredOption("--out <path>", "the model file to write")
    .option("--operator <address>", "whose; the best-ranked published one unless given", parseAddress)
    .addHelpText("after", examples([["model fetch 1 --out winner.json", "once the bounty is settled"]]))
    .action(action(io, fetchModel));
};

function parseScale(text: string): number {
  const scale = Number(text);
  if (text.trim() !== "" && Number.isFinite(scale) && scale > 0) return scale;
  throw new InvalidArgumentError(`It is ${text}; expected a number above 0, such as 0.0588.`);
}
