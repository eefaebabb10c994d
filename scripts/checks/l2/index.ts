// SPDX-License-Identifier: MIT
/**
 * Whether the production build runs on every chain that we deploy to: plays the road, then looks at the code of every contract
 * that it left, at every opcode that ran and every precompile that was called, and meters every transaction.
 *
 *   npm run check:l2                prints the tables; fails on a breach, or where the heaviest moved by more than a tenth
 *   npm run check:l2 -- --update    also writes bench/l2.json
 */
import { report, snapshotAt } from "../snapshot.ts";
import { chains } from "./chains.ts";
import { judge } from "./judge.ts";
import { observeRoad } from "./observe.ts";
import { byLabel, chainTable, heaviest, transactionTable } from "./tables.ts";

const { contracts, transactions, missing } = await observeRoad();
const verdicts = chains.map((chain) => judge(chain, contracts, transactions));
const rows = byLabel(transactions);
console.log(`${chainTable(verdicts)}\n`);
console.log(`${transactionTable(rows)}\n`);
const exitCode = await report(heaviest(rows), {
  path: snapshotAt("l2.json"),
  script: "scripts/checks/l2/index.ts",
  unit: "in one",
});

const breaches = verdicts.flatMap((verdict) => verdict.breaches);
for (const name of missing)
  breaches.push(`${name} is on no transaction of the road; expected every contract and function`);
for (const breach of breaches) console.error(breach);
process.exitCode = breaches.length > 0 ? 1 : exitCode;
