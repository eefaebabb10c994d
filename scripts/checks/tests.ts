// SPDX-License-Identifier: MIT
/**
 * npm test: every suite of tests, two at a time, for most of what they do takes one core. What a suite prints is printed when it ends.
 *
 *   npm test               all
 *   npm test -- SUITE …    these, such as sdk
 *
 * Fails where one fails; then no other is begun.
 */
import { spawn } from "node:child_process";

/** In the order in which they begin: the longest first. */
const SUITES = ["contracts", "circuits", "sdk", "cli", "e2e", "docs"] as const;
type Suite = (typeof SUITES)[number];

/** Suites that build no contracts, so need not wait for the one that does. */
const WITHOUT_CONTRACTS: readonly Suite[] = ["contracts", "circuits"];

const LANES = 2;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !SUITES.some((suite) => suite === name));
if (unknown === undefined)
  process.exitCode = await runAll(SUITES.filter((suite) => asked.length === 0 || asked.includes(suite)));
else {
  process.stderr.write(`There is no suite ${unknown}; expected ${SUITES.join(", ")}.\n`);
  process.exitCode = 2;
}

async function runAll(suites: readonly Suite[]): Promise<number> {
  const waiting = [...suites];
  const started = performance.now();
  let failed = 0;
  let haveBuilt = (): void => {};
  const contracts = new Promise<void>((resolve) => {
    haveBuilt = resolve;
  });
  if (!waiting.includes("contracts")) haveBuilt();

  const lane = async (): Promise<void> => {
    for (let suite = waiting.shift(); suite !== undefined && failed === 0; suite = waiting.shift()) {
      if (!WITHOUT_CONTRACTS.includes(suite)) await contracts;
      if (failed > 0) return;
      if (!(await run(suite))) failed += 1;
      if (suite === "contracts") haveBuilt();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const verdict = failed === 0 ? "All tests pass" : `${failed} of ${suites.length} suites failed`;
  process.stdout.write(`\n${verdict}, after ${seconds(started)}.\n`);
  return failed === 0 ? 0 : 1;
}

async function run(suite: Suite): Promise<boolean> {
  const started = performance.now();
  process.stdout.write(`test:${suite} begins\n`);
  const child = spawn("npm", ["run", "--silent", `test:${suite}`], {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => printed.push(piece));
  const code = await new Promise<number | null>((ended, broken) => {
    child.once("error", broken);
    child.once("close", ended);
  });
  process.stdout.write(Buffer.concat(printed));
  process.stdout.write(`test:${suite} ${code === 0 ? "passes" : `fails with ${code}`}, after ${seconds(started)}\n`);
  return code === 0;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(0)} s`;
}
