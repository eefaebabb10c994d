// SPDX-License-Identifier: MIT

import { parseAddress, parseBounty } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { credit } from "./credit.ts";
import { owed } from "./owed.ts";
import { withdraw } from "./withdraw.ts";

/** `commonweight money`. */
export const addMoney: AddCommands = (program, io) => {
  const group = program.command("money").description("what the escrow owes an account");
  group
    .command("owed")
    .description("money that can be withdrawn, or what a bounty owes, item by item")
    .argument("[token]", "address of the token: what the ledger holds", parseAddress)
    .option("--bounty <number>", "what this bounty owes instead: refund, bonds, left-over, shares", parseBounty)
    .option("--account <address>", "whose; the wallet's unless given", parseAddress)
    .addHelpText(
      "after",
      examples([
        ["money owed 0x5FbD…0aa3", "what this wallet can withdraw"],
        ["money owed --bounty 1", "what bounty 1 owes this wallet"],
      ]),
    )
    .action(action(io, owed));
  group
    .command("credit")
    .description("move what a bounty owes into the ledger, from which it can be withdrawn")
    .argument("<bounty>", "its number", parseBounty)
    .option("--for <address>", "for whom; the wallet unless given", parseAddress)
    .addHelpText("after", examples([["money credit 1", "refund, left-over and freed bonds of bounty 1"]]))
    .action(action(io, credit));
  group
    .command("withdraw")
    .description("take out all that is owed")
    .argument("<token>", "address of the token", parseAddress)
    .option("--to <address>", "where to; the wallet itself unless given", parseAddress)
    .addHelpText("after", examples([["money withdraw 0x5FbD…0aa3 --to 0x7099…79C8", "to a cold address"]]))
    .action(action(io, withdraw));
};
