// SPDX-License-Identifier: MIT
import { hexToBytes, size } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { OUTPUT_LANE_BITS } from "../utils/packing.ts";
import type {
  Architecture,
  AveragePoolLayer,
  Conv2dLayer,
  DenseLayer,
  EmbeddingLayer,
  ExpertsLayer,
  Lanes,
  Layer,
  LoraLayer,
  MaxPoolLayer,
  NetworkInput,
  Requantise,
  ResidualLayer,
  Weights,
} from "./architecture.ts";

/** Numbers that pass from layer to layer: all in [0, maximum]; an image's run row by row, pixel by pixel, channel by channel. */
export interface Activations {
  count: number;
  maximum: number;
  /** Height, width and channels, if they are an image. */
  shape: readonly [height: number, width: number, channels: number] | undefined;
}

/** A stored matrix of weights, with a bias for each row or none. */
export interface Matrix {
  /** Index of its layer. */
  layer: number;
  role: "weights" | "table" | "router" | "expert" | "down" | "up";
  rows: number;
  columns: number;
  weightBits: number;
  /** 0: it has no biases. */
  biasBits: number;
  lanes: Lanes;
}

/** A layer in its place. */
export interface PlacedLayer {
  index: number;
  layer: Layer;
  input: Activations;
  output: Activations;
  /** Vectors that its matrices are applied to, for each sample: the patches of an image, the symbols of a context, or one. */
  positions: number;
  /** Index of its first matrix; the matrices of a layer follow each other. */
  firstMatrix: number;
  matrices: Matrix[];
  /** Whether it gives the network's output. */
  isLast: boolean;
  /** The maxPool that follows and is computed with it. */
  pool: MaxPoolLayer | undefined;
}

/**
 * The layers of an architecture in their places: what each reads and gives, and its matrices.
 *
 * @throws {@link InvalidValueError} naming the first layer that does not fit where it stands
 */
export function layersOf(architecture: Architecture): PlacedLayer[] {
  const placed: PlacedLayer[] = [];
  let input = inputOf(architecture.input);
  let firstMatrix = 0;
  for (const [index, layer] of architecture.layers.entries()) {
    const place = { architecture, index, subject: `architecture.layers[${index}]`, input, placed };
    const { output, positions, matrices } = placeLayer(layer, place);
    const isLast = index === architecture.layers.length - 1;
    const next = architecture.layers[index + 1];
    const pool = layer.kind === "conv2d" && next?.kind === "maxPool" ? next : undefined;
    placed.push({ index, layer, input, output, positions, firstMatrix, matrices, isLast, pool });
    firstMatrix += matrices.length;
    input = output;
  }
  return placed;
}

/** The matrices of an architecture, in the order in which they are committed to and published. */
export function matricesOf(architecture: Architecture): Matrix[] {
  return layersOf(architecture).flatMap(({ matrices }) => matrices);
}

interface Place {
  architecture: Architecture;
  index: number;
  subject: string;
  input: Activations;
  placed: readonly PlacedLayer[];
}

type Placement = Pick<PlacedLayer, "output" | "positions" | "matrices">;

function inputOf(input: NetworkInput): Activations {
  if (input.kind === "symbols") return { count: input.context, maximum: input.symbols - 1, shape: undefined };
  return { count: input.features, maximum: 2 ** input.featureBits - 1, shape: input.shape };
}

function placeLayer(layer: Layer, place: Place): Placement {
  const { architecture, index, subject } = place;
  const isFirst = index === 0;
  if ((architecture.input.kind === "symbols" && isFirst) !== (layer.kind === "embedding")) {
    const expected =
      layer.kind === "embedding"
        ? "another: an embedding is the first layer of a network that reads symbols"
        : '"embedding", the first layer of a network that reads symbols';
    throw new InvalidValueError({ subject: `${subject}.kind`, value: layer.kind, expected });
  }
  const isLast = index === architecture.layers.length - 1;
  if (isLast && layer.kind !== "dense") {
    throw new InvalidValueError({
      subject: `${subject}.kind`,
      value: layer.kind,
      expected: '"dense" on the last layer',
    });
  }
  switch (layer.kind) {
    case "dense":
      return placeDense(layer, place, isLast);
    case "conv2d":
      return placeConv2d(layer, place);
    case "maxPool":
      return placePool(layer, place);
    case "averagePool":
      return placePool(layer, place);
    case "residual":
      return placeResidual(layer, place);
    case "embedding":
      return placeEmbedding(layer, place);
    case "lora":
      return placeLora(layer, place);
    case "experts":
      return placeExperts(layer, place);
  }
}

