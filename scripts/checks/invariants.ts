// SPDX-License-Identifier: MIT
/**
 * The invariants, deep: as many runs of as many calls as asked for. `npm test` runs a short form of the same tests.
 *
 *   npm run test:invariants                            10,000 runs of 100 calls for each invariant: hours
 *   npm run test:invariants -- --runs 100 --depth 50   fewer
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "../..");

const options = { runs: { type: "string", default: "10000" }, depth: { type: "string", default: "100" } } as const;

try {
  const { runs, depth } = parseArgs({ options }).values;
  const environment = { INVARIANT_RUNS: positive("--runs", runs), INVARIANT_DEPTH: positive("--depth", depth) };
  const files = globSync("test/invariants/*.invariants.t.sol", { cwd: root }).sort();
  const { status } = spawnSync("hardhat", ["test", "solidity", ...files], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function positive(option: string, value: string): string {
  if (/^[1-9]\d{0,8}$/.test(value)) return value;
  throw new Error(`${option} is ${value}; expected a positive integer.`);
}
