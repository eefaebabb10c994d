// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { assertFieldElement } from "../proving/field.ts";
import {
  assertUnusedBitsClear,
  packLanes,
  packTightly,
  unpackTightly,
  valuesPerWord,
  wordCount,
} from "../utils/packing.ts";
import { labelsPerWord, samplesPerChunk, type Task } from "./task.ts";

/** The samples that are sealed, committed to and opened together. */
export interface Chunk {
  /** [samples][features], integers in [0, 2^featureBits). */
  features: number[][];
  /** [samples], integers in [0, classes). */
  labels: number[];
  /** Uniform in [0, p) and secret until the chunk is opened. One salt serves one seal. */
  salt: bigint;
}

/**
 * Checks a chunk against its task.
 *
 * @throws {@link InvalidValueError} naming the first feature, label or count that does not fit
 */
export function assertChunk(task: Task, chunk: Chunk): void {
  const samples = samplesPerChunk(task);
  assertLength("The number of samples in chunk.features", chunk.features.length, samples);
  assertLength("The number of labels in chunk.labels", chunk.labels.length, samples);
  for (const [s, sample] of chunk.features.entries()) assertFeatures(sample, task, `chunk.features[${s}]`);
  for (const [s, label] of chunk.labels.entries()) {
    assertInteger(`chunk.labels[${s}]`, label, 0, task.classes - 1);
  }
  assertFieldElement("chunk.salt", chunk.salt);
}

/**
 * Checks one sample.
 *
 * @param shape - a task or an architecture
 * @throws {@link InvalidValueError}
 */
export function assertFeatures(
  features: readonly number[],
  shape: { features: number; featureBits: number },
  subject: string,
): void {
  assertLength(`The number of features in ${subject}`, features.length, shape.features);
  const largest = 2 ** shape.featureBits - 1;
  for (const [j, feature] of features.entries()) assertInteger(`${subject}[${j}]`, feature, 0, largest);
}

function assertLength(subject: string, value: number, expected: number): void {
  if (value !== expected) throw new InvalidValueError({ subject, value, expected: String(expected) });
}

function assertInteger(subject: string, value: number, minimum: number, maximum: number): void {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  throw new InvalidValueError({ subject, value, expected: `an integer from ${minimum} to ${maximum}` });
}

/** Words that a chunk of the task is published as. */
export function chunkWordCount(task: Task): number {
  const samples = samplesPerChunk(task);
  return 1 + wordCount(samples * task.features, task.featureBits) + Math.ceil(samples / labelsPerWord(task));
}

/**
 * The words that are published when a chunk is opened: the salt; the features sample by sample, tightly packed; the labels,
 * one-hot.
 *
 * @returns {@link chunkWordCount} field elements
 * @throws {@link InvalidValueError} if the chunk does not fit the task
 */
export function encodeChunk(task: Task, chunk: Chunk): bigint[] {
  assertChunk(task, chunk);
  return [chunk.salt, ...packTightly(chunk.features.flat(), task.featureBits), ...labelWords(task, chunk.labels)];
}

/**
 * The chunk that was published as these words; the inverse of {@link encodeChunk}, and as strict: no two lists of words give
 * the same chunk.
 *
 * @throws {@link InvalidValueError} if the number of words is wrong, or a word is not below p, has unused bits set, or
 * holds a label that is not one-hot
 */
export function decodeChunk(task: Task, words: readonly bigint[]): Chunk {
  assertLength("The number of words of a chunk", words.length, chunkWordCount(task));
  for (const [i, word] of words.entries()) assertFieldElement(`words[${i}]`, word);
  const samples = samplesPerChunk(task);
  const values = samples * task.features;
  const firstLabelWord = 1 + Math.ceil(values / valuesPerWord(task.featureBits));
  const flat = unpackTightly(words.slice(1, firstLabelWord), task.featureBits, values, 1);
  const features = Array.from({ length: samples }, (_, s) => flat.slice(s * task.features, (s + 1) * task.features));
  return { features, labels: decodeLabels(task, words.slice(firstLabelWord), firstLabelWord), salt: words[0]! };
}

/**
 * What the commitment to a chunk hashes: the salt; for each group and feature the lanes of its samples; the label words.
 *
 * @returns 1 + groups · features + label words field elements; lane `s` of element 1 + g · features + j is feature j of
 * sample g · perElement + s
 * @throws {@link InvalidValueError} if the chunk does not fit the task
 */
export function chunkElements(task: Task, chunk: Chunk): bigint[] {
  assertChunk(task, chunk);
  const { stride, perElement } = task.lanes;
  const elements = [chunk.salt];
  for (let g = 0; g < task.groups; g++) {
    const group = chunk.features.slice(g * perElement, (g + 1) * perElement);
    for (let j = 0; j < task.features; j++) {
      elements.push(
        packLanes(
          group.map((sample) => sample[j]!),
          stride,
        ),
      );
    }
  }
  return [...elements, ...labelWords(task, chunk.labels)];
}

/** Sample s of a word sets bit classes · s + label. */
function labelWords(task: Task, labels: readonly number[]): bigint[] {
  const perWord = labelsPerWord(task);
  const words: bigint[] = [];
  for (let at = 0; at < labels.length; at += perWord) {
    const bits = labels.slice(at, at + perWord).map((label, s) => 1n << BigInt(task.classes * s + label));
    words.push(bits.reduce((word, bit) => word | bit, 0n));
  }
  return words;
}

function decodeLabels(task: Task, words: readonly bigint[], firstIndex: number): number[] {
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
