// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { type Chunk, chunkElements, encodeChunk } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type Architecture, assertFits, lanesOf, layerInputs } from "../model/architecture.ts";
import { evaluateTrace, type IntegerModel, strictArgmax, type Trace } from "../model/network.ts";
import { encodeModel, modelBits, modelElements } from "../model/words.ts";
import { dataCommitment, modelCommitment } from "./commitments.ts";
import { digest } from "./digest.ts";
import { addressToField, toField } from "./field.ts";
import { orderPublicInputs, type PublicInputs, type StatementName } from "./statements.ts";

/** A field element, or a list of inputs: what a signal of a circuit, or an array of them, is set to. */
export type SignalValue = bigint | readonly SignalValue[];

/** What a witness is computed from. */
export interface CircuitInputs {
  /** Every input signal of the circuit by name, the public ones included; field elements in [0, p). */
  inputs: Record<string, SignalValue>;
  /** The public inputs in the order of the verifier. */
  publicInputs: bigint[];
}

/**
 * Inputs of EvaluateModel: that the model is strictly right on as many samples of the chunk as it is.
 *
 * @param parameters - `modelSalt`: of the model's commitment; `operator`: the account it is bound to
 * @throws {@link InvalidValueError} if model, task and chunk do not fit each other, or an accumulator or a difference of logits
 * leaves the range for which the architecture has bits, naming sample, layer and neuron: such a model has no proof
 * @example
 * const { inputs, publicInputs } = evaluateModelInputs({ task, model, modelSalt, operator, chunk });
 */
export function evaluateModelInputs(parameters: {
  task: Task;
  model: IntegerModel;
  modelSalt: bigint;
  operator: Address;
  chunk: Chunk;
}): CircuitInputs {
  const { task, model, modelSalt, operator, chunk } = parameters;
  const { architecture } = model;
  assertFits(architecture, task);
  const elements = modelElements(model);
  const commitment = modelCommitment({ model, salt: modelSalt, operator });
  const [dataSalt, ...lanes] = chunkElements(task, chunk);
  const traces = chunk.features.map((sample) => evaluateTrace(model, sample));
  const right = traces.map(({ logits }, s) => strictArgmax(logits) === chunk.labels[s]);
  const first = model.layers[0]!;
  return withPublic(
    "EvaluateModel",
    {
      modelCommitment: commitment,
      dataCommitment: dataCommitment(task, chunk),
      correct: BigInt(right.filter(Boolean).length),
      operator: addressToField(operator),
    },
    {
      modelSalt,
      weight: first.weights.map(signals),
      bias: signals(first.biases),
      element: elements.slice(elements.length - laterElements(architecture)),
      dataSalt: dataSalt!,
      packed: rowsOf(lanes.slice(0, task.groups * task.features), task.features),
      label: oneHotLabels(task, chunk),
      accumulator: traces.map((trace, s) => signals(hiddenAccumulators(architecture, trace, s))),
      deficit: traces.map((trace, s) => signals(deficits(architecture, trace, chunk.labels[s]!, s))),
      right: right.map((isRight) => (isRight ? 1n : 0n)),
    },
  );
}

/**
 * Inputs of SealModel: that the words published for the model have the value `digest` at the challenge.
 *
 * @param parameters - `salt`: of the model's commitment; `challenge`: see `modelChallenge`
 * @throws {@link InvalidValueError} if the model is malformed, or salt or challenge are not below p
 */
export function sealModelInputs(parameters: {
  model: IntegerModel;
  salt: bigint;
  operator: Address;
  challenge: bigint;
}): CircuitInputs {
  const { model, salt, operator, challenge } = parameters;
  const weights = model.layers.flatMap((layer) => layer.weights.flat());
  return withPublic(
    "SealModel",
    {
      modelCommitment: modelCommitment({ model, salt, operator }),
      challenge,
      digest: digest(encodeModel(model, salt), challenge),
      bits: BigInt(modelBits(model)),
      operator: addressToField(operator),
    },
    {
      salt,
      weight: signals(weights),
      nonZero: weights.map((weight) => (weight === 0 ? 0n : 1n)),
      bias: signals(model.layers.flatMap((layer) => layer.biases)),
    },
  );
}

