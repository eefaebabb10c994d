// SPDX-License-Identifier: MIT
import { BaseError } from "@commonweight/sdk";

/** `warn`: it works, for some; `fail`: something will not work. */
export type CheckState = "ok" | "warn" | "fail";

/** What one look has found. */
export interface Check {
  /** What was looked at. */
  name: string;
  state: CheckState;
  /** What was found. */
  found: string;
  /** What to do about it; undefined where nothing has to be done. */
  advice?: string | undefined;
}

export function ok(name: string, found: string): Check {
  return { name, state: "ok", found };
}

export function warn(name: string, found: string, advice: string): Check {
  return { name, state: "warn", found, advice };
}

export function fail(name: string, found: string, advice: string): Check {
  return { name, state: "fail", found, advice };
}

/** A look whose errors on purpose are findings: what they say is what was found. */
export async function look(name: string, advice: string, work: () => Promise<Check>): Promise<Check> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return fail(name, error.shortMessage, advice);
  }
}
