// SPDX-License-Identifier: MIT
import { samplesPerChunk } from "../data/task.ts";
import { BaseError } from "../errors/BaseError.ts";
import { stepOf, strictArgmax } from "../model/network.ts";
import { layersOf } from "../model/placement.ts";
import {
  frozenMatricesOf,
  gainAt,
  type PlacedTraining,
  type Recipe,
  type Rounding,
  trainedLayersOf,
} from "./recipe.ts";

/** Master weights: for each trained layer its rows, one after the other, each with the bias last. */
export type Master = Int32Array[];

/** Samples with labels: as many as the recipe's task has in a chunk. */
export interface Batch {
  /** [samples][features] */
  features: readonly (readonly number[])[];
  labels: readonly number[];
}

/** What a step computes, layer by layer: what a prover claims, and a circuit checks. Matrices are flat, row after row. */
export interface LayerStep {
  /** [samples][columns]: what the layer reads; the last is 2^biasShift. */
  inputs: Int32Array;
  /** [samples][rows]: Σ w·x + b. */
  accumulators: Int32Array;
  /** [samples][rows]: what is rounded to an error: of the last layer what a logit exceeds its bound by, of another what the next layer hands back. */
  errorSums: Int32Array;
  /** [samples][rows]: d. Of a hidden layer it is 0 where the activation is clamped. */
  errors: Int32Array;
  /** [rows][columns]: gain·Σ d·x over the batch, and decay·w. */
  gradients: Int32Array;
}

/** A step that was taken. */
export interface StepTrace {
  next: Master;
  layers: LayerStep[];
  /** Samples of the batch on which the network was strictly right before the step. */
  correct: number;
  /** Σ d² over the errors of the last layer, before the step. */
  loss: number;
}

/**
 * Thrown for a number for which a proof has no bits. Nothing is clamped: such a step cannot be proven, so it is not taken. A
 * recipe with a lower rate, or with more bits, can do without it.
 */
export class TrainingOverflowError extends BaseError {
  override name = "TrainingOverflowError";
  /** The step that cannot be proven; undefined until it is known. */
  readonly step: number | undefined;
  readonly subject: string;
  readonly layer: number;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;

  constructor(parameters: {
    layer: number;
    subject: string;
    value: number;
    minimum: number;
    maximum: number;
    step?: number;
  }) {
    const { layer, subject, value, minimum, maximum, step } = parameters;
    const place = step === undefined ? `layer ${layer}` : `layer ${layer} at step ${step}`;
    super(`${subject} of ${place} is ${value}; expected ${minimum} to ${maximum}, for which there are bits.`, {
      metaMessages: ["A recipe with a lower rate, or with more bits, can be proven."],
      docsPath: "docs/training.md",
    });
    this.step = step;
    this.subject = subject;
    this.layer = layer;
    this.value = value;
    this.minimum = minimum;
    this.maximum = maximum;
  }
}

/**
 * One step of integer SGD, bit for bit what the circuit TrainStep proves; `docs/training.md` says it in prose. What does not depend
 * on weights and batch is made once.
 *
 * @returns a function that takes step `index`, counted from 0; the arrays that it returns are its caller's
 * @throws {@link TrainingOverflowError} (the function) where a number leaves its bits
 * @example
 * const step = stepperOf(recipe);
 * const { next } = step(master, batch, 0);
 */
export function stepperOf(recipe: Recipe): (master: Master, batch: Batch, index: number) => StepTrace {
  const take = untoldStepperOf(recipe);
  return (master, batch, index) => {
    try {
      return take(master, batch, index);
    } catch (error) {
      if (!(error instanceof TrainingOverflowError)) throw error;
      const { layer, subject, value, minimum, maximum } = error;
      throw new TrainingOverflowError({ layer, subject, value, minimum, maximum, step: index });
    }
  };
}

