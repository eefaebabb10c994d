// SPDX-License-Identifier: MIT
import { parseAddress, parseBounty, parseOneOf, parsePositive, parseScale } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { checkModelFile } from "./check.ts";
import { fetchModel } from "./fetch.ts";
import { importModel } from "./import.ts";
import { runModel } from "./run.ts";

/** `commonweight model`. */
export const addModel: AddCommands = (program, io) => {
  const group = program.command("model").description("model files: the exact integer networks that are proven");
  group
    .command("import")
    .description("quantise a trained network: the file that can be committed, proven and claimed")
    .argument("<file>", "safetensors or ONNX")
    .requiredOption("--architecture <name>", "as it is registered, or a file with its JSON")
    .requiredOption(
      "--calibration <data>",
      "training samples to settle ranges on: CSV with the label last, IDX, or symbols",
    )
    .requiredOption("--out <path>", "the model file to write")
    .option("--labels <path>", "the labels of an IDX file")
    .option("--scale <number>", "what features are multiplied by before they are rounded", parseScale, 1)
    .option("--alphabet <text>", "of a text whose characters are symbols: each once, in their order")
    .option("--task <name>", "of a regression: the task, or a file with its JSON")
    .option("--mapping <path>", "YAML or JSON: which tensor is which, where names and shapes do not say")
    .option("--input-scale <number>", "what training multiplied the integers of the features with", parseScale)
    .option("--bits <number>", "prune to at most so many bits", parsePositive)
    .option("--search <network|layers>", "one saturation for all layers, or one for each", parseSearch, "network")
    .addHelpText(
      "after",
      examples([
        [
          "model import digits.safetensors --architecture digits-mlp --calibration train.csv --out model.json",
          "as docs/operators/pytorch.md writes it",
        ],
      ]),
    )
    .action(action(io, importModel));
  group
    .command("check")
    .description(
      "how good a model is, where it saturates, how near it comes to what cannot be proven, and what would be proven",
    )
    .argument("<model>", "a model file")
    .argument("<data>", "samples that training never saw: CSV with the label last, IDX, or symbols")
    .requiredOption("--task <name>", "the task, or a file with its JSON")
    .option("--labels <path>", "the labels of an IDX file")
    .option("--scale <number>", "what features are multiplied by before they are rounded", parseScale, 1)
    .option("--alphabet <text>", "of a text whose characters are symbols: each once, in their order")
    .option("--float <file>", "the safetensors or ONNX file it came from, to compare with")
    .option("--mapping <path>", "of a safetensors file, as in import")
    .option("--input-scale <number>", "as in import", parseScale)
    .option("--chunks <number>", "that a bounty draws", parsePositive, 1)
    .addHelpText(
      "after",
      examples([["model check model.json test.csv --task digits-28 --float digits.safetensors", "before committing"]]),
    )
    .action(action(io, checkModelFile));
  group
    .command("run")
    .description("score a model on labelled samples, as the circuit counts")
    .argument("<model>", "a model file")
    .argument("<data>", "CSV with the label last, without a header, an IDX file of images, or symbols")
    .option("--labels <path>", "the labels of an IDX file")
    .option("--scale <number>", "what features are multiplied by before they are rounded", parseScale, 1)
    .option("--alphabet <text>", "of a text whose characters are symbols: each once, in their order")
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

const parseSearch = parseOneOf(["network", "layers"]);
