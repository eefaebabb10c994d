// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { assertFieldElement } from "../proving/field.ts";
import { assertUnusedBitsClear, packLanes, packTightly, unpackTightly, wordCount } from "../utils/packing.ts";
import {
  type ClassificationTask,
  type LanesEncoding,
  labelsPerWord,
  samplesPerChunk,
  symbolBits,
  symbolsPerChunk,
  type Task,
} from "./task.ts";

/** What every chunk has. */
interface SaltedChunk {
  /** Uniform in [0, p) and secret until the chunk is opened. One salt serves one seal. */
  salt: bigint;
}

/** Samples with one class each. */
export interface ClassificationChunk extends SaltedChunk {
  /** [samples][features], integers in [0, 2^featureBits). */
  features: number[][];
  /** [samples], integers in [0, classes). */
  labels: number[];
}

/** Samples with several target values each. */
export interface RegressionChunk extends SaltedChunk {
  /** [samples][features], integers in [0, 2^featureBits). */
  features: number[][];
  /** [samples][targets], integers in [0, 2^targetBits). */
  targets: number[][];
}

/** Consecutive symbols of a sequence, each sample a window of them. */
export interface SequenceChunk extends SaltedChunk {
  /** [samples + context], integers in [0, symbols). Sample s is the `context` symbols from s on; its label the one after them. */
  symbols: number[];
}

/** The samples that are sealed, committed to and opened together. Its kind is that of its task. */
export type Chunk = ClassificationChunk | RegressionChunk | SequenceChunk;

/** Numbers of one width in a chunk. */
interface Part {
  name: "features" | "targets" | "symbols";
  rows: number;
  /** Numbers in a row. */
  width: number;
  /** Bits in which a number is published. */
  bits: number;
  largest: number;
}

/** The numbers of a chunk, but for its labels, in the order in which they are published. */
function partsOf(task: Task): Part[] {
  if (task.metric === "next-symbol") {
    const bits = symbolBits(task.symbols);
    return [{ name: "symbols", rows: symbolsPerChunk(task), width: 1, bits, largest: task.symbols - 1 }];
  }
  const rows = samplesPerChunk(task);
  const part = (name: Part["name"], width: number, bits: number): Part => {
    return { name, rows, width, bits, largest: 2 ** bits - 1 };
  };
  const features = part("features", task.features, task.featureBits);
  return task.metric === "squared-error" ? [features, part("targets", task.targets, task.targetBits)] : [features];
}

/** [rows][width] of a part. */
function rowsOf(chunk: Chunk, { name }: Part): readonly (readonly number[])[] {
  const parts: Partial<Record<Part["name"], readonly (readonly number[])[]>> =
    "symbols" in chunk ? { symbols: chunk.symbols.map((symbol) => [symbol]) } : chunk;
  const rows = parts[name];
  if (rows) return rows;
  throw new InvalidValueError({
    subject: `chunk.${name}`,
    value: "none",
    expected: "a list, as the task's samples have",
  });
}

function hasLabels(task: Task): task is ClassificationTask {
  return task.metric === "accuracy" || task.metric === "agreement";
}

function labelList(chunk: Chunk): readonly number[] {
  if ("labels" in chunk) return chunk.labels;
  throw new InvalidValueError({
    subject: "chunk.labels",
    value: "none",
    expected: "a list, as the task's samples have",
  });
}

/**
 * Checks a chunk against its task.
 *
 * @throws {@link InvalidValueError} naming the first feature, label, target, symbol or count that does not fit
 */
export function assertChunk(task: Task, chunk: Chunk): void {
  for (const part of partsOf(task)) {
    const rows = rowsOf(chunk, part);
    assertLength(
      `The number of ${part.name === "symbols" ? "symbols" : "samples"} in chunk.${part.name}`,
      rows,
      part.rows,
    );
    for (const [r, row] of rows.entries()) {
      const subject = `chunk.${part.name}[${r}]`;
      assertLength(`The number of ${part.name} in ${subject}`, row, part.width);
      for (const [j, value] of row.entries()) {
        assertInteger(part.name === "symbols" ? subject : `${subject}[${j}]`, value, part.largest);
      }
    }
  }
  if (hasLabels(task)) {
    const labels = labelList(chunk);
    assertLength("The number of labels in chunk.labels", labels, samplesPerChunk(task));
    for (const [s, label] of labels.entries()) assertInteger(`chunk.labels[${s}]`, label, task.classes - 1);
  }
  assertFieldElement("chunk.salt", chunk.salt);
}

/**
 * Checks what a network is given.
 *
 * @param shape - how many numbers, and the largest
 * @throws {@link InvalidValueError}
 */
export function assertFeatures(
  features: readonly number[],
  shape: { count: number; maximum: number },
  subject: string,
): void {
  assertLength(`The number of features in ${subject}`, features, shape.count);
  for (const [j, feature] of features.entries()) assertInteger(`${subject}[${j}]`, feature, shape.maximum);
}

function assertLength(subject: string, list: readonly unknown[], expected: number): void {
  if (list.length !== expected)
    throw new InvalidValueError({ subject, value: list.length, expected: String(expected) });
}

function assertInteger(subject: string, value: number, maximum: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= maximum) return;
  throw new InvalidValueError({ subject, value, expected: `an integer from 0 to ${maximum}` });
}

/**
 * What a network reads of a chunk.
 *
 * @returns [samples][features], or [samples][context]
 */
export function inputsOf(task: Task, chunk: Chunk): number[][] {
  if (task.metric !== "next-symbol") return rowsOf(chunk, partsOf(task)[0]!).map((row) => [...row]);
  const { symbols } = chunk as SequenceChunk;
  return Array.from({ length: samplesPerChunk(task) }, (_, s) => symbols.slice(s, s + task.context));
}

