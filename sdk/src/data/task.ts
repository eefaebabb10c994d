// SPDX-License-Identifier: MIT
import { z } from "zod";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { integerFrom, nameSchema, parseWith } from "../utils/parse.ts";

/**
 * What is to be learned, and how its samples are laid out in a commitment. Two tasks that differ anywhere are different
 * tasks: the identity is the hash of all of it.
 */
export interface Task {
  name: string;
  /** Features of a sample. */
  features: number;
  /** Bits of a feature: features are integers in [0, 2^featureBits). */
  featureBits: number;
  /** Labels are integers in [0, classes). */
  classes: number;
  /** Samples on which the strictly largest logit is that of the label. */
  metric: "accuracy";
  /** Samples that share a field element: how many, and how many bits apart. */
  lanes: { stride: number; perElement: number };
  /** Groups of `lanes.perElement` samples in a chunk. */
  groups: number;
}

/** Bits of a word that carry one-hot labels. */
export const LABEL_BITS = 240;

/** Packed lanes below 2^253 never wrap around p, which lies between 2^253 and 2^254. */
const LARGEST_LANE_BITS = 253;

/**
 * The schema of {@link Task}; unknown keys are refused, since they would change its identity. What depends on two of its
 * values together is left to {@link parseTask}.
 */
const taskSchema: z.ZodType<Task> = z.strictObject({
  name: nameSchema,
  features: integerFrom(1, 65_536),
  featureBits: integerFrom(1, 8),
  classes: integerFrom(2, LABEL_BITS),
  metric: z.literal("accuracy", { error: '"accuracy"' }),
  lanes: z.strictObject({
    stride: integerFrom(1, LARGEST_LANE_BITS),
    perElement: integerFrom(1, LARGEST_LANE_BITS),
  }),
  groups: integerFrom(1, 65_536),
});

/**
 * A task from JSON.
 *
 * @throws {@link InvalidValueError} for the first thing wrong
 */
export function parseTask(json: unknown): Task {
  const task = parseWith(taskSchema, json, "task");
  const bits = task.lanes.stride * task.lanes.perElement;
  if (bits > LARGEST_LANE_BITS) {
    const subject = "task.lanes.stride · task.lanes.perElement";
    throw new InvalidValueError({ subject, value: bits, expected: `at most ${LARGEST_LANE_BITS}` });
  }
  return task;
}

/** Samples of a chunk of the task. */
export function samplesPerChunk(task: Task): number {
  return task.lanes.perElement * task.groups;
}

/** One-hot labels that share a word. */
export function labelsPerWord(task: Task): number {
  return Math.floor(LABEL_BITS / task.classes);
}
