// SPDX-License-Identifier: MIT
import type { RegressionTask, Task } from "../data/task.ts";
import { BaseError } from "../errors/BaseError.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { LoraLayer } from "./architecture.ts";
import { assertFits } from "./fits.ts";
import type { MatrixValues } from "./layers.ts";
import { assertModel, type IntegerModel } from "./network.ts";
import { baseWeights, layersOf, type Matrix, type PlacedLayer } from "./placement.ts";

/**
 * Thrown when some input could bring a neuron beyond its accumulator. Such a model is refused before it is committed to:
 * on the sample that does it, its operator could prove nothing.
 */
export class AccumulatorOverflowError extends BaseError {
  readonly layer: number;
  /** Of the matrix that the neuron is a row of. */
  readonly role: Matrix["role"];
  readonly neuron: number;
  /** What the neuron can reach. */
  readonly value: number;
  /** The furthest that can be proven. */
  readonly bound: number;

  constructor(overflow: LayerOverflow & { layer: number }) {
    const { layer, role, expert, neuron, value, bound, quantity } = overflow;
    const part = role === "expert" ? `expert ${expert} of ` : (parts[role] ?? "");
    const expected = `at ${value > bound ? "most" : "least"} ${bound}`;
    super(`Neuron ${neuron} of ${part}layer ${layer}: ${quantity} can reach ${value}; expected ${expected}.`, {
      name: "AccumulatorOverflowError",
      metaMessages: ["A model with smaller weights, or an architecture with a wider accumulator, can be proven."],
    });
    this.layer = layer;
    this.role = role;
    this.neuron = neuron;
    this.value = value;
    this.bound = bound;
  }
}

/** Which part of a layer a matrix is, where a layer has several. */
const parts: Partial<Record<Matrix["role"], string>> = { router: "the router of ", down: "the adapter of " };

/** How a neuron leaves the range for which there are bits. */
export interface Overflow {
  neuron: number;
  value: number;
  bound: number;
  /** What overflows, in words. */
  quantity: string;
}

interface LayerOverflow extends Overflow {
  role: Matrix["role"];
  /** Which expert, if it is one's. */
  expert?: number;
}

/** From the least to the greatest, both included. */
export interface Range {
  minimum: number;
  maximum: number;
}

/**
 * Checks that every sample there can be has a proof, by exact interval arithmetic over all inputs in [0, x_max] of every layer:
 *
 * - accumulators z before rounding, of dense, conv2d, lora and every expert, and A·x of an adapter:
 *   −2^(A−1) − 2^(s−1) ≤ z ≤ 2^(A−1) − 2^(s−1) − 1;
 * - values of a router: −2^(A−1) ≤ z ≤ 2^(A−1) − 1, so that their differences are below 2^A;
 * - logits, for every two classes j ≠ k, logit 0 included: z_k − z_j + 1 ≤ 2^A − 1;
 * - errors of a regression, for every target t there can be: −2^(A−1) ≤ z − 2^targetShift · t ≤ 2^(A−1) − 1.
 *
 * A maxPool needs no bound of its own: the largest accumulator of a window is one of them, and how far the others stay below it is
 * at most the width of their range, 2^A − 1. Pools, residuals and embeddings cannot overflow: the next layer's x_max counts
 * them in.
 *
 * @param task - needed only for a network that gives values: it bounds their errors
 * @throws {@link AccumulatorOverflowError} naming the first layer and neuron that can go further, the value and the bound
 * @throws {@link InvalidValueError} if the model is malformed, or of another shape than the task's, or the task is missing
 */
export function checkCompleteness(model: IntegerModel, task?: Task): void {
  assertModel(model);
  if (task) assertFits(model.architecture, task);
  for (const placed of layersOf(model.architecture)) {
    const { index, firstMatrix, matrices } = placed;
    const values = model.matrices.slice(firstMatrix, firstMatrix + matrices.length);
    const overflow = findOverflow(placed, values, task);
    if (overflow) throw new AccumulatorOverflowError({ layer: index, ...overflow });
  }
}

