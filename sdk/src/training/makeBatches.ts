// SPDX-License-Identifier: MIT
import type { ClassificationChunk } from "../data/chunk.ts";
import { makeChunks } from "../data/makeChunks.ts";
import type { Samples } from "../data/samples.ts";
import { samplesPerChunk } from "../data/task.ts";
import type { Recipe } from "./recipe.ts";

/**
 * The batches of samples, in their order. Training data are public, so that nothing is hidden by a salt: that of a batch is its number,
 * and whoever has the samples has the batches, and their root. Samples at the end that fill no whole batch are left out.
 *
 * @param samples - integer features and labels in the ranges of the recipe's task
 * @throws {@link InvalidValueError} where there is not one whole batch, or a value is out of range
 * @example
 * const root = batchesRoot(batchCommitments(recipe, makeBatches(recipe, samples)));
 */
export function makeBatches({ task }: Pick<Recipe, "task">, samples: Samples): ClassificationChunk[] {
  const size = samplesPerChunk(task);
  const count = Math.floor(samples.labels.length / size);
  // Where there are fewer than one batch has, all of them are refused below.
  const end = count === 0 ? samples.labels.length : count * size;
  return makeChunks({
    task,
    samples: { features: samples.features.slice(0, end), labels: samples.labels.slice(0, end) },
    salts: Array.from({ length: count }, (_, number) => BigInt(number)),
  });
}
