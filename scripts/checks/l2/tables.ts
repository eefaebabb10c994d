// SPDX-License-Identifier: MIT
// What was observed, for people: a line a chain, and a line for each kind of transaction, the heaviest first.
import { formatTable } from "../../demo/tables.ts";
import type { Measurement } from "../snapshot.ts";
import { type Counters, counters, limits, load, most } from "./counters.ts";
import type { Verdict } from "./judge.ts";

/** Transactions of one label together: of each counter the largest. The heaviest come first. */
export function byLabel(transactions: readonly { label: string; counts: Counters }[]): [string, Counters][] {
  const together = new Map<string, Counters>();
  for (const { label, counts } of transactions) {
    const before = together.get(label);
    together.set(label, before === undefined ? counts : most(before, counts));
  }
  return [...together].sort(([, one], [, other]) => load(other) - load(one));
}

export function transactionTable(rows: readonly [string, Counters][]): string {
  const cells = (counts: Counters): string[] => counters.map((name) => counts[name].toLocaleString("en-GB"));
  return formatTable(
    ["", ...counters, "of a limit"],
    [
      ...rows.map(([label, counts]) => [label, ...cells(counts), `${Math.round(100 * load(counts))} %`]),
      ["at most", ...cells(limits), ""],
    ],
  );
}

export function chainTable(verdicts: readonly Verdict[]): string {
  return formatTable(
    ["", "opcodes", "precompiles", "breaches"],
    verdicts.map(({ chain, opcodes, precompiles, breaches }) => [
      chain,
      String(opcodes),
      precompiles.join(" "),
      String(breaches.length),
    ]),
  );
}

/** For each counter, the transaction that uses most of it. */
export function heaviest(rows: readonly [string, Counters][]): Measurement[] {
  return counters.map((counter) => {
    const [label, counts] = rows.reduce((one, other) => (other[1][counter] > one[1][counter] ? other : one));
    return { name: `${counter}: ${label}`, value: counts[counter], limit: limits[counter] };
  });
}
