// SPDX-License-Identifier: MIT

// The solver that the compiler's model checker asks: Debian's z3, forty times faster than the one inside the compiler.
import { spawnSync } from "node:child_process";

/** There is no z3, or one that does not answer. */
export class SolverMissing extends Error {}

/** What a query's answer may take of memory. */
const ANSWER_BYTES = 2 ** 26;

/** The version of z3. @throws SolverMissing */
export function versionOfSolver(): string {
  const { status, stdout, error } = spawnSync("z3", ["--version"], { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  const reason = error?.message ?? `z3 --version ended with ${status}`;
  throw new SolverMissing(`z3 is needed: ${reason}. Install it with apt-get install z3 or brew install z3.`);
}

/** The answer to a query in SMT-LIB: "sat", "unsat", "unknown" or "timeout" in its first line, then what else was asked for. */
export function solve(query: string, seconds: number): string {
  const { stdout, error } = spawnSync("z3", ["-in", `-T:${seconds}`], {
    input: query,
    encoding: "utf8",
    maxBuffer: ANSWER_BYTES,
  });
  if (error) throw error;
  return stdout;
}
