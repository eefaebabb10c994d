// SPDX-License-Identifier: MIT
import { type AddCommands, action, examples } from "../../command.ts";
import { doctor } from "./doctor.ts";

/** `commonweight doctor`. */
export const addDoctor: AddCommands = (program, io) => {
  program
    .command("doctor")
    .description("what is missing on this machine, on the chain, of keys, store, artifacts and content")
    .addHelpText("after", examples([["doctor", "each check with what to do about it"]]))
    .action(action(io, (context) => doctor(context)));
};