/**
 * The answers that score: labels, or the symbols that follow.
 *
 * @returns [samples]
 * @throws {@link InvalidValueError} if the task's samples have targets instead
 */
export function labelsOf(task: Task, chunk: Chunk): number[] {
  if (task.metric === "next-symbol") return (chunk as SequenceChunk).symbols.slice(task.context);
  return [...labelList(chunk)];
}

/** Words that a chunk of the task is published as. */
export function chunkWordCount(task: Task): number {
  const parts = partsOf(task).reduce((words, { rows, width, bits }) => words + wordCount(rows * width, bits), 0);
  return 1 + parts + labelWordCount(task);
}

function labelWordCount(task: Task): number {
  return hasLabels(task) ? Math.ceil(samplesPerChunk(task) / labelsPerWord(task)) : 0;
}

/**
 * The words that are published when a chunk is opened: the salt; features, targets or symbols sample by sample, tightly packed;
 * labels one-hot.
 *
 * @returns {@link chunkWordCount} field elements
 * @throws {@link InvalidValueError} if the chunk does not fit the task
 */
export function encodeChunk(task: Task, chunk: Chunk): bigint[] {
  assertChunk(task, chunk);
  return [
    chunk.salt,
    ...partsOf(task).flatMap((part) => packTightly(rowsOf(chunk, part).flat(), part.bits)),
    ...labelWords(task, chunk),
  ];
}

/**
 * The chunk that was published as these words; the inverse of {@link encodeChunk}, and as strict: no two lists of words give
 * the same chunk.
 *
 * @throws {@link InvalidValueError} if the number of words is wrong, or a word is not below p, has unused bits set, or
 * holds a label that is not one-hot or a symbol beyond the alphabet
 */
export function decodeChunk(task: ClassificationTask, words: readonly bigint[]): ClassificationChunk;
export function decodeChunk(task: Task, words: readonly bigint[]): Chunk;
export function decodeChunk(task: Task, words: readonly bigint[]): Chunk {
  assertLength("The number of words of a chunk", words, chunkWordCount(task));
  for (const [i, word] of words.entries()) assertFieldElement(`words[${i}]`, word);
  let next = 1;
  const read = ({ rows, width, bits }: Part): number[][] => {
    const first = next;
    next += wordCount(rows * width, bits);
    const flat = unpackTightly(words.slice(first, next), bits, rows * width, first);
    return Array.from({ length: rows }, (_, r) => flat.slice(r * width, (r + 1) * width));
  };
  const parts = Object.fromEntries(partsOf(task).map((part) => [part.name, read(part)]));
  const salt = words[0]!;
  if (hasLabels(task)) {
    return { features: parts.features!, labels: decodeLabels(task, words.slice(next), next), salt };
  }
  const chunk: Chunk = parts.symbols
    ? { symbols: parts.symbols.flat(), salt }
    : { features: parts.features!, targets: parts.targets!, salt };
  assertChunk(task, chunk);
  return chunk;
}

/**
 * What the commitment to a chunk hashes. `lanes`: the salt; for each group and feature the lanes of its samples; for each group and
 * target likewise; the label words. Otherwise: the words that are published.
 *
 * @returns of `lanes`: 1 + groups · (features + targets) + label words field elements; lane `s` of element 1 + g · features + j
 * is feature j of sample g · perElement + s
 * @throws {@link InvalidValueError} if the chunk does not fit the task
 */
export function chunkElements(task: Task, chunk: Chunk): bigint[] {
  const { encoding } = task;
  if (encoding.kind !== "lanes") return encodeChunk(task, chunk);
  assertChunk(task, chunk);
  return [
    chunk.salt,
    ...partsOf(task).flatMap((part) => laneElements(encoding, rowsOf(chunk, part))),
    ...labelWords(task, chunk),
  ];
}

/** [groups · width]: group by group, an element for each column. */
function laneElements({ stride, perElement, groups }: LanesEncoding, rows: readonly (readonly number[])[]): bigint[] {
  return Array.from({ length: groups }, (_, g) => {
    const group = rows.slice(g * perElement, (g + 1) * perElement);
    return group[0]!.map((_, j) =>
      packLanes(
        group.map((row) => row[j]!),
        stride,
      ),
    );
  }).flat();
}

/** Sample s of a word sets bit classes · s + label. */
function labelWords(task: Task, chunk: Chunk): bigint[] {
  if (!hasLabels(task)) return [];
  const perWord = labelsPerWord(task);
  const labels = labelList(chunk);
  const words: bigint[] = [];
  for (let at = 0; at < labels.length; at += perWord) {
    const bits = labels.slice(at, at + perWord).map((label, s) => 1n << BigInt(task.classes * s + label));
    words.push(bits.reduce((word, bit) => word | bit, 0n));
  }
  return words;
}

function decodeLabels(task: ClassificationTask, words: readonly bigint[], firstIndex: number): number[] {
  const samples = samplesPerChunk(task);
  const perWord = labelsPerWord(task);
  const labels: number[] = [];
  for (const [i, word] of words.entries()) {
    let rest = word;
    for (let lane = 0; lane < perWord && labels.length < samples; lane++) {
      const oneHot = BigInt.asUintN(task.classes, rest);
      const label = oneHot.toString(2).length - 1;
      if (oneHot !== 1n << BigInt(label)) {
        const subject = `The label of sample ${labels.length} in words[${firstIndex + i}]`;
        const value = `0b${oneHot.toString(2)}`;
        throw new InvalidValueError({ subject, value, expected: `${task.classes} bits with exactly one set` });
      }
      labels.push(label);
      rest >>= BigInt(task.classes);
    }
    assertUnusedBitsClear(rest, firstIndex + i);
  }
  return labels;
}
