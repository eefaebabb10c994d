// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { randomFieldElement } from "../proving/field.ts";
import {
  assertChunk,
  type Chunk,
  type ClassificationChunk,
  type RegressionChunk,
  type SequenceChunk,
} from "./chunk.ts";
import type { Samples, SymbolSamples, TargetSamples } from "./samples.ts";
import {
  type ClassificationTask,
  type RegressionTask,
  type SequenceTask,
  samplesPerChunk,
  symbolsPerChunk,
  type Task,
} from "./task.ts";

/**
 * Samples divided into chunks, in order, each with a salt of its own. A run of symbols is cut: windows do not reach from one
 * chunk into the next.
 *
 * @param parameters - `samples`: integer features and labels, targets or symbols in the ranges of the task, a positive multiple
 * of `samplesPerChunk(task)`, or of `symbolsPerChunk(task)`; `salts`: one for each chunk, distinct and never used before; drawn
 * from the operating system's generator unless given
 * @throws {@link InvalidValueError} if the samples do not fill whole chunks, a value is out of range, or salts
 * repeat or are too few or too many
 */
export function makeChunks(parameters: MakeChunksParameters<ClassificationTask, Samples>): ClassificationChunk[];
export function makeChunks(parameters: MakeChunksParameters<RegressionTask, TargetSamples>): RegressionChunk[];
export function makeChunks(parameters: MakeChunksParameters<SequenceTask, SymbolSamples>): SequenceChunk[];
export function makeChunks(parameters: MakeChunksParameters<Task, Samples | TargetSamples | SymbolSamples>): Chunk[];
export function makeChunks(
  parameters: MakeChunksParameters<Task, Samples | TargetSamples | SymbolSamples>,
): (ClassificationChunk | RegressionChunk | SequenceChunk)[] {
  const { task, samples } = parameters;
  const isSequence = task.metric === "next-symbol";
  const size = isSequence ? symbolsPerChunk(task) : samplesPerChunk(task);
  const lists: [name: string, list: readonly unknown[]][] = Object.entries(samples);
  const total = lists[0]![1].length;
  if (total === 0 || total % size !== 0) {
    const subject = `The number of ${isSequence ? "symbols" : "samples"}`;
    const expected = `a positive multiple of ${size}, the ${isSequence ? "symbols" : "samples"} of a chunk of ${task.name}`;
    throw new InvalidValueError({ subject, value: total, expected });
  }
  for (const [name, list] of lists) {
    if (list.length === total) continue;
    const expected = `${total}, one for each sample`;
    throw new InvalidValueError({ subject: `The number of ${name}`, value: list.length, expected });
  }
  const count = total / size;
  const salts = parameters.salts ?? Array.from({ length: count }, randomFieldElement);
  if (new Set(salts).size !== count || salts.length !== count) {
    const expected = `${count} salts, all different: one for each chunk`;
    throw new InvalidValueError({ subject: "salts", value: salts, expected });
  }
  return salts.map((salt, c) => {
    const parts = lists.map(([name, list]) => [name, list.slice(c * size, (c + 1) * size)] as const);
    const chunk = { ...Object.fromEntries(parts), salt } as unknown as Chunk;
    assertChunk(task, chunk);
    return chunk;
  });
}

/** Which samples go into chunks of which task. */
export interface MakeChunksParameters<task extends Task, samples> {
  task: task;
  samples: samples;
  salts?: readonly bigint[];
}
