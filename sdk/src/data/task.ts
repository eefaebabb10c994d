// SPDX-License-Identifier: MIT
import { z } from "zod";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { integerFrom, nameSchema, parseWith } from "../utils/parse.ts";

/**
 * Features of several samples share a field element: `perElement` samples, `stride` bits apart. Cheapest where few weights
 * read a feature; networks compute on the elements as they are.
 */
export interface LanesEncoding {
  kind: "lanes";
  stride: number;
  perElement: number;
  /** Groups of `perElement` samples in a chunk. */
  groups: number;
}

/** Features are packed as tightly as they are published. Cheapest for wide samples; networks unpack every feature. */
export interface DenseEncoding {
  kind: "dense";
  /** Samples in a chunk. */
  samples: number;
}

/** A run of symbols: every window of `context` symbols is a sample, and the symbol after it the label. */
export interface SymbolsEncoding {
  kind: "symbols";
  /** Samples in a chunk, which holds `samples + context` symbols. */
  samples: number;
}

/** What all tasks have. */
interface TaskBase {
  name: string;
}

/** Samples with a label each. Two metrics, one statement: `agreement` says that the labels are another network's answers. */
export interface ClassificationTask extends TaskBase {
  /** Points are samples on which the strictly largest logit is that of the label. */
  metric: "accuracy" | "agreement";
  /** Features of a sample. */
  features: number;
  /** Features are integers in [0, 2^featureBits). */
  featureBits: number;
  /** Labels are integers in [0, classes). */
  classes: number;
  encoding: LanesEncoding | DenseEncoding;
}

/** Samples with a vector of targets each. */
export interface RegressionTask extends TaskBase {
  /**
   * With d = z − 2^targetShift · t for every output z and target t: points are Σ (2^(2·errorBits−2) − d²), over all outputs of
   * all samples. Every d has to be a signed number of errorBits bits.
   */
  metric: "squared-error";
  features: number;
  featureBits: number;
  /** Targets of a sample. */
  targets: number;
  /** Targets are integers in [0, 2^targetBits). */
  targetBits: number;
  targetShift: number;
  errorBits: number;
  encoding: LanesEncoding;
}

/** A text over an alphabet. */
export interface SequenceTask extends TaskBase {
  /** Points are samples on which the strictly largest logit is that of the symbol that follows. */
  metric: "next-symbol";
  /** Size of the alphabet: symbols are integers in [0, symbols). */
  symbols: number;
  /** Symbols of a sample. */
  context: number;
  encoding: SymbolsEncoding;
}

/**
 * What is to be learned, and how its samples are laid out in a commitment. Two tasks that differ anywhere are different
 * tasks: the identity is the hash of all of it.
 */
export type Task = ClassificationTask | RegressionTask | SequenceTask;

/** Bits of a word that carry one-hot labels. */
export const LABEL_BITS = 240;

/** Packed lanes below 2^253 never wrap around p, which lies between 2^253 and 2^254. */
const LARGEST_LANE_BITS = 253;

/** The largest alphabet: one-hot symbols cost a constraint each. */
export const MAX_SYMBOLS = 64;

const counts = integerFrom(1, 65_536);
const narrow = integerFrom(1, 8);

const lanesSchema: z.ZodType<LanesEncoding> = z.strictObject({
  kind: z.literal("lanes"),
  stride: integerFrom(1, LARGEST_LANE_BITS),
  perElement: integerFrom(1, LARGEST_LANE_BITS),
  groups: counts,
});

/**
 * The schema of {@link Task}; unknown keys are refused, since they would change its identity. What depends on two of its
 * values together is left to {@link parseTask}.
 */
const taskSchema: z.ZodType<Task> = z.discriminatedUnion(
  "metric",
  [
    z.strictObject({
      name: nameSchema,
      metric: z.enum(["accuracy", "agreement"]),
      features: counts,
      featureBits: narrow,
      classes: integerFrom(2, LABEL_BITS),
      encoding: z.discriminatedUnion(
        "kind",
        [lanesSchema as never, z.strictObject({ kind: z.literal("dense"), samples: counts })],
        { error: '"lanes" or "dense"' },
      ),
    }),
    z.strictObject({
      name: nameSchema,
      metric: z.literal("squared-error"),
      features: counts,
      featureBits: narrow,
      targets: counts,
      targetBits: narrow,
      targetShift: integerFrom(0, 16),
      errorBits: integerFrom(2, 20),
      encoding: lanesSchema,
    }),
    z.strictObject({
      name: nameSchema,
      metric: z.literal("next-symbol"),
      symbols: integerFrom(2, MAX_SYMBOLS),
      context: integerFrom(1, 256),
      encoding: z.strictObject({ kind: z.literal("symbols", { error: '"symbols"' }), samples: counts }),
    }),
  ],
  { error: '"accuracy", "agreement", "squared-error" or "next-symbol"' },
) as z.ZodType<Task>;

/**
 * A task from JSON.
 *
 * @throws {@link InvalidValueError} for the first thing wrong
 */
export function parseTask(json: unknown): Task {
  const task = parseWith(taskSchema, json, "task");
  if (task.encoding.kind === "lanes") {
    const bits = task.encoding.stride * task.encoding.perElement;
    if (bits > LARGEST_LANE_BITS) {
      const subject = "task.encoding.stride · task.encoding.perElement";
      throw new InvalidValueError({ subject, value: bits, expected: `at most ${LARGEST_LANE_BITS}` });
    }
  }
  return task;
}

/**
 * A task whose samples have labels, as such.
 *
 * @throws {@link InvalidValueError} for another
 */
export function asClassification(task: Task): ClassificationTask {
  if (task.metric === "accuracy" || task.metric === "agreement") return task;
  const expected = '"accuracy" or "agreement": samples with labels';
  throw new InvalidValueError({ subject: `The metric of ${task.name}`, value: task.metric, expected });
}

/**
 * A task whose samples have targets, as such.
 *
 * @throws {@link InvalidValueError} for another
 */
export function asRegression(task: Task): RegressionTask {
  if (task.metric === "squared-error") return task;
  const expected = '"squared-error": samples with targets';
  throw new InvalidValueError({ subject: `The metric of ${task.name}`, value: task.metric, expected });
}

/** Samples of a chunk of the task. */
export function samplesPerChunk({ encoding }: Task): number {
  return encoding.kind === "lanes" ? encoding.perElement * encoding.groups : encoding.samples;
}

/** The most points that a chunk of the task gives: its samples, or what a regression without error gets. */
export function pointsPerChunk(task: Task): number {
  const samples = samplesPerChunk(task);
  return task.metric === "squared-error" ? samples * task.targets * 2 ** (2 * task.errorBits - 2) : samples;
}

/** Symbols of a chunk: the first window, and one more for each sample. */
export function symbolsPerChunk(task: SequenceTask): number {
  return task.encoding.samples + task.context;
}

/** Bits in which a symbol is published. */
export function symbolBits(symbols: number): number {
  return Math.ceil(Math.log2(symbols));
}

/** One-hot labels that share a word. */
export function labelsPerWord({ classes }: { classes: number }): number {
  return Math.floor(LABEL_BITS / classes);
}
