// SPDX-License-Identifier: MIT
import { type AddCommands, action, examples } from "../../command.ts";
import { backup } from "./backup.ts";
import { changePassphrase } from "./changePassphrase.ts";
import { encrypt } from "./encrypt.ts";
import { restore } from "./restore.ts";

/** `commonweight store`. */
export const addStore: AddCommands = (program, io) => {
  const group = program
    .command("store")
    .description("salts, weights and chunks: the one thing that cannot be made again when it is lost");
  group
    .command("backup")
    .description("copy the whole store into one file")
    .argument("<file>", "may hold an older copy, if nothing of that would be lost")
    .addHelpText("after", examples([["store backup /media/stick/store.backup", "as encrypted as the store is"]]))
    .action(action(io, backup));
  group
    .command("restore")
    .description("bring back what a copy has; nothing is ever overwritten")
    .argument("<file>", "that store backup wrote")
    .addHelpText("after", examples([["store restore /media/stick/store.backup", "into the store of the settings"]]))
    .action(action(io, restore));
  group
    .command("encrypt")
    .description("encrypt a store that is in plain, where it is")
    .addHelpText("after", examples([["store encrypt", "asks for a passphrase, twice"]]))
    .action(action(io, encrypt));
  group
    .command("passphrase")
    .description("give an encrypted store another passphrase")
    .argument("<file>", "holds the new passphrase and nothing else")
    .addHelpText("after", examples([["store passphrase new.txt", "asks for the present one"]]))
    .action(action(io, changePassphrase));
};
