// SPDX-License-Identifier: MIT

import { parseAddress } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { owed } from "./owed.ts";
import { withdraw } from "./withdraw.ts";

/** `commonweight money`. */
export const addMoney: AddCommands = (program, io) => {
  const group = program.command("money").description("what the escrow owes an account");
  group
    .command("owed")
    .description("money that can be withdrawn")
    .argument("<token>", "address of the token", parseAddress)
    .option("--account <address>", "whose; the wallet's unless given", parseAddress)
    .addHelpText("after", examples([["money owed 0x5FbD…0aa3", "what this wallet can withdraw"]]))
    .action(action(io, owed));
  group
    .command("withdraw")
    .description("take out all that is owed")
    .argument("<token>", "address of the token", parseAddress)
    .option("--to <address>", "where to; the wallet itself unless given", parseAddress)
    .addHelpText("after", examples([["money withdraw 0x5FbD…0aa3 --to 0x7099…79C8", "to a cold address"]]))
    .action(action(io, withdraw));
};
