// SPDX-License-Identifier: MIT
import { samplesPerChunk } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { gainAt, type PlacedTraining, type Recipe, trainedLayersOf } from "./recipe.ts";

/** The largest magnitudes of a layer's numbers, over all weights, inputs and errors that are in range. */
export interface TrainingBounds {
  /** Index of the layer in the architecture. */
  layer: number;
  /** |Σ w·x + b|; of the last layer less the target. */
  forward: number;
  /** |d|, once rounded. */
  error: number;
  /** |Σ w·d| over the rows, which the layer before it gets; 0 of the first trained layer. */
  backward: number;
  /** |gain·Σ d·x + decay·w| over a batch, at the highest rate. */
  gradient: number;
  /** What a prover may claim of a gradient: the difference of two master weights, shifted, and a remainder. */
  claimedGradient: number;
}

/** Integers that 32-bit arithmetic holds, with a bit to spare for half a step of rounding. */
const EXACT_LIMIT = 2 ** 30;

/** The bounds of every trained layer. */
export function trainingBounds(recipe: Recipe): TrainingBounds[] {
  const samples = samplesPerChunk(recipe.task);
  return trainedLayersOf(recipe).map((placed) => {
    const { rows, columns, maximum, weightBits, biasBits, layer, isFirst, isLast, index } = placed;
    const weight = 2 ** (weightBits - 1);
    const error = largestError(recipe, placed);
    const input = Math.max(maximum, 2 ** layer.biasShift);
    return {
      layer: index,
      forward: (columns - 1) * weight * maximum + 2 ** (biasBits - 1) + (isLast ? recipe.loss.target : 0),
      error,
      backward: isFirst ? 0 : rows * weight * error,
      gradient: gainAt(recipe, 0) * samples * error * input + layer.decay * weight,
      claimedGradient: (2 ** recipe.masterBits - 1) * 2 ** layer.rateShift + 2 ** (layer.rateShift - 1),
    };
  });
}

/** The last layer's errors are clipped at errorBits; another's are signed numbers of accumulatorBits − shift bits. */
function largestError({ loss }: Recipe, { layer: { error } }: PlacedTraining): number {
  return error ? 2 ** (error.accumulatorBits - 1 - error.shift) : 2 ** loss.errorBits - 1;
}

/** @throws {@link InvalidValueError} naming the first layer and sum that 32-bit arithmetic might not hold */
export function assertBounds(recipe: Recipe): void {
  for (const { layer, forward, backward, gradient } of trainingBounds(recipe)) {
    for (const [what, value] of Object.entries({ forward, backward, gradient })) {
      if (value < EXACT_LIMIT) continue;
      const subject = `The largest ${what} sum of layer ${layer} of ${recipe.name}`;
      throw new InvalidValueError({ subject, value, expected: "less than 2^30, to be computed exactly" });
    }
  }
}
