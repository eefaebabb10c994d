// SPDX-License-Identifier: MIT
import { assertFeatures } from "../../data/chunk.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { Architecture } from "../architecture.ts";
import { applyMatrix, firstLargest, type MatrixValues, patchesOf, patchIndices, windowIndices } from "../layers.ts";
import { assertMatrices } from "../matrices.ts";
import { baseWeights, layersOf, type PlacedLayer } from "../placement.ts";

/**
 * A network of real numbers of an architecture's shape, before it is quantised. It reads integer features divided by the largest,
 * 2^featureBits − 1, so in [0, 1]; or symbols. By layers:
 *
 * - dense, conv2d: max(W·x + b, 0), zeros around the image; the last layer gives W·x + b;
 * - maxPool: the largest of a window; averagePool: its mean; residual: the sum of both;
 * - embedding: the table's column of each symbol, of any sign;
 * - lora: max(baseScale · W₀x + B·(A·x) + b, 0), W₀ the integers of the architecture;
 * - experts: the layer max(W·x + b, 0) of the expert whose router value is largest, of equals the first.
 *
 * Logits may have any common scale and offset. Values stand for targets divided by the largest, 2^targetBits − 1.
 */
export interface FloatNetwork {
  /**
   * In the order of `matricesOf(architecture)`, and of the same shapes, but that the last of a classifier has a row for every class,
   * the first included. Weights of one bit shall be ± one number, of which only signs and mean magnitude are kept; those of up to
   * four bits are best multiples of one step. The number and the step are a row's, or the matrix's where rows are compared, as of
   * logits and routers, or where the next layer has few bits too, so that it cannot divide a scale of each row out again.
   */
  matrices: MatrixValues[];
  /** For each lora layer, in order: the real number that a step of its frozen base stands for. None without such layers. */
  baseScales?: number[];
}

/** What a network of real numbers computes in a layer on one sample. */
export interface FloatLayerTrace {
  /** Flat; of the last layer nothing. */
  activations: number[];
  /** [positions][rows]: before the ReLU, of layers that have one and of the last; of the chosen expert. Of other layers none. */
  sums: number[][];
  /** experts: the router's values. */
  router?: number[];
  choice?: number;
}

export interface FloatTrace {
  layers: FloatLayerTrace[];
  /** [classes] logits; or [values]. */
  outputs: number[];
}

/**
 * Checks the shape of a network of real numbers.
 *
 * @throws {@link InvalidValueError} naming the first count that differs from the architecture's, or number that is not finite
 */
export function assertFloatNetwork(architecture: Architecture, network: FloatNetwork): void {
  const { matrices, baseScales = [] } = network;
  const finite = (value: number) => (Number.isFinite(value) ? undefined : "a finite number");
  const lastLayer = architecture.layers.length - 1;
  const hasLogits = architecture.output.kind === "logits";
  assertMatrices(
    "network",
    { architecture, matrices },
    { weight: finite, bias: finite, rows: ({ layer, rows }) => (hasLogits && layer === lastLayer ? rows + 1 : rows) },
  );
  const adapted = architecture.layers.filter(({ kind }) => kind === "lora").length;
  if (baseScales.length !== adapted) {
    const expected = `${adapted}, one for each lora layer`;
    throw new InvalidValueError({ subject: "The number of network.baseScales", value: baseScales.length, expected });
  }
  for (const [i, value] of baseScales.entries()) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new InvalidValueError({ subject: `network.baseScales[${i}]`, value, expected: "a positive finite number" });
  }
}

/**
 * The outputs of a network of real numbers on one sample.
 *
 * @param input - [features], integers in [0, 2^featureBits); or [context], integers in [0, symbols)
 * @returns [classes] logits; or [values]
 * @throws {@link InvalidValueError} if the input does not fit
 */
export function evaluateFloat(architecture: Architecture, network: FloatNetwork, input: readonly number[]): number[] {
  return floatEvaluatorOf(architecture, network)(input).outputs;
}

/** {@link evaluateFloat} for many samples, with what every layer computes. */
export function floatEvaluatorOf(
  architecture: Architecture,
  network: FloatNetwork,
): (input: readonly number[]) => FloatTrace {
  const placedLayers = layersOf(architecture);
  const steps = placedLayers.map((placed) => stepOf(placed, network, baseScaleOf(placed, placedLayers, network)));
  const first = placedLayers[0]!.input;
  const unit = architecture.input.kind === "features" ? 1 / first.maximum : 1;
  return (input) => {
    assertFeatures(input, first, "input");
    const scaled = input.map((value) => value * unit);
    const layers: FloatLayerTrace[] = [];
    for (const [l, step] of steps.entries()) layers.push(step(l === 0 ? scaled : layers[l - 1]!.activations, layers));
    return { layers, outputs: layers.at(-1)!.sums[0]! };
  };
}

/** The scale of a lora layer's base; of another layer none. */
export function baseScaleOf(
  { index, layer }: PlacedLayer,
  placedLayers: readonly PlacedLayer[],
  { baseScales = [] }: FloatNetwork,
): number {
  if (layer.kind !== "lora") return 0;
  return baseScales[placedLayers.slice(0, index).filter((other) => other.layer.kind === "lora").length]!;
}

/** The matrices of a layer. */
export function matricesAt<values>({ firstMatrix, matrices }: PlacedLayer, all: readonly values[]): values[] {
  return all.slice(firstMatrix, firstMatrix + matrices.length);
}

type Step = (input: readonly number[], before: readonly FloatLayerTrace[]) => FloatLayerTrace;

function stepOf(placed: PlacedLayer, network: FloatNetwork, baseScale: number): Step {
  const { layer, input, isLast } = placed;
  const [first, ...others] = matricesAt(placed, network.matrices) as [MatrixValues, ...MatrixValues[]];
  switch (layer.kind) {
    case "dense":
      return (x) => activate([applyMatrix(first, x)], isLast);
    case "conv2d": {
      const indices = patchIndices(layer, input.shape!);
      return (x) => activate(patchesOf(indices, x).map((patch) => applyMatrix(first, patch)));
    }
    case "maxPool": {
      const windows = windowIndices(layer.window, input.shape!);
      return (x) => linear(windows.map((members) => Math.max(...members.map((at) => x[at]!))));
    }
    case "averagePool": {
      const windows = windowIndices(layer.window, input.shape!);
      return (x) => linear(windows.map((members) => members.reduce((sum, at) => sum + x[at]!, 0) / members.length));
    }
    case "residual":
      return (x, before) => linear(before[layer.from]!.activations.map((other, i) => x[i]! + other));
    case "embedding":
      return (x) => linear(x.flatMap((symbol) => first.weights.map((row) => row[symbol]!)));
    case "lora": {
      const base = { weights: baseWeights(layer, input.count), biases: [] };
      return (x) => {
        const frozen = applyMatrix(base, x);
        const sums = applyMatrix(others[0]!, applyMatrix(first, x)).map((sum, i) => sum + baseScale * frozen[i]!);
        return activate([sums]);
      };
    }
    case "experts":
      return (x) => {
        const router = applyMatrix(first, x);
        const choice = firstLargest(router);
        return { ...activate([applyMatrix(others[choice]!, x)]), router, choice };
      };
  }
}

function activate(sums: number[][], isLast = false): FloatLayerTrace {
  return { activations: isLast ? [] : sums.flat().map((sum) => Math.max(sum, 0)), sums };
}

function linear(activations: number[]): FloatLayerTrace {
  return { activations, sums: [] };
}
