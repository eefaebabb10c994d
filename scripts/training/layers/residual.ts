// SPDX-License-Identifier: MIT
import type { Making, TrainedLayer } from "./layer.ts";

/** The sum of the input and the output of an earlier layer. */
export function createResidual({ input, output, before }: Making, from: number): TrainedLayer {
  const other = before[from]!;
  return {
    matrices: [],
    forward() {
      for (let i = 0; i < output.values.length; i++) output.values[i] = input.values[i]! + other.values[i]!;
    },
    backward() {
      for (const [i, error] of output.errors.entries()) {
        input.errors[i]! += error;
        other.errors[i]! += error;
      }
    },
  };
}