/** As {@link stepperOf}, but what overflows does not know at which step. */
function untoldStepperOf(recipe: Recipe): (master: Master, batch: Batch, index: number) => StepTrace {
  const placed = trainedLayersOf(recipe);
  const samples = samplesPerChunk(recipe.task);
  const read = frozenReader(recipe);
  return (master, batch, index) => {
    const gain = gainAt(recipe, index);
    const layers = placed.map(({ rows, columns, layer }): LayerStep => {
      const inputs = new Int32Array(samples * columns);
      for (let s = 0; s < samples; s++) inputs[(s + 1) * columns - 1] = 2 ** layer.biasShift;
      return {
        inputs,
        accumulators: new Int32Array(samples * rows),
        errorSums: new Int32Array(samples * rows),
        errors: new Int32Array(samples * rows),
        gradients: new Int32Array(rows * columns),
      };
    });
    const slopes = placed.map(({ rows }) => new Uint8Array(samples * rows));
    const weights = placed.map((layer, l) => weightsOf(layer, master[l]!));
    const { columns } = placed[0]!;
    for (let s = 0; s < samples; s++) layers[0]!.inputs.set(read(batch.features[s]!), s * columns);

    for (const [l, layer] of placed.entries()) {
      forward(layer, weights[l]!, layers[l]!, samples);
      if (!layer.isLast) activate(layer, layers[l]!, layers[l + 1]!, placed[l + 1]!.columns, slopes[l]!, samples);
    }
    const measured = compare(recipe, placed.at(-1)!, layers.at(-1)!, batch.labels);
    for (let l = placed.length - 1; l >= 0; l--) {
      if (!placed[l]!.isLast) roundErrors(placed[l]!, layers[l]!, slopes[l]!);
      if (l > 0) handBack(placed[l]!, weights[l]!, layers[l]!, layers[l - 1]!, samples);
      gather(placed[l]!, weights[l]!, layers[l]!, samples, gain);
    }
    const next = placed.map((layer, l) => update(layer, recipe.masterBits, master[l]!, layers[l]!.gradients));
    return { next, layers, ...measured };
  };
}

/** The weights that compute: ⌊W / 2^fraction⌋, and of a bias ⌊W / 2^(fraction − biasShift)⌋. */
export function weightsOf({ columns, fraction, layer }: PlacedTraining, master: Int32Array): Int32Array {
  const weights = new Int32Array(master.length);
  for (let at = 0; at < master.length; at++) {
    const isBias = (at + 1) % columns === 0;
    weights[at] = master[at]! >> (isBias ? fraction - layer.biasShift : fraction);
  }
  return weights;
}

/** What the first trained layer reads of a sample. */
function frozenReader(recipe: Recipe): (features: readonly number[]) => readonly number[] {
  const frozen = frozenMatricesOf(recipe);
  const steps = layersOf(recipe.architecture)
    .slice(0, frozen.length)
    .map((placed, l) => stepOf(placed, [frozen[l]!]));
  return (features) => steps.reduce<readonly number[]>((x, step) => step(x, []).activations, features);
}

/** z = Σ w·x + b. The bias has its shift already, so that its input is 1 here and 2^biasShift in the gradient. */
function forward({ rows, columns }: PlacedTraining, weights: Int32Array, step: LayerStep, samples: number): void {
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < rows; i++) {
      const row = i * columns;
      let sum = weights[row + columns - 1]!;
      for (let j = 0; j < columns - 1; j++) sum += weights[row + j]! * step.inputs[s * columns + j]!;
      step.accumulators[s * rows + i] = sum;
    }
  }
}

/** y = clamp(⌊(z + 2^(s−1)) / 2^s⌋, 0, 2^a − 1), whose slope is 1 where nothing is clamped. */
function activate(
  { index, rows, dense }: PlacedTraining,
  { accumulators }: LayerStep,
  { inputs }: LayerStep,
  nextColumns: number,
  slopes: Uint8Array,
  samples: number,
): void {
  const { shift, activationBits } = dense.requantise!;
  const most = 2 ** activationBits - 1;
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < rows; i++) {
      const quotient = rounded("An accumulator", index, accumulators[s * rows + i]!, {
        accumulatorBits: dense.accumulatorBits!,
        shift,
      });
      inputs[s * nextColumns + i] = Math.min(Math.max(quotient, 0), most);
      slopes[s * rows + i] = quotient >= 0 && quotient <= most ? 1 : 0;
    }
  }
}

