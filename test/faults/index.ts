// SPDX-License-Identifier: MIT
/**
 * Makes trouble, and shows that nothing is lost: a table of the faults, by kind.
 *
 *   npm run test:faults -- [PART] [--runs N] [--seed N] [--every N]
 *
 * PART is rpc or kills; both unless given. --runs and --seed are of rpc; --every N kills at every Nth line and read only.
 *
 * Fails where anything was lost, done twice, or reported to be done when it was not.
 */
import { parseArgs } from "node:util";
import { operatorKills } from "./kills.ts";
import type { FaultPart, FaultReport } from "./part.ts";
import { rpcFaults } from "./rpc.ts";

const parts: readonly FaultPart[] = [rpcFaults, operatorKills];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    every: { type: "string", default: "1" },
  },
});
const [runs, seed, every] = [Number(values.runs), Number(values.seed), Number(values.every)];
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
if (!isCount(runs) || !isCount(seed + 1) || !isCount(every)) {
  throw new Error("--runs and --every take a number from 1, --seed one from 0.");
}
const unknown = positionals.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined)
  throw new Error(`There is no part ${unknown}; expected ${parts.map(({ name }) => name).join(" or ")}.`);

let lost = 0;
for (const { name, title, run } of parts) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`${title}:`);
  const onRun = (done: number, all?: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done}${all === undefined ? "" : ` of ${all}`}\u001b[K`);
  };
  const report = await run({ runs, seed, every, onRun });
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  print(report);
  lost += report.losses.length;
}
process.exitCode = lost === 0 ? 0 : 1;

function print({ rows, runs: done, repeated, losses }: FaultReport): void {
  const total = {
    fault: "all",
    injected: sum(rows.map((row) => row.injected)),
    survived: sum(rows.map((row) => row.survived)),
  };
  const width = Math.max(...rows.map(({ fault }) => fault.length), "fault".length);
  console.log(`  ${"fault".padEnd(width)}  injected  survived`);
  for (const row of [...rows].sort((a, b) => a.fault.localeCompare(b.fault)).concat(total)) {
    console.log(
      `  ${row.fault.padEnd(width)}  ${String(row.injected).padStart(8)}  ${String(row.survived).padStart(8)}`,
    );
  }
  console.log(`  ${done} runs, ${repeated} steps begun again, ${losses.length} lost`);
  for (const loss of losses) console.log(`  LOST  ${loss}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
