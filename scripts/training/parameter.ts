// SPDX-License-Identifier: MIT
// Numbers that training moves, and the matrices made of them.
import type { Random } from "./random.ts";

/** Numbers that are trained, and the loss's derivatives by them, which add up over the samples of a batch. */
export interface Parameter {
  values: Float64Array;
  gradients: Float64Array;
  /** Whether weight decay pulls them towards zero. */
  decays: boolean;
}

/** A matrix in training, row by row, with a bias for each row or none. */
export interface TrainedMatrix {
  rows: number;
  columns: number;
  weights: Parameter;
  biases: Parameter | undefined;
  /** The weights that the network computes with: the weights themselves, or, in a last phase, the ones that rounding makes of them. */
  used: Float64Array;
}

export function createParameter(values: Float64Array, decays: boolean): Parameter {
  return { values, gradients: new Float64Array(values.length), decays };
}

/** A matrix of normal numbers, and biases of zero. */
export function createMatrix(
  { rows, columns, biasBits }: { rows: number; columns: number; biasBits: number },
  deviation: number,
  random: Random,
): TrainedMatrix {
  const weights = createParameter(
    new Float64Array(rows * columns).map(() => deviation * random.normal()),
    true,
  );
  const biases = biasBits === 0 ? undefined : createParameter(new Float64Array(rows), false);
  return { rows, columns, weights, biases, used: weights.values };
}

/** The parameters of matrices. */
export function parametersOf(matrices: readonly TrainedMatrix[]): Parameter[] {
  return matrices.flatMap(({ weights, biases }) => (biases ? [weights, biases] : [weights]));
}

/** sums = W·x + b. */
export function apply({ rows, columns, used, biases }: TrainedMatrix, x: Float64Array, sums: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = biases ? biases.values[row]! : 0;
    for (let column = 0; column < columns; column++) sum += used[start + column]! * x[column]!;
    sums[row] = sum;
  }
}

/**
 * Adds what the derivatives by W·x + b mean for the matrix, and for x where that is asked for. Rounded weights pass their
 * derivatives straight through to the ones that they were rounded from.
 */
export function applyBackward(
  { rows, columns, used, weights, biases }: TrainedMatrix,
  x: Float64Array,
  sumErrors: Float64Array,
  xErrors?: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const error = sumErrors[row]!;
    if (error === 0) continue;
    const start = row * columns;
    if (biases) biases.gradients[row]! += error;
    for (let column = 0; column < columns; column++) weights.gradients[start + column]! += error * x[column]!;
    if (!xErrors) continue;
    for (let column = 0; column < columns; column++) xErrors[column]! += error * used[start + column]!;
  }
}
