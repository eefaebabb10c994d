// SPDX-License-Identifier: MIT

/**
 * What becomes of a mutant. `by` is the first test that fails. The last two kinds are no mutants at all: there is no code, or the
 * same.
 */
export type Outcome =
  | { kind: "killed"; by: string }
  | { kind: "survived" }
  | { kind: "does not compile"; error: string }
  | { kind: "same code" };

/** Whether tests had something to judge. */
export function counts({ kind }: Outcome): boolean {
  return kind === "killed" || kind === "survived";
}