/**
 * The errors of the last layer. The label's logit shall be at least a bound, every other at most one: what it exceeds the
 * bound by, in the wrong direction, is rounded and clipped, and takes back its sign.
 */
function compare(
  { loss: { target, errorBits, ...rounding } }: Recipe,
  { index, rows }: PlacedTraining,
  { accumulators, errorSums, errors }: LayerStep,
  labels: readonly number[],
): Pick<StepTrace, "correct" | "loss"> {
  const most = 2 ** errorBits - 1;
  let correct = 0;
  let loss = 0;
  for (const [s, label] of labels.entries()) {
    const logits = [0, ...accumulators.subarray(s * rows, (s + 1) * rows)];
    if (strictArgmax(logits) === label) correct++;
    for (let i = 0; i < rows; i++) {
      const direction = label === i + 1 ? -1 : 1;
      const bound = (label === i + 1 ? target : 0) - (label === 0 ? target : 0);
      const sum = direction * (logits[i + 1]! - bound);
      const excess = Math.min(Math.max(rounded("What a logit exceeds its bound by", index, sum, rounding), 0), most);
      errorSums[s * rows + i] = sum;
      errors[s * rows + i] = direction * excess;
      loss += excess * excess;
    }
  }
  return { correct, loss };
}

function roundErrors({ index, layer }: PlacedTraining, { errorSums, errors }: LayerStep, slopes: Uint8Array): void {
  for (let at = 0; at < errors.length; at++) {
    errors[at] = slopes[at]! * rounded("What is handed back", index, errorSums[at]!, layer.error!);
  }
}

/** Σ_i w[i][j]·d[i]: what each input of the layer has to answer for. */
function handBack(
  { rows, columns }: PlacedTraining,
  weights: Int32Array,
  { errors }: LayerStep,
  before: LayerStep,
  samples: number,
): void {
  for (let s = 0; s < samples; s++) {
    const into = before.errorSums.subarray(s * (columns - 1), (s + 1) * (columns - 1));
    for (let i = 0; i < rows; i++) {
      const error = errors[s * rows + i]!;
      if (error === 0) continue;
      for (let j = 0; j < columns - 1; j++) into[j]! += error * weights[i * columns + j]!;
    }
  }
}

/** decay·w[i][j] + gain·Σ_s d[s][i]·x[s][j]. */
function gather(
  { rows, columns, layer: { decay } }: PlacedTraining,
  weights: Int32Array,
  { inputs, errors, gradients }: LayerStep,
  samples: number,
  gain: number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns - 1; j++) gradients[i * columns + j] = decay * weights[i * columns + j]!;
  }
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < rows; i++) {
      const error = gain * errors[s * rows + i]!;
      if (error === 0) continue;
      for (let j = 0; j < columns; j++) gradients[i * columns + j]! += error * inputs[s * columns + j]!;
    }
  }
}

/** W − ⌊(gradient + 2^(rateShift−1)) / 2^rateShift⌋. */
function update(
  { index, layer: { rateShift } }: PlacedTraining,
  masterBits: number,
  master: Int32Array,
  gradients: Int32Array,
): Int32Array {
  const limit = 2 ** (masterBits - 1);
  const half = 2 ** (rateShift - 1);
  return master.map((value, at) => {
    const next = value - ((gradients[at]! + half) >> rateShift);
    if (next >= -limit && next < limit) return next;
    const subject = `Master weight ${at}`;
    throw new TrainingOverflowError({ layer: index, subject, value: next, minimum: -limit, maximum: limit - 1 });
  });
}

function rounded(subject: string, layer: number, value: number, { accumulatorBits, shift }: Rounding): number {
  const half = 2 ** (shift - 1);
  const limit = 2 ** (accumulatorBits - 1);
  const sum = value + half;
  if (sum >= -limit && sum < limit) return sum >> shift;
  throw new TrainingOverflowError({ layer, subject, value, minimum: -limit - half, maximum: limit - half - 1 });
}
