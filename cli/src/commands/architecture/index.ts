// SPDX-License-Identifier: MIT
import { type AddCommands, action, examples } from "../../command.ts";
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
