// SPDX-License-Identifier: GPL-3.0-or-later

// Random steps of small recipes.
import type { ClassificationChunk } from "@commonweight/sdk/data";
import {
  type Master,
  type Recipe,
  stepperOf,
  TrainingOverflowError,
  trainedLayersOf,
} from "@commonweight/sdk/training";
import type { Random } from "./random.ts";

export * from "../../../sdk/test/support/recipes.ts";

/** A step that can be proven, from masters and a batch drawn over their ranges. */
export interface RandomStep {
  recipe: Recipe;
  master: Master;
  batch: ClassificationChunk;
  step: number;
}

/** Draws until no number leaves its bits, with masters that spread less and less. */
export function randomStep(recipe: Recipe, random: Random): RandomStep {
  const take = stepperOf(recipe);
  for (let attempt = 0; ; attempt++) {
    const step = random.integer(0, 7);
    const master = randomMaster(recipe, random, attempt);
    const batch = randomBatch(recipe, random);
    try {
      take(master, batch, step);
      return { recipe, master, batch, step };
    } catch (error) {
      if (!(error instanceof TrainingOverflowError) || attempt > 200) throw error;
    }
  }
}

export function randomMaster(recipe: Recipe, random: Random, narrowness = 0): Master {
  const limit = Math.max(2 ** (recipe.masterBits - 1 - Math.floor(narrowness / 20)), 2);
  return trainedLayersOf(recipe).map(({ rows, columns }) =>
    Int32Array.from({ length: rows * columns }, () => random.edgy(-limit, limit - 1)),
  );
}

export function randomBatch({ task }: Recipe, random: Random): ClassificationChunk {
  const { features, featureBits, classes, encoding } = task;
  const rows = <value>(row: () => value) => Array.from({ length: encoding.samples }, row);
  return {
    salt: random.bigint(2n ** 250n),
    features: rows(() => Array.from({ length: features }, () => random.edgy(0, 2 ** featureBits - 1))),
    labels: rows(() => random.integer(0, classes - 1)),
  };
}
