// SPDX-License-Identifier: MIT
// Weights of few bits are trained as what rounding makes of them: the network computes with rounded weights, and their
// derivatives move the ones they were rounded from. Quantisation then finds them on its grid.
import type { Matrix, PlacedLayer } from "@commonweight/sdk/model";
import type { TrainedLayer } from "./layers/layer.ts";
import type { TrainedMatrix } from "./parameter.ts";

/** Weights of more bits lose nothing that training would have to make up for. */
const MOST_BITS = 4;

/** Rounds the weights of few bits anew, as after each step. */
export type Round = () => void;

/** Lets the matrices of a layer compute with rounded weights from now on. */
export function startRounding({ isLast, matrices: shapes }: PlacedLayer, { matrices }: TrainedLayer): Round {
  const rounds = matrices.flatMap((matrix, m) => {
    const { weightBits, role } = shapes[m]!;
    if (weightBits > MOST_BITS) return [];
    matrix.used = new Float64Array(matrix.used.length);
    // A last layer's values or logits are compared with each other, and a router's, and a table has one offset: one scale for all.
    const shared = isLast || role === "router" || role === "table";
    return [() => roundMatrix(matrix, { weightBits, shared, relative: isLast && matrix.rows > shapes[m]!.rows })];
  });
  return () => {
    for (const round of rounds) round();
  };
}

/** @param how - `relative`: rows are stored as differences from row 0, so those are what is rounded */
function roundMatrix(
  { rows, columns, weights: { values }, used }: TrainedMatrix,
  { weightBits, shared, relative }: Pick<Matrix, "weightBits"> & { shared: boolean; relative: boolean },
): void {
  for (let i = 0; i < used.length; i++) used[i] = values[i]! - (relative ? values[i % columns]! : 0);
  // Row 0, which is not stored, is left as the zeros that it has become.
  const first = relative ? columns : 0;
  const length = shared ? used.length - first : columns;
  for (let start = first; start < rows * columns; start += length) {
    roundTogether(used.subarray(start, start + length), weightBits);
  }
}

/** Rounds numbers to multiples of one step, in place. */
function roundTogether(numbers: Float64Array, weightBits: number): void {
  if (weightBits === 1) {
    const mean = numbers.reduce((sum, value) => sum + Math.abs(value), 0) / numbers.length;
    for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i]! < 0 ? -mean : mean;
    return;
  }
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const step = largest / (2 ** (weightBits - 1) - 1) || 1;
  for (let i = 0; i < numbers.length; i++) numbers[i] = step * Math.round(numbers[i]! / step);
}
