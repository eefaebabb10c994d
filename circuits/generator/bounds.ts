// SPDX-License-Identifier: GPL-3.0-or-later
import { samplesPerChunk, symbolsPerChunk, type Task } from "@commonweight/sdk/data";
import {
  baseWeights,
  type Layer,
  type LoraLayer,
  lanesOf,
  type Matrix,
  type PlacedLayer,
} from "@commonweight/sdk/model";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { UnsoundLanesError } from "./errors.ts";

/** How values share an element. */
export interface Lanes {
  /** Bits from a lane to the next. */
  stride: number;
  /** Lanes of a full element. */
  lanes: number;
}

/** Exact bounds of what stands in a lane, over all weights, biases and inputs that are in range. */
export interface LaneBounds {
  /** The largest magnitude of the true number. */
  accumulator: bigint;
  /** The largest magnitude that the circuit lets a prover claim. */
  claim: bigint;
  /** E = accumulator + claim: how far a claimed lane can be from the true one. */
  difference: bigint;
}

/** The most bits that lanes over samples may fill: packed lanes below 2^253 never wrap around p. */
const SAMPLE_LANE_BITS = 253;

/**
 * Checks that equal elements mean equal lanes when lanes differ by at most E: E < 2^stride, and the largest difference of
 * two elements, E·(2^(stride·lanes) − 1)/(2^stride − 1), is below p. The argument is in `PackVectors.circom`.
 *
 * @param subject - whose lanes these are, for the message
 * @param difference - E
 * @throws {@link UnsoundLanesError} naming the subject, the bound, its value and the limit
 */
export function assertExactLanes(subject: string, { stride, lanes }: Lanes, difference: bigint): void {
  const limit = 2n ** BigInt(stride);
  if (difference >= limit) {
    throw new UnsoundLanesError({
      subject: `The largest difference in a lane of ${subject}`,
      value: difference,
      expected: `less than 2^stride = 2^${stride} = ${limit}`,
    });
  }
  const element = largestElement(difference, { stride, lanes });
  if (element >= FIELD_ORDER) {
    throw new UnsoundLanesError({
      subject: `The largest difference of an element of ${lanes} lanes of ${subject}`,
      value: element,
      expected: `less than p = ${FIELD_ORDER}`,
    });
  }
}

function largestElement(difference: bigint, { stride, lanes }: Lanes): bigint {
  const step = 2n ** BigInt(stride);
  return (difference * (step ** BigInt(lanes) - 1n)) / (step - 1n);
}

/** The narrowest stride for differences up to E. */
export function narrowestStride(difference: bigint): number {
  return difference.toString(2).length;
}

/**
 * The narrowest lanes for differences up to E, as many of them as are exact and useful.
 *
 * @param most - how many there are to be packed
 */
export function widestLanes(difference: bigint, most: number): Lanes {
  const stride = narrowestStride(difference);
  let lanes = Math.min(most, Math.floor(SAMPLE_LANE_BITS / stride));
  while (lanes > 1 && largestElement(difference, { stride, lanes }) >= FIELD_ORDER) lanes--;
  return { stride, lanes };
}

/**
 * Checks that the packed features, and targets, of a task determine them.
 *
 * @throws {@link UnsoundLanesError}
 */
export function assertTaskLanes(task: Task): void {
  if (task.encoding.kind !== "lanes" || task.metric === "next-symbol") return;
  const { stride, perElement } = task.encoding;
  const values: [what: string, bits: number][] = [["features", task.featureBits]];
  if (task.metric === "squared-error") values.push(["targets", task.targetBits]);
  for (const [what, bits] of values) {
    assertExactLanes(`the ${what} of ${task.name}`, { stride, lanes: perElement }, largest(bits));
  }
}

/** Vectors that the matrices of a layer are applied to in a chunk. */
export function vectorsOf({ layer, positions }: PlacedLayer, task: Task): number {
  // Symbols of overlapping windows are looked up once.
  if (layer.kind === "embedding" && task.metric === "next-symbol") return symbolsPerChunk(task);
  return samplesPerChunk(task) * positions;
}

/**
 * The bounds of a lane of a matrix's products.
 *
 * @param task - of a network that gives values; it bounds their errors
 */
export function laneBounds(placed: PlacedLayer, matrix: Matrix, task?: Task): LaneBounds {
  const accumulator = largestAccumulator(placed, matrix);
  const claim = largestClaim(placed, matrix, task);
  return { accumulator, claim, difference: accumulator + claim };
}