/**
 * Inputs of SealChunk: that the words published for the chunk have the value `digest` at the challenge.
 *
 * @param parameters - `challenge`: see `chunkChallenge`
 * @throws {@link InvalidValueError} if the chunk does not fit the task, or the challenge is not below p
 */
export function sealChunkInputs(parameters: { task: Task; chunk: Chunk; challenge: bigint }): CircuitInputs {
  const { task, chunk, challenge } = parameters;
  return withPublic(
    "SealChunk",
    {
      dataCommitment: dataCommitment(task, chunk),
      challenge,
      digest: digest(encodeChunk(task, chunk), challenge),
    },
    {
      salt: chunk.salt,
      feature: chunk.features.map(signals),
      label: oneHotLabels(task, chunk),
    },
  );
}

function withPublic<name extends StatementName>(
  statement: name,
  publicInputs: PublicInputs<name>,
  privateInputs: Record<string, SignalValue>,
): CircuitInputs {
  return { inputs: { ...publicInputs, ...privateInputs }, publicInputs: orderPublicInputs(statement, publicInputs) };
}

/** Signed integers as field elements. */
function signals(values: readonly number[]): bigint[] {
  return values.map((value) => toField(BigInt(value)));
}

function oneHotLabels(task: Task, chunk: Chunk): bigint[][] {
  return chunk.labels.map((label) => Array.from({ length: task.classes }, (_, j) => (j === label ? 1n : 0n)));
}

function rowsOf(values: readonly bigint[], length: number): bigint[][] {
  return Array.from({ length: values.length / length }, (_, i) => values.slice(i * length, (i + 1) * length));
}

/** Elements of a model's commitment that come from layers with lanes over outputs: the last ones. */
function laterElements(architecture: Architecture): number {
  return architecture.layers.reduce((elements, layer, l) => {
    return layer.lanes.over === "outputs"
      ? elements + lanesOf(layer).elements * (layerInputs(architecture, l) + 1)
      : elements;
  }, 0);
}

/** The accumulators of all layers but the last, which the circuit takes as they are and checks. */
function hiddenAccumulators(architecture: Architecture, trace: Trace, sample: number): number[] {
  return architecture.layers.flatMap(({ accumulatorBits, requantise }, l) => {
    if (!requantise) return [];
    const { accumulators } = trace.layers[l]!;
    const half = 2 ** (accumulatorBits - 1);
    const rounding = 2 ** (requantise.shift - 1);
    for (const [i, accumulator] of accumulators.entries()) {
      const subject = `The accumulator of neuron ${i} of layer ${l} on sample ${sample}`;
      assertInRange(subject, accumulator, -half - rounding, half - rounding - 1);
    }
    return accumulators;
  });
}

/**
 * How far each logit stays below the sample's level m: m − logit, and one more for the label. The level is the lowest that
 * leaves none negative, so that the label's is zero just where its logit is strictly the largest.
 */
function deficits(architecture: Architecture, { logits }: Trace, label: number, sample: number): number[] {
  const last = architecture.layers.length - 1;
  const shifted = logits.map((logit, j) => (j === label ? logit - 1 : logit));
  const level = Math.max(...shifted);
  return shifted.map((logit, j) => {
    const deficit = level - logit;
    const subject = `How far logit ${j} of layer ${last} stays below the largest on sample ${sample}`;
    assertInRange(subject, deficit, 0, 2 ** architecture.layers[last]!.accumulatorBits - 1);
    return deficit;
  });
}

function assertInRange(subject: string, value: number, minimum: number, maximum: number): void {
  if (value >= minimum && value <= maximum) return;
  const expected = `${minimum} to ${maximum}, for which the architecture has accumulatorBits`;
  throw new InvalidValueError({ subject, value, expected });
}
