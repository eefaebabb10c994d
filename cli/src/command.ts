// SPDX-License-Identifier: MIT
import type { Command } from "commander";
import { type Context, createContext } from "./context.ts";
import { AnswerNo } from "./errors.ts";
import type { Io } from "./io.ts";
import { type Result, toJson } from "./output.ts";
import { inTokenUnits } from "./tokenErrors.ts";

/** Adds a group of commands to the program. */
export type AddCommands = (program: Command, io: Io) => void;

/**
 * What commander calls: makes the context, runs the command, and writes its result, whole or not at all. A command without a result
 * has written what it had to say itself.
 *
 * @param run - gets the context, then the arguments, then the command's own options
 * @example
 * group.command("show").argument("<bounty>", "its number", parseBounty).action(action(io, showBounty));
 */
export function action<args extends unknown[]>(
  io: Io,
  run: (context: Context, ...args: args) => Promise<Result | undefined>,
): (...args: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command;
    const flags = command.optsWithGlobals();
    const context = createContext(io, flags);
    const result = await run(context, ...(all.slice(0, -1) as args)).catch(async (error: unknown) => {
      throw await inTokenUnits(context, error);
    });
    if (result === undefined) return;
    io.stdout.write(`${flags.json === true ? toJson(result.json) : result.text}\n`);
    if (result.isNo) throw new AnswerNo();
  };
}

/** Examples below a command's help, each with what it does. */
export function examples(lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const rows = lines.map(([command, what]) => `  $ commonweight ${command.padEnd(width)}  ${what}`);
  return `\nExamples:\n${rows.join("\n")}`;
}
