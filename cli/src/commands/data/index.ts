// SPDX-License-Identifier: MIT
import { InvalidArgumentError } from "commander";
import { parseBounty, parsePositive } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { inspect } from "./inspect.ts";
import { open } from "./open.ts";
import { seal } from "./seal.ts";
import { timelockCheck, timelockCreate, timelockOpen } from "./timelock.ts";

/** `commonweight data`. */
export const addData: AddCommands = (program, io) => {
  const group = program.command("data").description("evaluation sets: samples that stay sealed until they are drawn");
  group
    .command("inspect")
    .description("what a file of samples holds, and what a task would make of it")
    .argument("<file>", "CSV with the label last, IDX, or symbols")
    .requiredOption("--task <task>", "a task of the deployment by its name, or a file with its JSON")
    .option("--labels <file>", "of an IDX file")
    .option("--scale <number>", "what features are multiplied by", parseScale, 1)
    .option("--alphabet <text>", "of a text whose characters are symbols: each once, in their order")
    .addHelpText("after", examples([["data inspect digits.csv --task digits-28", "rows, classes, ranges, chunks"]]))
    .action(action(io, inspect));
  group
    .command("seal")
    .description("prove and seal the chunks of a bounty of yours, from the store; goes on where it was")
    .argument("<bounty>", "its number", parseBounty)
    .option("--processes <number>", "how many prove side by side", parsePositive)
    .option("--prover <program>", "with the command line: zkey witness proof public; snarkjs unless given")
    .addHelpText("after", examples([["data seal 1 --processes 4", "seconds a chunk"]]))
    .action(action(io, seal));
  group
    .command("open")
    .description("draw the chunks that are due, which anybody may, and open those that the store has")
    .argument("<bounty>", "its number", parseBounty)
    .addHelpText("after", examples([["data open 1", "in Draft the sample, in Opening what is scored"]]))
    .action(action(io, open));
  addTimelock(group, io);
};

const addTimelock: AddCommands = (group, io) => {
  const timelock = group
    .command("timelock")
    .description("let anybody open the chunks once they are drawn, without the sponsor");
  timelock
    .command("create")
    .description("encrypt every chunk of a bounty of yours to the round after the draw")
    .argument("<bounty>", "its number", parseBounty)
    .argument("<file>", "where it is written")
    .addHelpText("after", examples([["data timelock create 1 timelock.json", "publish what it writes"]]))
    .action(action(io, timelockCreate));
  timelock
    .command("check")
    .description("whether a time-lock is of a bounty, and opens in time")
    .argument("<bounty>", "its number", parseBounty)
    .argument("<file>", "of the sponsor's")
    .addHelpText("after", examples([["data timelock check 1 timelock.json", "before paying, or training"]]))
    .action(action(io, timelockCheck));
  timelock
    .command("open")
    .description("open the drawn chunks from a time-lock; anybody may")
    .argument("<bounty>", "its number", parseBounty)
    .argument("<file>", "of the sponsor's")
    .addHelpText("after", examples([["data timelock open 1 timelock.json", "where the sponsor does not"]]))
    .action(action(io, timelockOpen));
};

function parseScale(text: string): number {
  const scale = Number(text);
  if (!Number.isFinite(scale) || scale <= 0)
    throw new InvalidArgumentError(`It is ${text}; expected a number above 0.`);
  return scale;
}
