// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { ClassificationChunk } from "../data/chunk.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { IntegerModel } from "../model/matrices.ts";
import { batchCommitments, batchesRoot, checkpointCommitment, recordRoot, seedElement } from "./commitments.ts";
import { initialMaster, quantiseMaster } from "./master.ts";
import {
  type RecordProgress,
  type RecordTerms,
  readCheckpoint,
  readProgress,
  readTerms,
  savedSteps,
} from "./recordFiles.ts";
import type { Master } from "./step.ts";
import { stepsOf } from "./train.ts";

/** A record as its folder says. */
export interface RecordOnDisk {
  terms: RecordTerms;
  progress: RecordProgress;
  /** Of all checkpoints so far. */
  root: Hex;
  isComplete: boolean;
}

/**
 * What a folder says of a record, without checking any step.
 *
 * @throws {@link InvalidFileError} naming the file and what in it is wrong
 */
export async function inspectRecord(folder: string): Promise<RecordOnDisk> {
  const terms = await readTerms(folder);
  const progress = await readProgress(folder);
  return { terms, progress, root: recordRoot(progress.commitments), isComplete: progress.step === terms.steps };
}

/**
 * The masters of a checkpoint: from the disk, or computed from the one before it that is there; either way compared with the commitment.
 *
 * @param parameters - `step`: 0 to the last taken
 * @throws {@link InvalidFileError} where a checkpoint on disk is damaged, and {@link InvalidValueError} where the record has no such
 * step, or the batches lead to another checkpoint
 */
export async function checkpointOf(parameters: {
  folder: string;
  batches: readonly ClassificationChunk[];
  step: number;
}): Promise<Master> {
  const { folder, batches, step } = parameters;
  const { terms, progress } = await inspectRecord(folder);
  const commitment = progress.commitments[step];
  if (commitment === undefined) {
    throw new InvalidValueError({ subject: "step", value: step, expected: `0 to ${progress.step}` });
  }
  const from = (await savedSteps(folder)).findLast((saved) => saved <= step) ?? 0;
  let master = await readCheckpoint(folder, terms, from, progress.commitments[from]!);
  for (const { trace } of stepsOf({ ...terms, steps: step, chunks: batches, master, from })) master = trace.next;
  assertCommitted(terms, master, step, commitment);
  return master;
}

/**
 * The model that a finished record's last checkpoint rounds to: what its operator commits to.
 *
 * @throws {@link InvalidValueError} where not all steps are taken
 * @throws AccumulatorOverflowError naming the first neuron that some sample could bring beyond its accumulator
 */
export async function modelOfRecord(parameters: {
  folder: string;
  batches: readonly ClassificationChunk[];
}): Promise<IntegerModel> {
  const { terms, progress } = await inspectRecord(parameters.folder);
  if (progress.step !== terms.steps) {
    const subject = "The number of steps taken";
    throw new InvalidValueError({ subject, value: progress.step, expected: `${terms.steps}, all of the record` });
  }
  return quantiseMaster(terms.recipe, await checkpointOf({ ...parameters, step: terms.steps }));
}

/**
 * Verifies a record from its files and the batches alone: takes every step again, and compares every commitment. It shows its operator
 * that the record can be proven before its root is posted; others verify proofs.
 *
 * @param parameters - `isSeeded`: whether the record has to begin with what its seed gives; true unless given, false for a record
 * that begins with a parent's model
 * @returns the record
 * @throws {@link InvalidValueError} naming the first checkpoint that is another, or the batches, if they are not those of the record
 */
export async function verifyRecord(parameters: {
  folder: string;
  batches: readonly ClassificationChunk[];
  isSeeded?: boolean;
  onProgress?: (step: number, steps: number) => void;
}): Promise<RecordOnDisk> {
  const { folder, batches, isSeeded = true, onProgress } = parameters;
  const record = await inspectRecord(folder);
  const { terms, progress } = record;
  const root = batchesRoot(batchCommitments(terms.recipe, batches));
  if (root !== terms.batchesRoot) {
    throw new InvalidValueError({ subject: "The root of the batches", value: root, expected: terms.batchesRoot });
  }
  const saved = await readCheckpoint(folder, terms, 0, progress.commitments[0]!);
  const master = isSeeded ? initialMaster(terms.recipe, seedElement(terms.seed)) : saved;
  assertCommitted(terms, master, 0, progress.commitments[0]!);
  for (const { step, trace } of stepsOf({ ...terms, steps: progress.step, chunks: batches, master, from: 0 })) {
    assertCommitted(terms, trace.next, step + 1, progress.commitments[step + 1]!);
    onProgress?.(step + 1, progress.step);
  }
  return record;
}

function assertCommitted(terms: RecordTerms, master: Master, step: number, expected: bigint): void {
  const value = checkpointCommitment({ ...terms, master, step });
  if (value === expected) return;
  throw new InvalidValueError({ subject: `The commitment to checkpoint ${step}`, value, expected: String(expected) });
}
