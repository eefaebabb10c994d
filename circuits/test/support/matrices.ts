// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices of integers, as references for templates.
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import type { Random } from "./random.ts";

export type IntegerRows = readonly (readonly bigint[])[];

/** Σ_t left[i][t]·right[j][t], over the integers. */
export function product(left: IntegerRows, right: IntegerRows): bigint[][] {
  return left.map((row) => right.map((other) => row.reduce((sum, x, t) => sum + x * other[t]!, 0n)));
}

/** Rows in groups of `lanes`, each group summed column by column at a stride, over the integers. */
export function packRows(rows: IntegerRows, lanes: number, stride: number): bigint[][] {
  const groups = Array.from({ length: Math.ceil(rows.length / lanes) }, (_, g) => g * lanes);
  return groups.map((from) =>
    rows[0]!.map((_, j) =>
      rows.slice(from, from + lanes).reduce((sum, row, s) => sum + row[j]! * 2n ** BigInt(stride * s), 0n),
    ),
  );
}

export function toFields(rows: IntegerRows): bigint[][] {
  return rows.map((row) => row.map(toField));
}

/** A matrix of numbers from a range, its ends preferred. */
export function edgyMatrix(
  random: Random,
  rows: number,
  columns: number,
  minimum: number,
  maximum: number,
): bigint[][] {
  return matrix(rows, columns, () => BigInt(random.edgy(minimum, maximum)));
}

/** A matrix of field elements, 0 and the ends of the field preferred. */
export function fieldMatrix(random: Random, rows: number, columns: number): bigint[][] {
  return matrix(rows, columns, () => {
    const edges = [0n, 1n, FIELD_ORDER - 1n];
    return edges[random.integer(0, 5)] ?? random.bigint(FIELD_ORDER);
  });
}

function matrix(rows: number, columns: number, value: () => bigint): bigint[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, value));
}

/** A copy with one entry changed by `delta`, as field elements. */
export function shifted(rows: IntegerRows, i: number, j: number, delta: bigint): bigint[][] {
  return rows.map((row, r) => row.map((value, c) => toField(r === i && c === j ? value + delta : value)));
}

/** The values of a signal of two dimensions in a witness. */
export function readMatrix(
  { forger }: { forger: { wire(name: string): number } },
  values: readonly bigint[],
  name: string,
  rows: number,
  columns: number,
): bigint[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => values[forger.wire(`${name}[${i}][${j}]`)]!),
  );
}
