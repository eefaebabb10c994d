// SPDX-License-Identifier: MIT
/**
 * Tries every attack of the table of threats, and prints the table with what became of it.
 *
 *   npm run test:threats
 *
 * Fails where a test fails or does not run.
 */
import { runTests } from "./run.ts";
import { threats } from "./threats.ts";

const outcomes = await runTests(threats.flatMap(({ tests }) => tests));
const width = Math.max(...threats.map(({ attack }) => attack.length));
let next = 0;
let failures = 0;
for (const { number, attack, tests } of threats) {
  const results = tests.map((test) => ({ test, outcome: outcomes[next++]! }));
  const bad = results.filter(({ outcome }) => outcome !== "passed");
  failures += bad.length;
  const verdict = bad.length === 0 ? "stopped" : "FAILED";
  console.log(`${String(number).padStart(2)}  ${attack.padEnd(width)}  ${verdict}`);
  for (const { test, outcome } of bad) {
    console.log(`    ${outcome}: ${"solidity" in test ? test.solidity : test.node} ${test.name}`);
  }
}
console.log(`\n${threats.length} attacks are tried, in ${outcomes.length} tests; ${failures} failed.`);
process.exitCode = failures === 0 ? 0 : 1;
