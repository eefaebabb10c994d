// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { assertChunk, type ClassificationChunk } from "../data/chunk.ts";
import { samplesPerChunk } from "../data/task.ts";
import { BaseError } from "../errors/BaseError.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { definitionId } from "../utils/canonicalJson.ts";
import { pathIn } from "../utils/fileAccess.ts";
import {
  batchCommitments,
  batchesRoot,
  batchIndex,
  type CheckpointOwner,
  checkpointCommitment,
  recordRoot,
  seedElement,
} from "./commitments.ts";
import { initialMaster } from "./master.ts";
import { type Recipe, slower } from "./recipe.ts";
import {
  type CurvePoint,
  hasRecord,
  type RecordProgress,
  type RecordTerms,
  readCheckpoint,
  readProgress,
  readTerms,
  writeProgress,
  writeTerms,
} from "./recordFiles.ts";
import { type Master, type StepTrace, stepperOf, TrainingOverflowError } from "./step.ts";

export interface TrainParameters extends CheckpointOwner {
  recipe: Recipe;
  /** Chunks of the recipe's task; the terms of a bounty fix their root. */
  batches: readonly ClassificationChunk[];
  /** See `trainingSeed`. */
  seed: bigint;
  /** How many steps to take. */
  steps: number;
  /** Masters to begin with, see `masterFromModel`; those of the seed unless given. */
  start?: Master | undefined;
  /** Where the record is kept, so that it can be gone on with after a crash; nowhere unless given. */
  folder?: string | undefined;
  /** Steps between two checkpoints on disk, and between two points of the curve; 100 unless given. */
  saveEvery?: number | undefined;
  /** Called at each point of the curve, with the number of steps in all. */
  onProgress?: ((point: CurvePoint, steps: number) => void) | undefined;
  /** Stops the training after a step; the promise is then rejected with the signal's reason. What is on disk can be gone on with. */
  signal?: AbortSignal | undefined;
}

/** A record whose steps are all taken. */
export interface TrainedRecord {
  recipe: Recipe;
  /** The last checkpoint. */
  master: Master;
  /** Of checkpoints 0 to T. */
  commitments: bigint[];
  /** What is posted. */
  root: Hex;
  points: CurvePoint[];
}

const SAVE_EVERY = 100;

/**
 * Trains a network by integer SGD, and commits to every checkpoint. The same recipe, seed and batches give the same weights and, with the
 * same salt and operator, the same commitments on every machine. A training that was stopped goes on from its folder.
 *
 * @throws {@link TrainingOverflowError} where a number leaves its bits: nothing is clamped, and such a step has no proof
 * @throws {@link InvalidValueError} if a batch does not fit the recipe's task, or there are none
 * @throws {@link InvalidFileError} where a file of the folder is damaged, and {@link BaseError} where it holds another record
 * @example
 * const { master, root } = await train({ recipe, batches, seed, steps: 5000, operator, salt, folder: "record" });
 */
export async function train(parameters: TrainParameters): Promise<TrainedRecord> {
  const { recipe, batches, steps, folder, signal, saveEvery = SAVE_EVERY } = parameters;
  assertBatches(recipe, batches);
  const { terms, progress, master: first } = await beginOrGoOn(parameters);
  let master = first;
  let since = { loss: 0, correct: 0, steps: 0 };
  for (const { step, trace } of stepsOf({ ...terms, chunks: batches, master, from: progress.step })) {
    master = trace.next;
    progress.step = step + 1;
    progress.commitments.push(checkpointCommitment({ ...terms, master, step: step + 1 }));
    since = { loss: since.loss + trace.loss, correct: since.correct + trace.correct, steps: since.steps + 1 };
    if (progress.step % saveEvery === 0 || progress.step === steps) {
      const samples = since.steps * samplesPerChunk(recipe.task);
      const point = { step: progress.step, loss: since.loss / samples, accuracy: since.correct / samples };
      progress.points.push(point);
      since = { loss: 0, correct: 0, steps: 0 };
      if (folder !== undefined) await writeProgress(folder, progress, master);
      parameters.onProgress?.(point, steps);
      // Lets timers and signals through: steps are computed without a pause.
      await new Promise((resolve) => setImmediate(resolve));
    }
    signal?.throwIfAborted();
  }
  const { commitments, points } = progress;
  return { recipe, master, commitments, root: recordRoot(commitments), points };
}