function findOverflow(
  placed: PlacedLayer,
  matrices: readonly MatrixValues[],
  task: Task | undefined,
): LayerOverflow | undefined {
  const { layer, input } = placed;
  const [first, ...others] = matrices as [MatrixValues, ...MatrixValues[]];
  switch (layer.kind) {
    case "dense":
      if (placed.isLast) return withRole("weights", findOutputOverflow(placed, first, task));
      return withRole("weights", findBeyond(reachesOf(first, input.maximum), hiddenBounds(layer)));
    case "conv2d":
      return withRole("weights", findBeyond(reachesOf(first, input.maximum), hiddenBounds(layer)));
    case "lora":
      return (
        withRole("down", findBeyond(reachesOf(first, input.maximum), adapterBounds(layer))) ??
        withRole("up", findBeyond(loraReaches(placed, layer, first, others[0]!), hiddenBounds(layer)))
      );
    case "experts": {
      const router = findBeyond(
        reachesOf(first, input.maximum),
        signedBounds(layer.router.accumulatorBits),
        "its value",
      );
      if (router) return { role: "router", ...router };
      for (const [expert, values] of others.entries()) {
        const overflow = findBeyond(reachesOf(values, input.maximum), hiddenBounds(layer));
        if (overflow) return { role: "expert", expert, ...overflow };
      }
      return undefined;
    }
    case "maxPool":
    case "averagePool":
    case "residual":
    case "embedding":
      return undefined;
  }
}

function withRole(role: Matrix["role"], overflow: Overflow | undefined): LayerOverflow | undefined {
  return overflow && { role, ...overflow };
}

/** The first neuron that can leave its bounds. */
export function findBeyond(
  reaches: readonly Range[],
  bounds: Range,
  quantity = "the accumulator",
): Overflow | undefined {
  for (const [neuron, { minimum, maximum }] of reaches.entries()) {
    if (maximum > bounds.maximum) return { neuron, value: maximum, bound: bounds.maximum, quantity };
    if (minimum < bounds.minimum) return { neuron, value: minimum, bound: bounds.minimum, quantity };
  }
  return undefined;
}

function findOutputOverflow(
  { layer, input }: PlacedLayer,
  values: MatrixValues,
  task: Task | undefined,
): Overflow | undefined {
  if (layer.kind === "dense" && layer.accumulatorBits !== undefined) {
    return findDifferenceOverflow(layer.accumulatorBits, values, input.maximum);
  }
  if (task?.metric !== "squared-error") {
    const expected = "the one that bounds the errors of the network's values";
    throw new InvalidValueError({ subject: "task", value: task?.name, expected });
  }
  return findBeyond(errorReaches(values, input.maximum, task), signedBounds(task.errorBits), "the error");
}

/** What signed numbers of so many bits can be. */
export function signedBounds(bits: number): Range {
  return { minimum: -(2 ** (bits - 1)), maximum: 2 ** (bits - 1) - 1 };
}

/** What an accumulator may reach so that, once 2^(shift−1) is added, it is a signed number of so many bits. */
export function accumulatorBounds(accumulatorBits: number, shift: number): Range {
  const { minimum, maximum } = signedBounds(accumulatorBits);
  const half = 2 ** (shift - 1);
  return { minimum: minimum - half, maximum: maximum - half };
}

/** Bounds of the accumulators that a layer rounds. Only the last layer rounds none. */
export function hiddenBounds(layer: { accumulatorBits?: number; requantise?: { shift: number } }): Range {
  return accumulatorBounds(layer.accumulatorBits!, layer.requantise!.shift);
}

export function adapterBounds({ adapter }: LoraLayer): Range {
  return accumulatorBounds(adapter.accumulatorBits, adapter.shift);
}

