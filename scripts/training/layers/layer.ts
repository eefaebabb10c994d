// SPDX-License-Identifier: MIT
// What every kind of layer looks like in training.
import type { PlacedLayer } from "@commonweight/sdk/model";
import type { TrainedMatrix } from "../parameter.ts";
import type { Random } from "../random.ts";

/** Numbers that pass from layer to layer, and the loss's derivatives by them. */
export interface Signal {
  values: Float64Array;
  errors: Float64Array;
}

/** A layer in training, on one sample at a time. */
export interface TrainedLayer {
  /** Those of the architecture, in its order; the last of a classifier with a row for every class. */
  matrices: TrainedMatrix[];
  /** Computes the output's values from the input's. */
  forward(): void;
  /** Adds the input's errors, and the gradients of its matrices, from the output's errors. */
  backward(): void;
  /** Told before each step which share of the training, from 0 to 1, lies behind. */
  onProgress?(share: number): void;
}

/** What a layer is made from. */
export interface Making {
  placed: PlacedLayer;
  input: Signal;
  output: Signal;
  /** Outputs of all layers so far. */
  before: readonly Signal[];
  random: Random;
}

export function createSignal(count: number): Signal {
  return { values: new Float64Array(count), errors: new Float64Array(count) };
}

/** Deviation of first weights under which a ReLU's outputs vary as much as its inputs. */
export function reluDeviation(inputs: number): number {
  return Math.sqrt(2 / inputs);
}

/** values = max(sums, 0), from an index on. */
export function relu(sums: Float64Array, { values }: Signal, start = 0): void {
  for (let i = 0; i < sums.length; i++) values[start + i] = Math.max(sums[i]!, 0);
}

/** Errors of the sums of a ReLU: the output's, and zero where the output is. */
export function reluErrors({ values, errors }: Signal, sumErrors: Float64Array, start = 0): void {
  for (let i = 0; i < sumErrors.length; i++) sumErrors[i] = values[start + i]! > 0 ? errors[start + i]! : 0;
}
