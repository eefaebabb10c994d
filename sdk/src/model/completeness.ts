// SPDX-License-Identifier: MIT
import { BaseError } from "../errors/BaseError.ts";
import { type DenseLayer, largestInput } from "./architecture.ts";
import { assertModel, type IntegerLayer, type IntegerModel } from "./network.ts";

/**
 * Thrown when some input could bring a neuron beyond its accumulator. Such a model is refused before it is committed to:
 * on the sample that does it, its operator could prove nothing.
 */
export class AccumulatorOverflowError extends BaseError {
  readonly layer: number;
  readonly neuron: number;
  /** What the neuron can reach. */
  readonly value: number;
  /** The furthest that can be proven. */
  readonly bound: number;

  constructor(overflow: AccumulatorOverflow & { layer: number }) {
    const { layer, neuron, value, bound, quantity } = overflow;
    super(
      `Neuron ${neuron} of layer ${layer}: ${quantity} can reach ${value}; expected at ${value > bound ? "most" : "least"} ${bound}.`,
      {
        name: "AccumulatorOverflowError",
        metaMessages: ["A model with smaller weights, or an architecture with a wider accumulator, can be proven."],
      },
    );
    this.layer = layer;
    this.neuron = neuron;
    this.value = value;
    this.bound = bound;
  }
}

/** How a neuron leaves its accumulator. */
interface AccumulatorOverflow {
  neuron: number;
  value: number;
  bound: number;
  /** What overflows, in words. */
  quantity: string;
}

/**
 * Checks that every sample there can be has a proof: for every hidden neuron, over inputs in [0, x_max],
 * −2^(A−1) − 2^(s−1) ≤ z ≤ 2^(A−1) − 2^(s−1) − 1, and for every two classes j ≠ k of the last layer, logit 0 included,
 * z_k − z_j + 1 ≤ 2^A − 1.
 *
 * @throws {@link AccumulatorOverflowError} naming the first layer and neuron that can go further, the value and the bound
 * @throws {@link InvalidValueError} if the model is malformed
 */
export function checkCompleteness(model: IntegerModel): void {
  assertModel(model);
  const { architecture } = model;
  for (const [l, layer] of architecture.layers.entries()) {
    const overflow = findOverflow(layer, model.layers[l]!, largestInput(architecture, l));
    if (overflow) throw new AccumulatorOverflowError({ layer: l, ...overflow });
  }
}

/**
 * The first neuron of a layer that can leave its accumulator.
 *
 * @param inputMaximum - the largest input, x_max; the smallest is zero
 */
export function findOverflow(
  layer: DenseLayer,
  { weights, biases }: IntegerLayer,
  inputMaximum: number,
): AccumulatorOverflow | undefined {
  if (!layer.requantise) return findDifferenceOverflow(layer.accumulatorBits, weights, biases, inputMaximum);
  const bounds = accumulatorBounds(layer.accumulatorBits, layer.requantise.shift);
  for (const [neuron, row] of weights.entries()) {
    const reach = reachOf(row, biases[neuron]!, inputMaximum);
    const quantity = "the accumulator";
    if (reach.maximum > bounds.maximum) return { neuron, value: reach.maximum, bound: bounds.maximum, quantity };
    if (reach.minimum < bounds.minimum) return { neuron, value: reach.minimum, bound: bounds.minimum, quantity };
  }
  return undefined;
}

/** What the accumulator of a hidden neuron may reach so that, once 2^(shift−1) is added, it is a number of so many bits. */
export function accumulatorBounds(accumulatorBits: number, shift: number): { minimum: number; maximum: number } {
  const limit = 2 ** (accumulatorBits - 1);
  const half = 2 ** (shift - 1);
  return { minimum: -limit - half, maximum: limit - half - 1 };
}

/**
 * The least and the greatest of w·x + b over all x in [0, inputMaximum]^n.
 *
 * @param row - [inputs]; any real numbers
 */
export function reachOf(
  row: readonly number[],
  bias: number,
  inputMaximum: number,
): { minimum: number; maximum: number } {
  let positive = 0;
  let negative = 0;
  for (const weight of row) {
    if (weight > 0) positive += weight;
    else negative += weight;
  }
  return { minimum: inputMaximum * negative + bias, maximum: inputMaximum * positive + bias };
}

function findDifferenceOverflow(
  accumulatorBits: number,
  weights: readonly (readonly number[])[],
  biases: readonly number[],
  inputMaximum: number,
): AccumulatorOverflow | undefined {
  const bound = largestDifference(accumulatorBits) + 1;
  const rows = [weights[0]!.map(() => 0), ...weights];
  const offsets = [0, ...biases];
  for (const [k, winner] of rows.entries()) {
    for (const [j, loser] of rows.entries()) {
      if (j === k) continue;
      const difference = winner.map((weight, i) => weight - loser[i]!);
      const value = reachOf(difference, offsets[k]! - offsets[j]!, inputMaximum).maximum + 1;
      if (value > bound) return { neuron: k, value, bound, quantity: `its lead over class ${j}, plus one,` };
    }
  }
  return undefined;
}

/** The largest difference of two logits that, plus one, is a number of so many bits without sign. */
export function largestDifference(accumulatorBits: number): number {
  return 2 ** accumulatorBits - 2;
}
