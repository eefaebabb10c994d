// SPDX-License-Identifier: MIT
// The terms of the bounty whose operators keep records, and what every part of that run needs of them.
import { definitionId, type TrainingTerms } from "@commonweight/sdk";
import type { ClassificationChunk } from "@commonweight/sdk/data";
import { batchCommitments, batchesRoot, type Recipe } from "@commonweight/sdk/training";
import type { DemoTraining } from "../world.ts";

/** Masters of 16 bits, batches of 8: 118,684 constraints a step. */
export const RECIPE = "digits-mlp-sgd";

/** Enough for about 87 % on the demo's own digits. */
const STEPS = 1_500;
/** The first, the last, and four of those between. A proof of one takes about 8 s and 0.7 GB. */
const DRAWN_STEPS = 6;
const STIPEND_BPS = 2_000;

/** A bounty that keeps records, and the data that they are trained on. */
export interface RecordedBounty {
  bounty: bigint;
  recipe: Recipe;
  terms: TrainingTerms;
  /** Those of the terms, in order; everybody has them. */
  batches: readonly ClassificationChunk[];
  circuits: DemoTraining["circuits"];
}

/** The terms of records by a recipe, on these batches. */
export function trainingTerms(recipe: Recipe, batches: readonly ClassificationChunk[]): TrainingTerms {
  return {
    recipe: definitionId(recipe),
    batchesRoot: batchesRoot(batchCommitments(recipe, batches)),
    batches: batches.length,
    steps: STEPS,
    drawnSteps: DRAWN_STEPS,
    stipendBps: STIPEND_BPS,
  };
}
