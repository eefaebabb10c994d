// SPDX-License-Identifier: MIT
/**
 * Makes trouble, and shows that nothing is lost: a table of the faults, by kind.
 *
 *   npm run test:faults -- [--runs N] [--seed N]
 *
 * Fails where anything was lost, done twice, or reported to be done when it was not.
 */
import { parseArgs } from "node:util";
import type { FaultPart, FaultReport } from "./part.ts";
import { rpcFaults } from "./rpc.ts";

const parts: readonly FaultPart[] = [rpcFaults];

const { values } = parseArgs({
  options: { runs: { type: "string", default: "40" }, seed: { type: "string", default: "1" } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  throw new Error("--runs takes a number from 1, --seed one from 0.");
}

let lost = 0;
for (const { title, run } of parts) {
  console.log(`${title}:`);
  const onRun = (done: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${runs}${done === runs ? "\r\u001b[K" : ""}`);
  };
  const report = await run({ runs, seed, onRun });
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