/** What each row of W·x + b can reach over all x in [0, inputMaximum]^n. */
export function reachesOf({ weights, biases }: MatrixValues, inputMaximum: number): Range[] {
  return weights.map((row, i) => reachOf(row, biases[i] ?? 0, inputMaximum));
}

/**
 * The least and the greatest of w·x + b over all x in [0, inputMaximum]^n.
 *
 * @param row - [inputs]; any real numbers
 */
export function reachOf(row: readonly number[], bias: number, inputMaximum: number): Range {
  let positive = 0;
  let negative = 0;
  for (const weight of row) {
    if (weight > 0) positive += weight;
    else negative += weight;
  }
  return { minimum: inputMaximum * negative + bias, maximum: inputMaximum * positive + bias };
}

/**
 * What a row of z = 2^t·W₀x + B·u + b can reach, u = ⌊(A·x + 2^(s−1)) / 2^s⌋. Since u = A·x / 2^s + δ with −½ < δ ≤ ½, in steps of 2^−s, z is
 * (2^t·W₀ + B·A / 2^s)·x + B·δ + b: the part that is linear in x reaches what its combined weights do, as base and adapter move
 * together, and the rest at most Σ|B| / 2. So the bound is never too small, and larger than what is reached by no more than
 * that. All is computed 2^s-fold, in integers.
 *
 * @param base - the row of W₀; `up`: of B; `down`: all of A
 */
export function loraReach(
  { baseShift, adapter }: Pick<LoraLayer, "baseShift" | "adapter">,
  { base, up, bias, down }: { base: readonly number[]; up: readonly number[]; bias: number; down: readonly number[][] },
  inputMaximum: number,
): Range {
  const step = 2 ** adapter.shift;
  const combined = base.map((weight, j) =>
    up.reduce((sum, w, r) => sum + w * down[r]![j]!, 2 ** baseShift * step * weight),
  );
  const linear = reachOf(combined, step * bias, inputMaximum);
  // δ·2^s goes from 1 − 2^(s−1) to 2^(s−1).
  const rounding = up.map((w) => [w * (1 - step / 2), (w * step) / 2] as const);
  const above = rounding.reduce((sum, ends) => sum + Math.max(...ends), 0);
  const below = rounding.reduce((sum, ends) => sum + Math.min(...ends), 0);
  return { minimum: Math.ceil((linear.minimum + below) / step), maximum: Math.floor((linear.maximum + above) / step) };
}

/** What each row of a layer with an adapter can reach. */
export function loraReaches(
  { input }: PlacedLayer,
  layer: LoraLayer,
  down: MatrixValues,
  { weights, biases }: MatrixValues,
): Range[] {
  return baseWeights(layer, input.count).map((base, i) =>
    loraReach(layer, { base, up: weights[i]!, bias: biases[i]!, down: down.weights }, input.maximum),
  );
}

/** What values may reach so that, whatever the targets, the errors have bits. */
export function errorBounds(task: RegressionTask): Range {
  const { minimum, maximum } = signedBounds(task.errorBits);
  return { minimum: minimum + largestShifted(task), maximum };
}

/** What z − 2^targetShift · t can reach over all targets t. */
function errorReaches(values: MatrixValues, inputMaximum: number, task: RegressionTask): Range[] {
  return reachesOf(values, inputMaximum).map(({ minimum, maximum }) => {
    return { minimum: minimum - largestShifted(task), maximum };
  });
}

/** The largest 2^targetShift · t. */
export function largestShifted({ targetShift, targetBits }: RegressionTask): number {
  return 2 ** targetShift * (2 ** targetBits - 1);
}

/** The first class of a last layer, as it is stored, whose lead over another has too many bits. */
export function findDifferenceOverflow(
  accumulatorBits: number,
  { weights, biases }: MatrixValues,
  inputMaximum: number,
): Overflow | undefined {
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
