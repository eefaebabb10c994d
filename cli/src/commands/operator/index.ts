// SPDX-License-Identifier: MIT
import { parseAddress, parseBounty, parsePositive, parseScale } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { runOperator } from "./run.ts";

/** `commonweight operator`. */
export const addOperator: AddCommands = (program, io) => {
  const group = program.command("operator").description("an operator's whole part in a bounty, unattended");
  group
    .command("run")
    .description(
      "watch a bounty, and do what is due next: commit, draw, prove, claim, withdraw; killed, it goes on where it was",
    )
    .argument("<bounty>", "its number", parseBounty)
    .option("--model <path>", "the model file to commit to; not needed once committed")
    .option("--payee <address>", "receives prize and shares; the wallet unless given", parseAddress)
    .option("--max-bond <amount>", "the most that bond and fee may be, in the token's units")
    .option("--timelock <path>", "the sponsor's time-lock, to open chunks in its place")
    .option("--batches <data>", "what was trained on, to prove the training record: CSV or IDX, or ipfs:// and a CID")
    .option("--labels <path>", "the labels of an IDX file of batches")
    .option("--scale <number>", "what features of batches are multiplied by before they are rounded", parseScale, 1)
    .option("--no-draw", "leave it to others to draw chunks")
    .option("--processes <number>", "processes that prove side by side", parsePositive)
    .option("--prover <command>", "a program run as: prover zkey witness proof public; snarkjs unless given")
    .option("--poll <seconds>", "the longest wait between two looks at the chain", parsePositive, 12)
    .addHelpText(
      "after",
      examples([
        ["operator run 1 --model model.json --yes", "unattended, from commitment to prize"],
        ["operator run 1 --yes --json", "one line of JSON for each event"],
      ]),
    )
    .action(action(io, runOperator));
};
