// SPDX-License-Identifier: MIT
import { parseCount, parsePositive } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { devnet } from "./devnet.ts";

/** `commonweight devnet`. */
export const addDevnet: AddCommands = (program, io) => {
  program
    .command("devnet")
    .description("a chain on this machine, with everything deployed and accounts with money")
    .option("--port <number>", "where it listens, on this machine only; 0 for one that is free", parseCount, 8545)
    .option("--fast-time <number>", "how many of its seconds go by in a second", parsePositive, 1)
    .option("--with-uniswap", "deploy Uniswap v3 too, so that shares can be traded")
    .option("--with-recipes", "register a recipe for training records too; its circuits take minutes the first time")
    .option("--folder <folder>", "where settings, deployment and keys are written", "commonweight-devnet")
    .addHelpText(
      "after",
      examples([
        ["devnet", "a chain whose clock goes as ours does"],
        ["devnet --fast-time 60 --with-uniswap", "an hour in a minute"],
      ]),
    )
    .action(action(io, devnet));
};