/**
 * Checks the lanes of every matrix whose rows share elements: they are the architecture's, and have to be wide enough for
 * whatever task.
 *
 * @throws {@link UnsoundLanesError} naming the architecture, the first such layer, the bound and its value
 */
export function assertOutputLanes(name: string, placed: PlacedLayer): void {
  for (const matrix of placed.matrices) {
    if (matrix.lanes.over !== "outputs") continue;
    const { stride, perElement } = lanesOf(matrix);
    const { difference } = laneBounds(placed, matrix);
    assertExactLanes(`${describeMatrix(placed, matrix)} of ${name}`, { stride, lanes: perElement }, difference);
  }
}

/** Which matrix it is, for people. */
export function describeMatrix({ index, layer, matrices }: PlacedLayer, matrix: Matrix): string {
  if (matrices.length === 1) return `layer ${index} (${layer.kind})`;
  const expert = matrix.role === "expert" ? ` ${matrices.indexOf(matrix) - 1}` : "";
  return `layer ${index} (${layer.kind}, ${matrix.role}${expert})`;
}

function largestAccumulator(placed: PlacedLayer, matrix: Matrix): bigint {
  const { layer, input } = placed;
  const bias = matrix.biasBits === 0 ? 0n : half(matrix.biasBits);
  // One-hot symbols choose a single weight.
  if (matrix.role === "table") return largestWeight(matrix);
  if (layer.kind === "lora" && matrix.role === "up") {
    const update = BigInt(matrix.columns) * largestWeight(matrix) * largestAdapted(layer);
    return largestFrozen(layer, input.count, input.maximum) + update + bias;
  }
  return BigInt(matrix.columns) * largestWeight(matrix) * BigInt(input.maximum) + bias;
}

/** max |2^baseShift · W₀x|, over the weights that W₀ has. */
function largestFrozen(layer: LoraLayer, inputs: number, maximum: number): bigint {
  const sums = baseWeights(layer, inputs).map((row) => {
    const positive = row.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
    const negative = row.reduce((sum, weight) => sum - Math.min(weight, 0), 0);
    return Math.max(positive, negative);
  });
  return BigInt(Math.max(...sums)) * BigInt(maximum) * 2n ** BigInt(layer.baseShift);
}

/** max |u| of an adapter: a signed number of accumulatorBits − shift bits. */
function largestAdapted({ adapter }: LoraLayer): bigint {
  return 2n ** BigInt(adapter.accumulatorBits - 1 - adapter.shift);
}

function largestClaim(placed: PlacedLayer, matrix: Matrix, task: Task | undefined): bigint {
  const { layer, isLast, pool } = placed;
  if (isLast) return largestOutputClaim(layer, task);
  switch (layer.kind) {
    case "embedding":
      return largestWeight(matrix);
    case "lora":
      if (matrix.role === "down") return rounded(layer.adapter.accumulatorBits, layer.adapter.shift);
      return rounded(layer.accumulatorBits, layer.requantise.shift);
    case "experts":
      // A value is the largest, less a deficit, less one before the choice.
      if (matrix.role === "router")
        return half(layer.router.accumulatorBits) + 2n ** BigInt(layer.router.accumulatorBits);
      return rounded(layer.accumulatorBits, layer.requantise.shift);
    case "dense":
    case "conv2d": {
      const ranged = rounded(layer.accumulatorBits!, layer.requantise!.shift);
      // A member of a window is its maximum less a deficit.
      return pool ? ranged + largest(layer.accumulatorBits!) : ranged;
    }
    case "maxPool":
    case "averagePool":
    case "residual":
      return 0n;
  }
}

/** A logit is the difference of two deficits, give or take the label's one; a value is an error and a shifted target. */
function largestOutputClaim(layer: Layer, task: Task | undefined): bigint {
  if (layer.kind === "dense" && layer.accumulatorBits !== undefined) return 2n ** BigInt(layer.accumulatorBits);
  if (task?.metric !== "squared-error") return 0n;
  return half(task.errorBits) + largest(task.targetBits) * 2n ** BigInt(task.targetShift);
}

/** The numbers that, once half a step is added, are signed with so many bits: −2^(A−1) − 2^(s−1) is the furthest. */
function rounded(accumulatorBits: number, shift: number): bigint {
  return half(accumulatorBits) + half(shift);
}

function largestWeight({ weightBits }: Matrix): bigint {
  return weightBits === 1 ? 1n : half(weightBits);
}

function half(bits: number): bigint {
  return 2n ** BigInt(bits - 1);
}

function largest(bits: number): bigint {
  return 2n ** BigInt(bits) - 1n;
}
