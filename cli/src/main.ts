// SPDX-License-Identifier: MIT
import { BaseError, terminateProver } from "@commonweight/sdk";
import { CommanderError } from "commander";
import { AnswerNo } from "./errors.ts";
import { EXIT_CODES, exitCodeOf } from "./exitCodes.ts";
import { type Io, processIo } from "./io.ts";
import { toJson } from "./output.ts";
import { createProgram } from "./program.ts";

/** Runs one command line, and sets the exit code of the process. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), processIo());
  // The threads of a prover would keep the process.
  await terminateProver();
}

/**
 * Runs one command line.
 *
 * @param args - without the program's name
 * @returns the exit code
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const isJson = args.includes("--json");
  try {
    await createProgram(io).parseAsync([...args], { from: "user" });
    return EXIT_CODES.done;
  } catch (error) {
    // Commander has said already what is wrong, or what help was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
    if (error instanceof AnswerNo) return EXIT_CODES.no;
    io.stderr.write(isJson ? `${toJson(errorJson(error))}\n` : `${messageOf(error)}\n`);
    return exitCodeOf(error);
  }
}

function errorJson(error: unknown): object {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const short = error instanceof BaseError ? { message: error.shortMessage, facts: error.metaMessages } : { message };
  return { error: { name, ...short, exitCode: exitCodeOf(error) } };
}

function messageOf(error: unknown): string {
  if (error instanceof BaseError) return error.message;
  // Nothing that we throw on purpose: what a report of the bug needs.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
