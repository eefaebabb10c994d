// SPDX-License-Identifier: MIT
import { format } from "node:util";

/** What tools print to the console on their own, besides what they throw. */
const METHODS = ["log", "info", "warn", "error"] as const;

/**
 * Runs work whose tools print what is said better elsewhere.
 * @param onFailure Called with what they printed, where the work fails.
 */
export async function muted<T>(work: () => Promise<T>, onFailure: (printed: string) => void = () => {}): Promise<T> {
  const originals = METHODS.map((method) => console[method]);
  const printed: string[] = [];
  for (const method of METHODS) console[method] = (...values: unknown[]) => printed.push(format(...values));
  try {
    return await work();
  } catch (error) {
    onFailure(printed.join("\n"));
    throw error;
  } finally {
    for (const [index, method] of METHODS.entries()) console[method] = originals[index]!;
  }
}
