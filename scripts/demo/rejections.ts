// SPDX-License-Identifier: MIT
// Attempts that have to fail, each with an error of a known name. One that succeeds, or fails otherwise, ends the demo.
import { UnexpectedResultError } from "./books.ts";

/**
 * Waits for an attempt to fail.
 * @param attempt What must not succeed.
 * @param expected The name that the error, one of its causes or the contract error inside it must have.
 * @returns The error's first line.
 * @throws UnexpectedResultError where the attempt succeeds, or fails with another error.
 */
export async function expectRejection(
  what: string,
  attempt: () => Promise<unknown>,
  expected: string,
): Promise<string> {
  let failure: unknown;
  try {
    await attempt();
  } catch (error) {
    failure = error;
  }
  if (failure === undefined)
    throw new UnexpectedResultError(`${what} succeeded; expected it to fail with ${expected}.`);
  const names = errorNames(failure);
  if (!names.includes(expected)) {
    const found = `${what} failed with ${names.join(" ← ")}; expected ${expected}.`;
    throw new UnexpectedResultError(found, { cause: failure });
  }
  return failure instanceof Error ? failure.message.split("\n")[0]! : String(failure);
}

/** Names of an error and of its causes, outermost first, with those of the contract errors that they carry. */
export function errorNames(error: unknown): string[] {
  const names: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    names.push(current.name);
    const contractError = contractErrorName(current);
    if (contractError !== undefined) names.push(contractError);
  }
  return names;
}

/** The name of the custom error with which a contract reverted, where an error carries it. */
function contractErrorName(error: Error): string | undefined {
  const { errorName, data } = error as { errorName?: unknown; data?: { errorName?: unknown } };
  const name = errorName ?? (typeof data === "object" ? data?.errorName : undefined);
  return typeof name === "string" ? name : undefined;
}
