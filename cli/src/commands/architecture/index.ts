// SPDX-License-Identifier: MIT

import { parseScale } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { importArchitecture } from "./import.ts";
import { list } from "./list.ts";
import { register } from "./register.ts";
import { show } from "./show.ts";

/** `commonweight architecture`. */
export const addArchitecture: AddCommands = (program, io) => {
  const group = program
    .command("architecture")
    .description("compute graphs that can be proven, and the tasks they are for");
  group
    .command("list")
    .description("tasks and architectures that are registered")
    .addHelpText("after", examples([["architecture list", "what bounties can be about"]]))
    .action(action(io, (context) => list(context)));
  group
    .command("show")
    .description("an architecture, layer by layer")
    .argument("<name>", "or its id")
    .addHelpText("after", examples([["architecture show digits-mlp --json", "its definition"]]))
    .action(action(io, show));
  group
    .command("import")
    .description("propose an architecture for a graph that none is registered for, and quantise its network to it")
    .argument("<file>", "ONNX")
    .requiredOption("--name <name>", "what it is to be called: lower-case letters, digits and hyphens")
    .requiredOption("--task <name>", "the task, or a file with its JSON")
    .requiredOption(
      "--calibration <data>",
      "training samples to settle widths on: CSV with the label last, IDX, or symbols",
    )
    .requiredOption("--out <path>", "where the architecture's JSON goes")
    .option("--model <path>", "where the model goes")
    .option("--labels <path>", "the labels of an IDX file")
    .option("--scale <number>", "what features are multiplied by before they are rounded", parseScale, 1)
    .option("--alphabet <text>", "of a text whose characters are symbols: each once, in their order")
    .option("--input-scale <number>", "what training multiplied the integers of the features with", parseScale)
    .addHelpText(
      "after",
      examples([
        [
          "architecture import net.onnx --name my-net --task digits-28 --calibration train.csv --out my-net.json",
          "then build its keys",
        ],
      ]),
    )
    .action(action(io, importArchitecture));
  group
    .command("register")
    .description("register an architecture with the keys of its circuits; the registry's owner alone may")
    .argument("<file>", "with its JSON")
    .option("--task <name>", "a task that it can be proven on; repeat it for more", collect, [])
    .addHelpText("after", examples([["architecture register mlp.json --task digits-28", "once its keys are made"]]))
    .action(action(io, register));
};

function collect(text: string, before: string[]): string[] {
  return [...before, text];
}
