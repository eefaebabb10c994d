// SPDX-License-Identifier: MIT
import { createMatrix } from "../parameter.ts";
import type { Making, TrainedLayer } from "./layer.ts";

/** Deviation of a table's first numbers. */
const DEVIATION = 0.5;

/** The table's column of each symbol. */
export function createEmbedding({ placed, input, output, random }: Making): TrainedLayer {
  const shape = placed.matrices[0]!;
  const { rows: dimensions, columns: symbols } = shape;
  const table = createMatrix(shape, DEVIATION, random);
  return {
    matrices: [table],
    forward() {
      for (const [position, symbol] of input.values.entries()) {
        for (let i = 0; i < dimensions; i++) {
          output.values[position * dimensions + i] = table.used[i * symbols + symbol]!;
        }
      }
    },
    backward() {
      for (const [position, symbol] of input.values.entries()) {
        for (let i = 0; i < dimensions; i++) {
          table.weights.gradients[i * symbols + symbol]! += output.errors[position * dimensions + i]!;
        }
      }
    },
  };
}