function placeDense(layer: DenseLayer, { architecture, index, subject, input }: Place, isLast: boolean): Placement {
  const { output } = architecture;
  if (isLast !== (layer.requantise === undefined)) {
    const expected = isLast ? "none on the last layer" : "shift and activationBits on every layer but the last";
    throw new InvalidValueError({ subject: `${subject}.requantise`, value: layer.requantise, expected });
  }
  if (isLast) {
    const [expected, what] =
      output.kind === "logits" ? [output.classes, "classes"] : ([output.values, "values"] as const);
    if (layer.outputs !== expected) {
      const sentence = `${expected}, the number of ${what}, on the last layer`;
      throw new InvalidValueError({ subject: `${subject}.outputs`, value: layer.outputs, expected: sentence });
    }
    if ((output.kind === "values") !== (layer.accumulatorBits === undefined)) {
      const sentence = output.kind === "values" ? "none: the task bounds the errors of values" : "bits of a difference";
      const value = layer.accumulatorBits;
      throw new InvalidValueError({ subject: `${subject}.accumulatorBits`, value, expected: sentence });
    }
  }
  const rows = isLast && output.kind === "logits" ? layer.outputs - 1 : layer.outputs;
  return {
    output: { count: layer.outputs, maximum: activationMaximum(layer.requantise), shape: undefined },
    positions: 1,
    matrices: [matrix(index, "weights", rows, input.count, layer)],
  };
}

function placeConv2d(layer: Conv2dLayer, { index, subject, input }: Place): Placement {
  const [height, width, channels] = imageOf(input, subject);
  const { kernel, stride, padding } = layer;
  if (padding >= kernel) {
    const expected = `less than the kernel, ${kernel}: a patch must touch the image`;
    throw new InvalidValueError({ subject: `${subject}.padding`, value: padding, expected });
  }
  const along = (length: number) => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  if (along(Math.min(height, width)) < 1) {
    const expected = `at most ${Math.min(height, width) + 2 * padding}, the padded image`;
    throw new InvalidValueError({ subject: `${subject}.kernel`, value: kernel, expected });
  }
  const shape = [along(height), along(width), layer.channels] as const;
  const positions = shape[0] * shape[1];
  return {
    output: { count: positions * layer.channels, maximum: activationMaximum(layer.requantise), shape },
    positions,
    matrices: [matrix(index, "weights", layer.channels, kernel * kernel * channels, layer)],
  };
}

function placePool(layer: MaxPoolLayer | AveragePoolLayer, { index, subject, input, placed }: Place): Placement {
  const [height, width, channels] = imageOf(input, subject);
  const { window } = layer;
  if (layer.kind === "maxPool" && placed[index - 1]?.layer.kind !== "conv2d") {
    const expected = "a conv2d, with which a maxPool is computed";
    const value = placed[index - 1]?.layer.kind ?? "the input";
    throw new InvalidValueError({ subject: `The layer before ${subject}`, value, expected });
  }
  if (layer.kind === "averagePool" && index === 0) {
    const expected = "a layer that computes activations before it";
    throw new InvalidValueError({ subject: `${subject}.kind`, value: layer.kind, expected });
  }
  if (height % window !== 0 || width % window !== 0) {
    const expected = `a divisor of height ${height} and width ${width}`;
    throw new InvalidValueError({ subject: `${subject}.window`, value: window, expected });
  }
  const shape = [height / window, width / window, channels] as const;
  const maximum = layer.kind === "averagePool" ? input.maximum * window * window : input.maximum;
  return { output: { count: shape[0] * shape[1] * channels, maximum, shape }, positions: 1, matrices: [] };
}

