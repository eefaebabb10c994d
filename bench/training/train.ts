// SPDX-License-Identifier: MIT

// Digits drawn by code, a recipe of circuits/recipes, a fixed seed: the same record on every machine.
import { loadRecipe } from "@commonweight/circuits";
import { type ClassificationChunk, makeChunks, type Samples } from "@commonweight/sdk/data";
import { evaluatorOf, type IntegerModel, strictArgmax } from "@commonweight/sdk/model";
import { BaseError } from "@commonweight/sdk/proving";
import {
  initialMaster,
  type Master,
  quantiseMaster,
  type Recipe,
  seedElement,
  stepsOf,
  type TrainedRecord,
  train,
} from "@commonweight/sdk/training";
import { drawGlyphs } from "../../scripts/training/glyphs.ts";

const RECIPE = "digits-mlp-sgd";
/** Whose record it is, and how long. */
export const RECORD = {
  steps: 5_000,
  seed: 20_261_126n,
  operator: "0x00000000000000000000000000000000000000A1",
  salt: 1n,
} as const;
const { steps: STEPS, seed: SEED, operator: OPERATOR, salt: SALT } = RECORD;
const SAMPLES = { training: 5_000, trainingSeed: 1, test: 2_000, testSeed: 2 };
const LEAST_ACCURACY = 0.9;

export interface TrainingSummary {
  recipe: string;
  steps: number;
  /** Samples of the network's own test set on which it is right. */
  accuracy: number;
  /** Of the record. */
  root: string;
  /** The commitment to the last checkpoint. */
  last: string;
  /** Without commitments. */
  stepsASecond: number;
  /** With a commitment to every checkpoint. */
  committedStepsASecond: number;
}

/** What was trained, and what a proof of one of its steps needs. */
export interface TrainedDigits {
  recipe: Recipe;
  batches: ClassificationChunk[];
  record: TrainedRecord;
  summary: TrainingSummary;
  seed: bigint;
  operator: typeof OPERATOR;
  salt: bigint;
}

/** Batches of digits, whose salts are their numbers: training data are public. */
export function digitBatches({ task }: Recipe): ClassificationChunk[] {
  const samples = drawGlyphs(SAMPLES.training, SAMPLES.trainingSeed);
  const count = SAMPLES.training / task.encoding.samples;
  return makeChunks({ task, samples, salts: Array.from({ length: count }, (_, index) => BigInt(index)) });
}

/** @throws {@link BaseError} if the network learns less than 90 % of the test set */
export async function trainDigits(tell: (line: string) => void): Promise<TrainedDigits> {
  const recipe = loadRecipe(RECIPE);
  const batches = digitBatches(recipe);
  const whose = { seed: SEED, operator: OPERATOR, salt: SALT } as const;
  const { seconds, master } = timeSteps(recipe, batches);
  tell(`${STEPS} steps in ${seconds.toFixed(1)} s`);
  const start = performance.now();
  const record = await train({
    recipe,
    batches,
    steps: STEPS,
    ...whose,
    onProgress: ({ step }) => step % 1_000 === 0 && tell(`committed to ${step} of ${STEPS} checkpoints`),
  });
  const committedSeconds = (performance.now() - start) / 1_000;
  if (JSON.stringify(record.master) !== JSON.stringify(master)) throw new Error("Two trainings differ.");
  const test = drawGlyphs(SAMPLES.test, SAMPLES.testSeed);
  const accuracy = accuracyOf(quantiseMaster(recipe, record.master), test);
  if (accuracy < LEAST_ACCURACY) {
    throw new BaseError(`The network is right on ${accuracy} of the test set; expected at least ${LEAST_ACCURACY}.`);
  }
  const summary: TrainingSummary = {
    recipe: recipe.name,
    steps: STEPS,
    accuracy,
    root: record.root,
    last: String(record.commitments.at(-1)),
    stepsASecond: Math.round(STEPS / seconds),
    committedStepsASecond: Math.round(STEPS / committedSeconds),
  };
  return { recipe, batches, record, summary, ...whose };
}

/** Takes all steps, without committing to them. */
export function timeSteps(recipe: Recipe, chunks: ClassificationChunk[]): { seconds: number; master: Master } {
  const start = performance.now();
  let master = initialMaster(recipe, seedElement(SEED));
  for (const { trace } of stepsOf({ recipe, seed: SEED, steps: STEPS, chunks, master, from: 0 })) master = trace.next;
  return { seconds: (performance.now() - start) / 1_000, master };
}

/** The share of samples on which a model is strictly right. */
export function accuracyOf(model: IntegerModel, { features, labels }: Samples): number {
  const evaluate = evaluatorOf(model);
  const right = features.filter((row, s) => strictArgmax(evaluate(row).outputs) === labels[s]);
  return right.length / labels.length;
}
