// SPDX-License-Identifier: MIT
import { type Conv2dLayer, patchIndices } from "@commonweight/sdk/model";
import { apply, applyBackward, createMatrix } from "../parameter.ts";
import { type Making, relu, reluDeviation, reluErrors, type TrainedLayer } from "./layer.ts";

/** max(W·x + b, 0) of every patch x of an image with zeros around it. */
export function createConv2d({ placed, input, output, random }: Making, layer: Conv2dLayer): TrainedLayer {
  const shape = placed.matrices[0]!;
  const matrix = createMatrix(shape, reluDeviation(shape.columns), random);
  const patches = patchIndices(layer, placed.input.shape!);
  const patch = new Float64Array(shape.columns);
  const patchErrors = new Float64Array(shape.columns);
  const sums = new Float64Array(shape.rows);
  const gather = (indices: readonly number[]) => {
    for (const [i, at] of indices.entries()) patch[i] = at < 0 ? 0 : input.values[at]!;
  };
  return {
    matrices: [matrix],
    forward() {
      for (const [position, indices] of patches.entries()) {
        gather(indices);
        apply(matrix, patch, sums);
        relu(sums, output, position * shape.rows);
      }
    },
    backward() {
      for (const [position, indices] of patches.entries()) {
        gather(indices);
        reluErrors(output, sums, position * shape.rows);
        patchErrors.fill(0);
        applyBackward(matrix, patch, sums, patchErrors);
        for (const [i, at] of indices.entries()) if (at >= 0) input.errors[at]! += patchErrors[i]!;
      }
    },
  };
}
