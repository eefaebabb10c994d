// SPDX-License-Identifier: GPL-3.0-or-later
import { chunkWordCount, labelsPerWord, samplesPerChunk, symbolsPerChunk, type Task } from "@commonweight/sdk/data";
import {
  type Architecture,
  layersOf,
  type Matrix,
  matricesOf,
  matrixElementCount,
  modelWordCount,
  type PlacedLayer,
} from "@commonweight/sdk/model";
import { CircuitTooLargeError } from "./errors.ts";
import type { Product } from "./products.ts";

/** The most constraints that a circuit may have: the ceiling for which keys are made. */
export const MAX_CONSTRAINTS = 2 ** 18;

/** The most words that one call publishes: 24,000 bytes, the length of a piece in the hash of the words. */
export const MAX_WORDS = 750;

const SPONGE_RATE = 16;
/** Poseidon of width 17: 8 full rounds of 17 S-boxes and 68 partial ones, three constraints each. */
const CONSTRAINTS_A_SPONGE_BLOCK = 3 * (8 * 17 + 68);
/** Poseidon of three inputs: width 4, 8 full rounds and 56 partial ones. */
const CONSTRAINTS_POSEIDON_3 = 3 * (8 * 4 + 56);

/** A part of a circuit and its constraints, from above: the compiler folds a few constants away. */
export interface Cost {
  /** Index of the layer, or `model`, `chunk`, `output`, `transcript` or `words`. */
  part: number | "model" | "chunk" | "output" | "transcript" | "words";
  constraints: number;
}

/** Constraints of a plain product. */
export function plainConstraints({ p, k, q }: Pick<Product, "p" | "k" | "q">): number {
  return p * k * q;
}

/** Constraints of a product checked by Freivalds, without its share of the transcript. */
export function freivaldsConstraints({ p, k, q }: Pick<Product, "p" | "k" | "q">): number {
  return (p + q - 1) * k + p * q - Math.max(p, q);
}

/** Constraints of the transcript: two commitments and every product that is checked by Freivalds. */
export function transcriptConstraints(products: readonly Pick<Product, "p" | "q">[]): number {
  if (products.length === 0) return 0;
  return spongeConstraints(2 + total(products.map(({ p, q }) => p * q)));
}

/** Constraints of SealChunk, by part. */
export function sealChunkCosts(task: Task): Cost[] {
  return [
    { part: "chunk", constraints: chunkConstraints(task) },
    { part: "words", constraints: chunkWordCount(task) - 1 },
  ];
}

/** Constraints of SealModel, by part. */
export function sealModelCosts(architecture: Architecture): Cost[] {
  const ranges = layersOf(architecture).map(({ index, matrices }): Cost => {
    const constraints = total(matrices.map((matrix) => sealedWeights(matrix) + biases(matrix)));
    return { part: index, constraints };
  });
  return [
    ...ranges,
    { part: "model", constraints: commitModelConstraints(architecture) },
    { part: "words", constraints: modelWordCount(architecture) - 1 },
  ];
}

/**
 * Constraints of EvaluateModel, by part.
 *
 * @param options - `binding: false` leaves out commitments and the ranges of weights and features
 */
export function evaluateModelCosts(
  task: Task,
  architecture: Architecture,
  products: readonly Product[],
  { binding = true }: { binding?: boolean } = {},
): Cost[] {
  const samples = samplesPerChunk(task);
  const checked = products.filter(({ check }) => check === "freivalds");
  const layers = layersOf(architecture).map((placed): Cost => {
    const own = products.filter((product) => product.placed.index === placed.index);
    return { part: placed.index, constraints: total(own.map(productConstraints)) + layerConstraints(placed, task) };
  });
  const model =
    total(products.map((product) => evaluatedRanges(product.matrix))) + commitModelConstraints(architecture);
  const chunk = dataRanges(task, task.encoding.kind !== "lanes") + spongeConstraints(dataElementCount(task));
  const labels = "classes" in task ? samples * task.classes : dataRanges(task, task.encoding.kind === "symbols");
  return [
    { part: "model", constraints: binding ? model : 0 },
    { part: "chunk", constraints: binding ? chunk : labels },
    ...layers,
    { part: "output", constraints: outputConstraints(architecture, task) },
    { part: "transcript", constraints: transcriptConstraints(checked) },
  ];
}

/** All parts together. */
export function totalOf(costs: readonly Cost[]): number {
  return total(costs.map(({ constraints }) => constraints));
}

/** Constraints of a product, in the way in which it is checked. */
export function productConstraints(product: Product): number {
  return product.check === "freivalds" ? freivaldsConstraints(product) : plainConstraints(product);
}

