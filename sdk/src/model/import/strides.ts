// SPDX-License-Identifier: MIT
// How wide lanes have to be. The generator of circuits computes the same bounds and refuses narrower lanes; docs/circuits.md has the argument.
import type { RegressionTask, Task } from "../../data/task.ts";
import type { Layer } from "../architecture.ts";
import type { Matrix, PlacedLayer } from "../placement.ts";

/** The narrowest stride of lanes in which a matrix's sums, and whatever a prover may claim for them, are told apart. */
export function narrowestStride(placed: PlacedLayer, matrix: Matrix, task: Task): number {
  return bitsOf(largestSum(placed, matrix) + largestClaim(placed, matrix, task));
}

/** Bits of a positive integer; exact, since sums are below 2^52. */
function bitsOf(value: number): number {
  return Math.floor(Math.log2(value)) + 1;
}

function largestSum({ input }: PlacedLayer, { role, columns, weightBits, biasBits }: Matrix): number {
  const weight = weightBits === 1 ? 1 : 2 ** (weightBits - 1);
  // A symbol chooses a single weight.
  if (role === "table") return weight;
  return columns * weight * input.maximum + (biasBits === 0 ? 0 : 2 ** (biasBits - 1));
}

function largestClaim({ layer, isLast, pool }: PlacedLayer, { role, weightBits }: Matrix, task: Task): number {
  if (role === "table") return 2 ** (weightBits - 1);
  if (layer.kind === "experts" && role === "router") {
    return 2 ** (layer.router.accumulatorBits - 1) + 2 ** layer.router.accumulatorBits;
  }
  if (isLast) return outputClaim(layer, task);
  if (!("requantise" in layer) || !layer.requantise || layer.accumulatorBits === undefined) return 0;
  const rounded = 2 ** (layer.accumulatorBits - 1) + 2 ** (layer.requantise.shift - 1);
  return pool ? rounded + 2 ** layer.accumulatorBits - 1 : rounded;
}

function outputClaim(layer: Layer, task: Task): number {
  if (layer.kind === "dense" && layer.accumulatorBits !== undefined) return 2 ** layer.accumulatorBits;
  const { errorBits, targetBits, targetShift } = task as RegressionTask;
  return 2 ** (errorBits - 1) + (2 ** targetBits - 1) * 2 ** targetShift;
}
