// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BaseError } from "@commonweight/sdk/proving";
import { REPOSITORY } from "../generator/index.ts";
import type { CircuitCosts } from "./report.ts";

/**
 * The most constraints that a circuit may have, by name. Each is a promise to those who prove: time and memory of a proof, and
 * the smallest machine that can make one, follow from it.
 */
export const CONSTRAINT_LIMITS: Readonly<Record<string, number>> = {
  "evaluate-model.digits-28.digits-mlp": 50_000,
  "evaluate-model.digits-84.digits-mlp": 84 * 1_300,
  "evaluate-model.digits-84.digits-mlp-int4": 84 * 1_200,
  "seal-model.digits-mlp": 27_000,
  "seal-chunk.digits-28": 15_000,
  "train-step.digits-mlp-sgd": 2 ** 18,
  "train-step.digits-mlp-last-layer": 40_000,
};

/** What the table says of a circuit. */
export interface Row {
  circuit: string;
  constraints: number;
  linear: number;
  limit: number | undefined;
  wires: number;
  publicInputs: number;
  domain: number;
}

/** The row of a circuit. */
export function rowOf(circuit: string, { constraints, wires, publicInputs, domain }: CircuitCosts): Row {
  return {
    circuit,
    constraints: constraints.total,
    linear: constraints.linear,
    limit: CONSTRAINT_LIMITS[circuit],
    wires,
    publicInputs,
    domain,
  };
}

const COLUMNS: readonly [heading: string, cell: (row: Row) => string][] = [
  ["circuit", (row) => row.circuit],
  ["constraints", (row) => row.constraints.toLocaleString("en-GB")],
  ["limit", (row) => row.limit?.toLocaleString("en-GB") ?? "none"],
  ["linear", (row) => row.linear.toLocaleString("en-GB")],
  ["wires", (row) => row.wires.toLocaleString("en-GB")],
  ["public inputs", (row) => String(row.publicInputs)],
  ["domain", (row) => `2^${Math.log2(row.domain)}`],
];

/** Rows as text in columns: names to the left, numbers to the right. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [COLUMNS.map(([heading]) => heading), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "))
    .join("\n");
}

/** @throws {@link BaseError} naming the circuits that have more constraints than they may have */
export function assertWithinLimits(rows: readonly Row[]): void {
  const above = rows.filter((row) => row.limit !== undefined && row.constraints > row.limit);
  if (above.length === 0) return;
  throw new BaseError("Circuits are above their limits of constraints.", {
    metaMessages: above.map((row) => `${row.circuit}: ${row.constraints}, expected at most ${row.limit}`),
  });
}

/** Constraints by circuit, as committed. The compiler is deterministic: equal sources give equal counts. */
const SNAPSHOT = join(REPOSITORY, "bench/circuits.json");

/** Puts the constraints of these circuits into the snapshot; it keeps what it says of others. */
export async function writeSnapshot(rows: readonly Row[]): Promise<void> {
  const snapshot = { ...(await readSnapshot()), ...constraintsOf(rows) };
  const sorted = Object.fromEntries(Object.entries(snapshot).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(SNAPSHOT, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** @throws {@link BaseError} naming the circuits that have other constraints than the snapshot says */
export async function assertSnapshot(rows: readonly Row[]): Promise<void> {
  const snapshot = await readSnapshot();
  const other = rows.filter(({ circuit, constraints }) => snapshot[circuit] !== constraints);
  if (other.length === 0) return;
  throw new BaseError("Circuits have other constraints than bench/circuits.json says; --update writes it.", {
    metaMessages: other.map(
      (row) => `${row.circuit}: ${row.constraints}, expected ${snapshot[row.circuit] ?? "an entry"}`,
    ),
  });
}

function constraintsOf(rows: readonly Row[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ circuit, constraints }) => [circuit, constraints]));
}

async function readSnapshot(): Promise<Record<string, number>> {
  return JSON.parse(await readFile(SNAPSHOT, "utf8")) as Record<string, number>;
}