/**
 * As {@link train}, but where a number leaves its bits it trains anew at half the rate, as often as it may. Each rate is a recipe of its
 * own, with a folder of its own, named after it, and circuits of its own.
 *
 * @param parameters - `halvings`: how often at most; `onSlower`: told of each
 * @throws {@link TrainingOverflowError} of the slowest recipe
 */
export async function trainSlower(
  parameters: TrainParameters & {
    halvings: number;
    onSlower?: ((recipe: Recipe, reason: TrainingOverflowError) => void) | undefined;
  },
): Promise<TrainedRecord> {
  const { folder, halvings, onSlower } = parameters;
  let { recipe } = parameters;
  for (let left = halvings; ; left--) {
    try {
      const own = folder === undefined ? undefined : pathIn(folder, recipe.name);
      return await train({ ...parameters, recipe, folder: own });
    } catch (error) {
      if (!(error instanceof TrainingOverflowError) || left <= 0) throw error;
      recipe = slower(recipe);
      onSlower?.(recipe, error);
    }
  }
}

/**
 * Steps one after the other, from a checkpoint on.
 *
 * @param parameters - `from`: the step whose checkpoint `master` is
 */
export function* stepsOf(
  parameters: Pick<RecordTerms, "recipe" | "seed" | "steps"> & {
    chunks: readonly ClassificationChunk[];
    master: Master;
    from: number;
  },
): Generator<{ step: number; batch: ClassificationChunk; before: Master; trace: StepTrace }> {
  const { recipe, seed, steps, chunks, from } = parameters;
  const take = stepperOf(recipe);
  let before = parameters.master;
  for (let step = from; step < steps; step++) {
    const batch = chunks[batchIndex(seed, step, chunks.length)]!;
    const trace = take(before, batch, step);
    yield { step, batch, before, trace };
    before = trace.next;
  }
}

async function beginOrGoOn(
  parameters: TrainParameters,
): Promise<{ terms: RecordTerms; progress: RecordProgress; master: Master }> {
  const { recipe, batches, seed, steps, salt, operator, folder } = parameters;
  const master = parameters.start ?? initialMaster(recipe, seedElement(seed));
  const start = checkpointCommitment({ recipe, master, salt, operator, step: 0 });
  const root = batchesRoot(batchCommitments(recipe, batches));
  const terms = { recipe, seed, operator, salt, steps, batches: batches.length, batchesRoot: root, start };
  const progress: RecordProgress = { step: 0, commitments: [start], points: [] };
  if (folder === undefined) return { terms, progress, master };
  if (!(await hasRecord(folder))) {
    // The terms last: with them there is a record, whose first checkpoint is there.
    await writeProgress(folder, progress, master);
    await writeTerms(folder, terms);
    return { terms, progress, master };
  }
  assertSame(folder, await readTerms(folder), terms);
  const found = await readProgress(folder);
  return { terms, progress: found, master: await readCheckpoint(folder, terms, found.step, found.commitments.at(-1)!) };
}

function assertSame(folder: string, found: RecordTerms, expected: RecordTerms): void {
  for (const key of Object.keys(expected) as (keyof RecordTerms)[]) {
    const [a, b] = [found, expected].map((terms) =>
      key === "recipe" ? definitionId(terms.recipe) : String(terms[key]),
    );
    if (a?.toLowerCase() === b?.toLowerCase()) continue;
    throw new BaseError(`${folder} holds another record: its ${key} differs; expected the same, or an empty folder.`, {
      docsPath: "docs/training.md",
    });
  }
}

function assertBatches({ task }: Recipe, batches: readonly ClassificationChunk[]): void {
  if (batches.length === 0) {
    throw new InvalidValueError({ subject: "The number of batches", value: 0, expected: "at least 1" });
  }
  for (const batch of batches) assertChunk(task, batch);
}
