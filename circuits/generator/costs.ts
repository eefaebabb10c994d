// SPDX-License-Identifier: GPL-3.0-or-later
import { chunkWordCount, labelsPerWord, samplesPerChunk, type Task } from "@commonweight/sdk/data";
import {
  type Architecture,
  lanesOf,
  layerInputs,
  modelWordCount,
  storedRows,
  weightCount,
} from "@commonweight/sdk/model";
import { CircuitTooLargeError } from "./errors.ts";

/** The most constraints that a circuit may have: the ceiling for which keys are made. */
export const MAX_CONSTRAINTS = 2 ** 18;

/** The most words that one call publishes: 24,000 bytes, the length of a piece in the hash of the words. */
export const MAX_WORDS = 750;

const SPONGE_RATE = 16;
/** Poseidon of width 17: 8 full rounds of 17 S-boxes and 68 partial ones, three constraints each. */
const CONSTRAINTS_A_SPONGE_BLOCK = 3 * (8 * 17 + 68);
/** Poseidon of three inputs: width 4, 8 full rounds and 56 partial ones. */
const CONSTRAINTS_POSEIDON_3 = 3 * (8 * 4 + 56);
const PACKED_BITS = 248;

/**
 * Constraints of SealChunk, from above: the compiler folds a few constants away.
 *
 * @example
 * sealChunkConstraints(loadTask("digits-28")); // 12,987, compiled 12,945
 */
export function sealChunkConstraints(task: Task): number {
  const samples = samplesPerChunk(task);
  const ranges = samples * task.features * task.featureBits + samples * task.classes;
  return ranges + sponge(dataElements(task)) + chunkWordCount(task) - 1;
}

/** Constraints of SealModel, from above. */
export function sealModelConstraints(architecture: Architecture): number {
  const ranges = architecture.layers.map(
    (layer, l) => weightCount(architecture, l) * (layer.weightBits + 1) + storedRows(layer) * layer.biasBits,
  );
  return total(ranges) + commitModel(architecture) + modelWordCount(architecture) - 1;
}

/** Constraints of EvaluateModel, from above. */
export function evaluateModelConstraints(task: Task, architecture: Architecture): number {
  const samples = samplesPerChunk(task);
  const first = architecture.layers[0]!;
  const ranges = weightCount(architecture, 0) * first.weightBits + storedRows(first) * first.biasBits;
  const commitments = commitModel(architecture) + sponge(dataElements(task)) + samples * task.classes;
  const firstProducts = task.groups * weightCount(architecture, 0);
  const perSample = architecture.layers.map((layer, l) => {
    const products = l === 0 ? 0 : lanesOf(layer).elements * layerInputs(architecture, l);
    return products + outputConstraints(layer);
  });
  return ranges + commitments + firstProducts + samples * total(perSample);
}

/** Constraints a sample of RequantiseReLU for all outputs of a hidden layer, or of StrictArgmax. */
function outputConstraints({ outputs, accumulatorBits, requantise }: Architecture["layers"][number]): number {
  if (!requantise) return outputs * (accumulatorBits + 1) + 2;
  const above = accumulatorBits - 1 - requantise.shift - requantise.activationBits;
  return outputs * (accumulatorBits + 1 + (above > 0 ? 1 : 0) + Math.max(0, above - 1));
}

/** Elements of the commitment to a chunk. */
function dataElements(task: Task): number {
  return 1 + task.groups * task.features + Math.ceil(samplesPerChunk(task) / labelsPerWord(task));
}

function commitModel(architecture: Architecture): number {
  const elements = architecture.layers.map((layer, l) => {
    if (layer.lanes.over === "outputs") return lanesOf(layer).elements * (layerInputs(architecture, l) + 1);
    return tightWords(weightCount(architecture, l), layer.weightBits) + tightWords(storedRows(layer), layer.biasBits);
  });
  return sponge(total(elements)) + CONSTRAINTS_POSEIDON_3;
}

function tightWords(values: number, bits: number): number {
  return Math.ceil(values / Math.floor(PACKED_BITS / bits));
}

function sponge(elements: number): number {
  return Math.ceil(elements / SPONGE_RATE) * CONSTRAINTS_A_SPONGE_BLOCK;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/**
 * @param circuit - name of the circuit
 * @throws {@link CircuitTooLargeError}
 */
export function assertConstraints(circuit: string, constraints: number): void {
  if (constraints <= MAX_CONSTRAINTS) return;
  throw new CircuitTooLargeError({
    subject: `The number of constraints of ${circuit}`,
    value: constraints,
    expected: `at most ${MAX_CONSTRAINTS} (2^18), the ceiling of the keys`,
  });
}

/**
 * @param definition - what is published
 * @throws {@link CircuitTooLargeError}
 */
export function assertWords(definition: string, words: number): void {
  if (words <= MAX_WORDS) return;
  throw new CircuitTooLargeError({
    subject: `The number of words that ${definition} is published as`,
    value: words,
    expected: `at most ${MAX_WORDS}, one publication`,
  });
}
