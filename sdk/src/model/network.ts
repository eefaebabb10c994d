// SPDX-License-Identifier: MIT
import { assertChunk, assertFeatures, type Chunk } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type Architecture, assertFits, type DenseLayer, layerInputs, storedRows } from "./architecture.ts";

/** Weights and biases of a layer as they are stored: the last layer without the row of logit 0. */
export interface IntegerLayer {
  /** [stored rows][inputs], two's complement integers of the layer's weightBits. */
  weights: number[][];
  /** [stored rows], two's complement integers of the layer's biasBits. */
  biases: number[];
}

/** A network in the form in which it is committed to, scored and published. */
export interface IntegerModel {
  architecture: Architecture;
  layers: IntegerLayer[];
}

/** What the network computes on one sample, step by step. */
export interface Trace {
  layers: {
    /** z of each stored row, before rounding. */
    accumulators: number[];
    /** y of each neuron of a hidden layer; of the last layer nothing. */
    activations: number[];
  }[];
  /** [classes], logit 0 is zero. */
  logits: number[];
}

/**
 * Checks the shape of a model and the range of every weight and bias.
 *
 * @throws {@link InvalidValueError} naming the first that is wrong, for example `model.layers[0].weights[3][5]`
 */
export function assertModel(model: IntegerModel): void {
  const { architecture, layers } = model;
  assertCount("The number of layers of the model", layers.length, architecture.layers.length);
  for (const [l, layer] of architecture.layers.entries()) {
    const { weights, biases } = layers[l]!;
    const rows = storedRows(layer);
    const inputs = layerInputs(architecture, l);
    const subject = `model.layers[${l}]`;
    assertCount(`The number of rows of ${subject}.weights`, weights.length, rows);
    assertCount(`The number of ${subject}.biases`, biases.length, rows);
    for (const [i, row] of weights.entries()) {
      assertCount(`The number of weights in ${subject}.weights[${i}]`, row.length, inputs);
      for (const [j, weight] of row.entries()) assertSigned(`${subject}.weights[${i}][${j}]`, weight, layer.weightBits);
    }
    for (const [i, bias] of biases.entries()) assertSigned(`${subject}.biases[${i}]`, bias, layer.biasBits);
  }
}

function assertCount(subject: string, value: number, expected: number): void {
  if (value !== expected) throw new InvalidValueError({ subject, value, expected: String(expected) });
}

function assertSigned(subject: string, value: number, bits: number): void {
  const limit = 2 ** (bits - 1);
  if (Number.isInteger(value) && value >= -limit && value < limit) return;
  throw new InvalidValueError({ subject, value, expected: `an integer from ${-limit} to ${limit - 1}` });
}

/**
 * The exact integer network on one sample, with everything a prover has to know about it. The circuits compute the same,
 * bit for bit.
 *
 * Plain numbers are exact here: an accumulator is at most 65,536 · 2^7 · (2^8 − 1) + 2^17 < 2^53 in absolute value, and dividing by
 * a power of two only changes the exponent.
 *
 * @param model - one that {@link assertModel} accepts
 * @param features - [features], integers in [0, 2^featureBits)
 * @throws {@link InvalidValueError} naming the first feature that does not fit
 */
export function evaluateTrace(model: IntegerModel, features: readonly number[]): Trace {
  assertFeatures(features, model.architecture, "features");
  const trace: Trace = { layers: [], logits: [] };
  let inputs = features;
  for (const [l, layer] of model.architecture.layers.entries()) {
    const { weights, biases } = model.layers[l]!;
    const accumulators = weights.map((row, i) => dot(row, inputs) + biases[i]!);
    const { requantise } = layer;
    const activations = requantise ? accumulators.map((z) => requantised(z, requantise)) : [];
    trace.layers.push({ accumulators, activations });
    if (!requantise) trace.logits = [0, ...accumulators];
    inputs = activations;
  }
  return trace;
}

/**
 * The logits of the exact integer network on one sample.
 *
 * @param model - one that {@link assertModel} accepts
 * @param features - [features], integers in [0, 2^featureBits)
 * @returns [classes]; logit 0 is zero
 * @throws {@link InvalidValueError} naming the first feature that does not fit
 * @example
 * strictArgmax(evaluate(model, features)); // the class, or undefined if several logits are largest
 */
export function evaluate(model: IntegerModel, features: readonly number[]): number[] {
  return evaluateTrace(model, features).logits;
}

/**
 * The rounding, ReLU and saturation that turn an accumulator into an activation:
 * clamp(⌊(z + 2^(shift−1)) / 2^shift⌋, 0, 2^activationBits − 1), the division rounding towards minus infinity.
 */
export function requantised(z: number, requantise: NonNullable<DenseLayer["requantise"]>): number {
  const { shift, activationBits } = requantise;
  const rounded = Math.floor((z + 2 ** (shift - 1)) / 2 ** shift);
  return Math.min(Math.max(rounded, 0), 2 ** activationBits - 1);
}

function dot(row: readonly number[], inputs: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j]! * inputs[j]!;
  return sum;
}

/**
 * The class whose logit is larger than every other; undefined on a tie, which counts as wrong: else a network of zeros
 * would be right on every sample.
 */
export function strictArgmax(logits: readonly number[]): number | undefined {
  const largest = Math.max(...logits);
  const first = logits.indexOf(largest);
  return logits.lastIndexOf(largest) === first ? first : undefined;
}

/**
 * Samples of a chunk on which the model is strictly right: the score that the circuit proves.
 *
 * @param parameters - the model, the chunk and the task that the chunk is of
 * @throws {@link InvalidValueError} if the model or the chunk is malformed, or they do not fit each other
 */
export function score(parameters: { model: IntegerModel; task: Task; chunk: Chunk }): number {
  const { model, task, chunk } = parameters;
  assertFits(model.architecture, task);
  assertModel(model);
  assertChunk(task, chunk);
  return chunk.features.filter((sample, s) => strictArgmax(evaluate(model, sample)) === chunk.labels[s]).length;
}