/** What a layer costs beyond its products. */
function layerConstraints(placed: PlacedLayer, task: Task): number {
  const { layer, isLast, output, pool } = placed;
  if (isLast) return 0;
  const samples = samplesPerChunk(task);
  switch (layer.kind) {
    case "dense":
      return samples * output.count * requantiseConstraints(layer.accumulatorBits!, layer.requantise!);
    case "conv2d": {
      const requantised = requantiseConstraints(layer.accumulatorBits, layer.requantise);
      if (!pool) return samples * output.count * requantised;
      const members = pool.window * pool.window;
      const windows = output.count / members;
      return samples * windows * (members * layer.accumulatorBits + members - 1 + requantised);
    }
    case "embedding":
      return task.metric === "next-symbol" ? symbolsPerChunk(task) * layer.dimensions * layer.weightBits : 0;
    case "lora":
      return (
        samples *
        (layer.rank * layer.adapter.accumulatorBits +
          layer.outputs * requantiseConstraints(layer.accumulatorBits, layer.requantise))
      );
    case "experts": {
      const { experts, router } = layer;
      const [, expert] = placed.matrices as [Matrix, Matrix];
      const chunks = matrixElementCount({ ...expert, biasBits: 0 }) / expert.columns;
      // The largest value and every deficit in bits; the choice one-hot, and with no deficit of its own.
      const routed = (experts + 1) * router.accumulatorBits + 2 * experts;
      const selected = (experts - 1) * chunks;
      return (
        samples * (routed + selected + layer.outputs * requantiseConstraints(layer.accumulatorBits, layer.requantise))
      );
    }
    case "maxPool":
    case "averagePool":
    case "residual":
      return 0;
  }
}

/** Constraints of RequantiseReLU. */
export function requantiseConstraints(
  accumulatorBits: number,
  { shift, activationBits }: { shift: number; activationBits: number },
): number {
  const above = accumulatorBits - 1 - shift - activationBits;
  return accumulatorBits + 1 + (above > 0 ? 1 : 0) + Math.max(0, above - 1);
}

/** Constraints of StrictArgmax, or of squared errors, for all samples. */
function outputConstraints({ output, layers }: Architecture, task: Task): number {
  const samples = samplesPerChunk(task);
  if (task.metric === "squared-error") return samples * task.targets * (task.errorBits + 1);
  const last = layers.at(-1)!;
  const bits = last.kind === "dense" ? last.accumulatorBits! : 0;
  return output.kind === "logits" ? samples * (output.classes * (bits + 1) + 1) : 0;
}

/** Ranges in SealModel: a bit more a weight says whether it counts. */
function sealedWeights({ rows, columns, weightBits }: Matrix): number {
  return rows * columns * (weightBits === 1 ? 1 : weightBits + 1);
}

function biases({ rows, biasBits }: Matrix): number {
  return rows * biasBits;
}

/** Ranges in EvaluateModel: of matrices with lanes over samples only. */
function evaluatedRanges(matrix: Matrix): number {
  if (matrix.lanes.over === "outputs") return 0;
  return matrix.rows * matrix.columns * matrix.weightBits + biases(matrix);
}

/** Ranges of a chunk: labels always one-hot, numbers where they are unpacked. */
function dataRanges(task: Task, unpacks: boolean): number {
  if (task.metric === "next-symbol") return symbolsPerChunk(task) * task.symbols;
  const samples = samplesPerChunk(task);
  const features = unpacks ? samples * task.features * task.featureBits : 0;
  if (task.metric !== "squared-error") return features + samples * task.classes;
  return unpacks ? features + samples * task.targets * task.targetBits : 0;
}

/** Elements of the commitment to a chunk. */
export function dataElementCount(task: Task): number {
  if (task.encoding.kind !== "lanes") return chunkWordCount(task);
  const { groups } = task.encoding;
  if (task.metric === "squared-error") return 1 + groups * (task.features + task.targets);
  if (task.metric === "next-symbol") return chunkWordCount(task);
  return 1 + groups * task.features + Math.ceil(samplesPerChunk(task) / labelsPerWord(task));
}

/** Elements of the commitment to a model. */
export function modelElementTotal(architecture: Architecture): number {
  return total(matricesOf(architecture).map(matrixElementCount));
}

/** Constraints of CommitModel. */
export function commitModelConstraints(architecture: Architecture): number {
  return spongeConstraints(modelElementTotal(architecture)) + CONSTRAINTS_POSEIDON_3;
}

/** Constraints of a chunk whose numbers are all unpacked. */
export function chunkConstraints(task: Task): number {
  return dataRanges(task, true) + spongeConstraints(dataElementCount(task));
}

/** Constraints of Sponge. */
export function spongeConstraints(elements: number): number {
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
