// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ClassificationChunk } from "../data/chunk.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { IntegerModel } from "../model/matrices.ts";
import { dataCommitment, modelCommitment } from "../proving/commitments.ts";
import { addressToField } from "../proving/field.ts";
import { type CircuitInputs, withPublic } from "../proving/inputs.ts";
import { inRows, oneHot, type Signals, type SignalValue, signals } from "../proving/signals.ts";
import { type CheckpointOwner, checkpointCommitment } from "./commitments.ts";
import { initialMaster, masterFromModel, roundMaster } from "./master.ts";
import { frozenMatricesOf, type PlacedTraining, type Recipe, trainedLayersOf } from "./recipe.ts";
import { type LayerStep, type Master, stepperOf } from "./step.ts";

/**
 * Inputs of TrainStep: that step `step` takes the master weights to the next ones, on a batch.
 *
 * @param parameters - `master`: those before the step; `step`: counted from 0
 * @throws TrainingOverflowError if a number leaves its bits: such a step has no proof
 * @example
 * const { inputs, publicInputs } = trainStepInputs({ recipe, master, batch, step: 17, salt, operator });
 */
export function trainStepInputs(
  parameters: CheckpointOwner & { recipe: Recipe; master: Master; batch: ClassificationChunk; step: number },
): CircuitInputs {
  const { recipe, master, batch, step, salt } = parameters;
  const { next, layers } = stepperOf(recipe)(master, batch, step);
  const { task } = recipe;
  const claims = trainedLayersOf(recipe).flatMap((placed, l) =>
    layerSignals(placed, { before: master[l]!, after: next[l]!, trace: layers[l]! }),
  );
  return withPublic(
    "TrainStep",
    {
      commitmentBefore: checkpointCommitment(parameters),
      commitmentAfter: checkpointCommitment({ ...parameters, master: next, step: step + 1 }),
      dataCommitment: dataCommitment(task, batch),
      step: BigInt(step),
      operator: addressToField(parameters.operator),
    },
    {
      salt,
      dataSalt: batch.salt,
      feature: batch.features.map(signals),
      label: batch.labels.map((label) => oneHot(label, task.classes)),
      ...Object.fromEntries(claims),
    },
  );
}

/** What a prover claims of a trained layer. Signals of layer l end in l. */
function layerSignals(
  placed: PlacedTraining,
  { before, after, trace }: { before: Int32Array; after: Int32Array; trace: LayerStep },
): [string, SignalValue][] {
  const { index, rows, columns, layer, isLast } = placed;
  const matrix = (values: Int32Array, length: number) => inRows(signals(Array.from(values)), length);
  const half = 2 ** (layer.rateShift - 1);
  const step = 2 ** layer.rateShift;
  // What rounding leaves of a gradient; the multiple of the step is the change of the weight.
  const remainders = trace.gradients.map((gradient) => (((gradient + half) % step) + step) % step);
  const claims: [string, SignalValue][] = [
    [`before${index}`, matrix(before, columns)],
    [`after${index}`, matrix(after, columns)],
    [`remainder${index}`, matrix(remainders, columns)],
    [`accumulator${index}`, matrix(trace.accumulators, rows)],
  ];
  if (!isLast) claims.push([`errorSum${index}`, matrix(trace.errorSums, rows)]);
  return claims;
}

/**
 * Inputs of InitStep: that the checkpoint of step 0 follows from the seed.
 *
 * @param parameters - `seed`: below p, see `seedElement`
 */
export function initStepInputs(parameters: CheckpointOwner & { recipe: Recipe; seed: bigint }): CircuitInputs {
  const { recipe, seed, salt, operator } = parameters;
  const master = initialMaster(recipe, seed);
  return withPublic(
    "InitStep",
    { commitment: checkpointCommitment({ ...parameters, master, step: 0 }), seed, operator: addressToField(operator) },
    { salt },
  );
}

/**
 * Inputs of InheritModel: that the checkpoint of step 0 begins with a model that was published.
 *
 * @param parameters - `parent`: the model, its salt and its operator, as they were published
 * @throws {@link InvalidValueError} if the recipe has no bits for a bias, or the frozen layers are not the parent's
 */
export function inheritModelInputs(
  parameters: CheckpointOwner & {
    recipe: Recipe;
    parent: { model: IntegerModel; salt: bigint; operator: Address };
  },
): CircuitInputs {
  const { recipe, parent, salt, operator } = parameters;
  assertFrozen(recipe, parent.model);
  const master = masterFromModel(recipe, parent.model);
  return withPublic(
    "InheritModel",
    {
      commitment: checkpointCommitment({ ...parameters, master, step: 0 }),
      parentCommitment: modelCommitment(parent),
      parentOperator: addressToField(parent.operator),
      operator: addressToField(operator),
    },
    { salt, modelSalt: parent.salt, ...weightSignals(recipe, parent.model) },
  );
}

/**
 * Inputs of QuantiseModel: that a checkpoint rounds to the model of a submission.
 *
 * @param parameters - `step`: of the checkpoint, so T; `salt`: of the record; `modelSalt`: of the model's commitment
 */
export function quantiseModelInputs(
  parameters: CheckpointOwner & { recipe: Recipe; master: Master; step: number; modelSalt: bigint },
): CircuitInputs {
  const { recipe, master, step, salt, modelSalt, operator } = parameters;
  const model = roundMaster(recipe, master);
  return withPublic(
    "QuantiseModel",
    {
      commitmentLast: checkpointCommitment(parameters),
      modelCommitment: modelCommitment({ model, salt: modelSalt, operator }),
      step: BigInt(step),
      operator: addressToField(operator),
    },
    { salt, modelSalt, ...masterSignals(recipe, master) },
  );
}

function weightSignals(recipe: Recipe, { matrices }: IntegerModel): Signals {
  const layers = trainedLayersOf(recipe).flatMap(({ index }): [string, SignalValue][] => [
    [`weight${index}`, matrices[index]!.weights.map(signals)],
    [`bias${index}`, signals(matrices[index]!.biases)],
  ]);
  return Object.fromEntries(layers);
}

function masterSignals(recipe: Recipe, master: Master): Signals {
  const layers = trainedLayersOf(recipe).map(({ index, columns }, l): [string, SignalValue] => [
    `master${index}`,
    inRows(signals(Array.from(master[l]!)), columns),
  ]);
  return Object.fromEntries(layers);
}

function assertFrozen(recipe: Recipe, model: IntegerModel): void {
  for (const [m, frozen] of frozenMatricesOf(recipe).entries()) {
    if (JSON.stringify(frozen) === JSON.stringify(model.matrices[m])) continue;
    const subject = `model.matrices[${m}]`;
    throw new InvalidValueError({ subject, value: "another", expected: `the frozen one of ${recipe.name}` });
  }
}