function placeResidual({ from }: ResidualLayer, { index, subject, input, placed }: Place): Placement {
  const other = placed[from];
  if (!other || from >= index - 1 || other.pool) {
    const expected =
      "the index of a layer before the previous one, whose activations exist: not of a conv2d with a maxPool";
    throw new InvalidValueError({ subject: `${subject}.from`, value: from, expected });
  }
  if (other.output.count !== input.count || String(other.output.shape) !== String(input.shape)) {
    const describe = ({ count, shape }: Activations) => shape?.join(" × ") ?? String(count);
    const expected = `a layer of the shape ${describe(input)}, not ${describe(other.output)}`;
    throw new InvalidValueError({ subject: `${subject}.from`, value: from, expected });
  }
  const output = { ...input, maximum: input.maximum + other.output.maximum };
  return { output, positions: 1, matrices: [] };
}

function placeEmbedding(layer: EmbeddingLayer, { architecture, index, input }: Place): Placement {
  const { symbols } = architecture.input as NetworkInput & { kind: "symbols" };
  return {
    output: { count: input.count * layer.dimensions, maximum: 2 ** layer.weightBits - 1, shape: undefined },
    positions: input.count,
    matrices: [matrix(index, "table", layer.dimensions, symbols, { ...layer, biasBits: 0 })],
  };
}

function placeLora(layer: LoraLayer, { index, subject, input }: Place): Placement {
  const bytes = layer.outputs * input.count;
  if (size(layer.base) !== bytes) {
    const expected = `${bytes}, outputs · inputs`;
    throw new InvalidValueError({
      subject: `The number of bytes of ${subject}.base`,
      value: size(layer.base),
      expected,
    });
  }
  return {
    output: { count: layer.outputs, maximum: activationMaximum(layer.requantise), shape: undefined },
    positions: 1,
    matrices: [
      matrix(index, "down", layer.rank, input.count, { ...layer, biasBits: 0 }),
      matrix(index, "up", layer.outputs, layer.rank, layer),
    ],
  };
}

function placeExperts(layer: ExpertsLayer, { index, subject, input }: Place): Placement {
  if (index === 0) {
    const expected = "a layer that computes activations before it";
    throw new InvalidValueError({ subject: `${subject}.kind`, value: layer.kind, expected });
  }
  const routerLanes: Lanes = { over: "outputs", stride: layer.router.stride };
  return {
    output: { count: layer.outputs, maximum: activationMaximum(layer.requantise), shape: undefined },
    positions: 1,
    matrices: [
      matrix(index, "router", layer.experts, input.count, { ...layer, lanes: routerLanes }),
      ...Array.from({ length: layer.experts }, () => matrix(index, "expert", layer.outputs, input.count, layer)),
    ],
  };
}

function matrix(layer: number, role: Matrix["role"], rows: number, columns: number, weights: Weights): Matrix {
  const { weightBits, biasBits, lanes } = weights;
  return { layer, role, rows, columns, weightBits, biasBits, lanes };
}

function imageOf({ shape, count }: Activations, subject: string): readonly [number, number, number] {
  if (shape) return shape;
  const expected = "an image: architecture.input.shape, or the output of a conv2d or a pool";
  throw new InvalidValueError({ subject: `The input of ${subject}`, value: `${count} numbers`, expected });
}

/** The last layer gives no activations. */
function activationMaximum(requantise: Requantise | undefined): number {
  return requantise ? 2 ** requantise.activationBits - 1 : 0;
}

/**
 * How the rows of a matrix with lanes over outputs share elements.
 *
 * @returns `stride` in bits; `perElement`: rows in an element; `elements`: elements for all rows, the last of which may hold
 * fewer
 * @throws {@link InvalidValueError} for a matrix with lanes over samples: the task or the generator lays those out
 */
export function lanesOf({ lanes, rows }: Pick<Matrix, "lanes" | "rows">): {
  stride: number;
  perElement: number;
  elements: number;
} {
  if (lanes.over !== "outputs") {
    throw new InvalidValueError({ subject: "lanes.over", value: lanes.over, expected: '"outputs"' });
  }
  const perElement = Math.min(rows, Math.floor(OUTPUT_LANE_BITS / lanes.stride));
  return { stride: lanes.stride, perElement, elements: Math.ceil(rows / perElement) };
}

/**
 * The frozen weights of a layer with an adapter.
 *
 * @param inputs - inputs of the layer
 * @returns [outputs][inputs]
 */
export function baseWeights(layer: LoraLayer, inputs: number): number[][] {
  const bytes = Int8Array.from(hexToBytes(layer.base));
  return Array.from({ length: layer.outputs }, (_, i) => [...bytes.subarray(i * inputs, (i + 1) * inputs)]);
}
