// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { type Chunk, encodeChunk, inputsOf } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import { assertFits } from "../model/fits.ts";
import { evaluatorOf, type IntegerModel, pointsOf } from "../model/network.ts";
import { encodeModel, modelBits } from "../model/words.ts";
import { claimSignals } from "./claims.ts";
import { dataCommitment, modelCommitment } from "./commitments.ts";
import { digest } from "./digest.ts";
import { addressToField } from "./field.ts";
import { dataSignals, modelSignals, plainSignals, type Signals, signals } from "./signals.ts";
import { orderPublicInputs, type PublicInputs, type StatementName } from "./statements.ts";

export type { Signals, SignalValue } from "./signals.ts";

/** What a witness is computed from. */
export interface CircuitInputs {
  /** Every input signal of the circuit by name, the public ones included; field elements in [0, p). */
  inputs: Signals;
  /** The public inputs in the order of the verifier. */
  publicInputs: bigint[];
}

/**
 * Inputs of EvaluateModel: that the model gets as many points on the chunk as it does.
 *
 * @param parameters - `modelSalt`: of the model's commitment; `operator`: the account it is bound to
 * @throws {@link InvalidValueError} if model, task and chunk do not fit each other, or a number of the computation leaves the range
 * for which there are bits, naming sample, layer and neuron: such a model has no proof
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
  assertFits(model.architecture, task);
  const commitment = modelCommitment({ model, salt: modelSalt, operator });
  const traces = inputsOf(task, chunk).map(evaluatorOf(model));
  const claims = claimSignals(model, task, chunk, traces);
  return withPublic(
    "EvaluateModel",
    {
      modelCommitment: commitment,
      dataCommitment: dataCommitment(task, chunk),
      correct: BigInt(pointsOf(task, chunk, traces)),
      operator: addressToField(operator),
    },
    { modelSalt, ...modelSignals(model), ...dataSignals(task, chunk), ...claims },
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
  const weights = model.matrices.flatMap((matrix) => matrix.weights.flat());
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
      bias: signals(model.matrices.flatMap(({ biases }) => biases)),
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
    { salt: chunk.salt, ...plainSignals(task, chunk) },
  );
}

/** Inputs of a statement, and its public ones in their order. */
export function withPublic<name extends StatementName>(
  statement: name,
  publicInputs: PublicInputs<name>,
  privateInputs: Signals,
): CircuitInputs {
  return { inputs: { ...publicInputs, ...privateInputs }, publicInputs: orderPublicInputs(statement, publicInputs) };
}
