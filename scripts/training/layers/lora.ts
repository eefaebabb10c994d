// SPDX-License-Identifier: MIT
import { baseWeights, type LoraLayer } from "@commonweight/sdk/model";
import { apply, applyBackward, createMatrix } from "../parameter.ts";
import { type Making, relu, reluErrors, type TrainedLayer } from "./layer.ts";

/**
 * max(baseScale · W₀x + B·(A·x) + b, 0). It begins as the base alone, since B is zero; the base never moves.
 *
 * @param baseScale - the real number that a step of the base's integers stands for
 */
export function createLora(
  { placed, input, output, random }: Making,
  layer: LoraLayer,
  baseScale: number,
): TrainedLayer {
  const { rank, outputs } = layer;
  const inputs = input.values.length;
  const base = Float64Array.from(baseWeights(layer, inputs).flat(), (weight) => weight * baseScale);
  const down = createMatrix(placed.matrices[0]!, Math.sqrt(1 / inputs), random);
  const up = createMatrix(placed.matrices[1]!, 0, random);
  const low = new Float64Array(rank);
  const lowErrors = new Float64Array(rank);
  const sums = new Float64Array(outputs);
  return {
    matrices: [down, up],
    forward() {
      apply(down, input.values, low);
      apply(up, low, sums);
      for (let row = 0; row < outputs; row++) {
        for (let column = 0; column < inputs; column++) {
          sums[row]! += base[row * inputs + column]! * input.values[column]!;
        }
      }
      relu(sums, output);
    },
    backward() {
      reluErrors(output, sums);
      lowErrors.fill(0);
      applyBackward(up, low, sums, lowErrors);
      applyBackward(down, input.values, lowErrors, input.errors);
      for (let row = 0; row < outputs; row++) {
        for (let column = 0; column < inputs; column++) {
          input.errors[column]! += sums[row]! * base[row * inputs + column]!;
        }
      }
    },
  };
}
