// SPDX-License-Identifier: MIT
import type { Architecture, LoraLayer } from "../architecture.ts";
import type { MatrixValues } from "../layers.ts";
import { baseWeights, type PlacedLayer } from "../placement.ts";
import { assertFloatNetwork, type FloatNetwork } from "../quantise/float.ts";

/** A layer's matrices, in our order, and what a step of its base stands for. */
export interface LayerValues {
  matrices: MatrixValues[];
  baseScale?: number | undefined;
}

/**
 * The network of real numbers that layers make.
 *
 * @param inputFactor - what the first matrices are multiplied with, so that they read inputs in [0, 1]
 * @throws {@link InvalidValueError} if a number is not finite
 */
export function assembleNetwork(
  architecture: Architecture,
  layers: readonly LayerValues[],
  inputFactor: number,
): FloatNetwork {
  const matrices = layers.flatMap((layer, l) =>
    l === 0 ? readScaled(layer, architecture, inputFactor) : layer.matrices,
  );
  const baseScales = layers.flatMap(({ baseScale }, l) => {
    if (baseScale === undefined) return [];
    return [l === 0 ? baseScale * inputFactor : baseScale];
  });
  const network = baseScales.length > 0 ? { matrices, baseScales } : { matrices };
  assertFloatNetwork(architecture, network);
  return network;
}

/** Matrices of the first layer that read the input: not B of an adapter, which reads what A gives. */
function readScaled({ matrices }: LayerValues, { layers }: Architecture, factor: number): MatrixValues[] {
  if (factor === 1 || layers[0]!.kind === "embedding") return matrices;
  return matrices.map(({ weights, biases }, m) => {
    if (layers[0]!.kind === "lora" && m > 0) return { weights, biases };
    return { weights: weights.map((row) => row.map((weight) => weight * factor)), biases };
  });
}

/** How far from a whole step a weight of a frozen base may lie. */
const BASE_TOLERANCE = 0.5;

/**
 * The real number that a step of an architecture's frozen base stands for in a network, by least squares.
 *
 * @param base - [outputs][inputs]: the base as the network has it
 * @returns undefined if it is another base: some weight is not nearest to its integer
 */
export function findBaseScale(
  { layer, input }: PlacedLayer & { layer: LoraLayer },
  base: readonly (readonly number[])[],
): number | undefined {
  const integers = baseWeights(layer, input.count).flat();
  const values = base.flat();
  const products = integers.reduce((sum, integer, i) => sum + integer * values[i]!, 0);
  const scale = products / integers.reduce((sum, integer) => sum + integer * integer, 0);
  if (!(scale > 0)) return undefined;
  const isClose = integers.every((integer, i) => Math.abs(values[i]! / scale - integer) <= BASE_TOLERANCE);
  return isClose ? scale : undefined;
}
