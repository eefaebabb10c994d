// SPDX-License-Identifier: MIT
import { type AddCommands, action, examples } from "../../command.ts";
import { create } from "./create.ts";
import { importKey } from "./import.ts";
import { list } from "./list.ts";

/** `commonweight keys`. */
export const addKeys: AddCommands = (program, io) => {
  const group = program.command("keys").description("encrypted keys to sign with");
  group
    .command("create")
    .description("make a key, and keep it encrypted")
    .argument("<name>", "what it is called from now on")
    .addHelpText("after", examples([["keys create operator", "asks for a passphrase, twice"]]))
    .action(action(io, create));
  group
    .command("import")
    .description("keep a key that there is: that of COMMONWEIGHT_PRIVATE_KEY, or of a keystore file (JSON v3)")
    .argument("<name>", "what it is called from now on")
    .argument("[file]", "keystore file of another tool; it opens with the same passphrase")
    .addHelpText("after", examples([["keys import operator UTC--2026.json", "from another tool"]]))
    .action(action(io, importKey));
  group
    .command("list")
    .description("names and addresses")
    .addHelpText("after", examples([["keys list", "every key of the keystore"]]))
    .action(action(io, list));
};
