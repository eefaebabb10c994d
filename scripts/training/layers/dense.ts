// SPDX-License-Identifier: MIT
import { apply, applyBackward, createMatrix } from "../parameter.ts";
import { type Making, relu, reluDeviation, reluErrors, type TrainedLayer } from "./layer.ts";

/** max(W·x + b, 0); the last layer W·x + b, with a row for every class. */
export function createDense({ placed, input, output, random }: Making): TrainedLayer {
  const shape = placed.matrices[0]!;
  const rows = output.values.length;
  const matrix = createMatrix({ ...shape, rows }, reluDeviation(shape.columns), random);
  const sums = new Float64Array(rows);
  if (placed.isLast) {
    return {
      matrices: [matrix],
      forward: () => apply(matrix, input.values, output.values),
      backward: () => applyBackward(matrix, input.values, output.errors, input.errors),
    };
  }
  return {
    matrices: [matrix],
    forward() {
      apply(matrix, input.values, sums);
      relu(sums, output);
    },
    backward() {
      reluErrors(output, sums);
      applyBackward(matrix, input.values, sums, input.errors);
    },
  };
}
