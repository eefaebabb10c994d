// SPDX-License-Identifier: MIT
import { parseAddress, parseBounty, parsePositive } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { claim } from "./claim.ts";
import { commit } from "./commit.ts";
import { prove } from "./prove.ts";
import { replace } from "./replace.ts";
import { status } from "./status.ts";
import { withdraw } from "./withdraw.ts";

/** `commonweight submission`. */
export const addSubmission: AddCommands = (program, io) => {
  const group = program.command("submission").description("an operator's model in a bounty, from commitment to prize");
  const add = (name: string, description: string) =>
    group.command(name).description(description).argument("<bounty>", "its number", parseBounty);

  add("commit", "commit to a model, with a bond; words and salt are in the store before anything is sent")
    .argument("<model>", "a model file")
    .option("--payee <address>", "receives prize and shares; the wallet unless given", parseAddress)
    .addHelpText("after", examples([["submission commit 1 model.json --payee 0x7099…79C8", "paid at a cold address"]]))
    .action(action(io, commit));
  add("replace", "put another model in the place of the one committed to")
    .argument("<model>", "a model file")
    .option("--payee <address>", "receives prize and shares; as before unless given", parseAddress)
    .addHelpText("after", examples([["submission replace 1 better.json", "it comes later among equals"]]))
    .action(action(io, replace));
  add("withdraw", "take the submission out, for the bond, while the bounty is in Training")
    .addHelpText("after", examples([["submission withdraw 1", "then: money withdraw"]]))
    .action(action(io, withdraw));
  add("prove", "prove model and score, of what the chain has not counted yet, while the bounty is in Proving")
    .option("--processes <number>", "processes that prove side by side", parsePositive)
    .option("--prover <command>", "a program run as: prover zkey witness proof public; snarkjs unless given")
    .addHelpText("after", examples([["submission prove 1 --processes 4", "goes on where a killed run was"]]))
    .action(action(io, prove));
  add("claim", "publish the weights, for the prize")
    .addHelpText("after", examples([["submission claim 1", "in pieces, where they are large"]]))
    .action(action(io, claim));
  add("status", "what is committed to, score, rank, and what is due next")
    .option("--account <address>", "whose; the wallet's unless given", parseAddress)
    .addHelpText("after", examples([["submission status 1 --json", "for a program"]]))
    .action(action(io, status));
};
