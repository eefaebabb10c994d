// SPDX-License-Identifier: MIT
import { type Hex, hexToBytes, size } from "viem";
import { z } from "zod";
import type { Task } from "../data/task.ts";
import { MAX_SYMBOLS } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { integerFrom, nameSchema, parseWith } from "../utils/parse.ts";

/**
 * How the weights of a matrix are committed to. Over samples: tightly packed, and unpacked by whoever computes with them, who
 * may then serve several samples with one product. Over outputs: rows share an element, `stride` bits apart, and are used as
 * they are.
 */
export type Lanes = { over: "samples" } | { over: "outputs"; stride: number };

/** From an accumulator to an activation: clamp(⌊(z + 2^(shift−1)) / 2^shift⌋, 0, 2^activationBits − 1): division, rounding, ReLU, saturation. */
export interface Requantise {
  shift: number;
  activationBits: number;
}

/** Widths of the stored numbers of a layer, and how its weights share elements. */
interface Weights {
  /** 1: weights are −1 or 1. 2 to 8: two's complement integers of this width. */
  weightBits: number;
  /** Biases are two's complement integers of this width. */
  biasBits: number;
  lanes: Lanes;
}

/** z = W·x + b. */
export interface DenseLayer extends Weights {
  kind: "dense";
  /** Neurons. The last layer of a classifier has one for each class, and stores all but the first, whose logit is zero. */
  outputs: number;
  /**
   * Hidden layers: bits of the signed accumulator z. The last layer of a classifier: bits of a difference of logits. The last
   * layer of a regression has none: the task bounds its errors.
   */
  accumulatorBits?: number;
  /** Every layer but the last has it. */
  requantise?: Requantise;
}

/** The same dense layer on every patch of an image, zero outside it. */
export interface Conv2dLayer extends Weights {
  kind: "conv2d";
  /** Output channels. */
  channels: number;
  /** Height and width of a patch. */
  kernel: number;
  /** Step from a patch to the next. */
  stride: number;
  /** Rows and columns of zeros around the image. */
  padding: number;
  accumulatorBits: number;
  requantise: Requantise;
}

/** The largest activation of every window; windows do not overlap. Stands right after a conv2d, with which it is computed. */
export interface MaxPoolLayer {
  kind: "maxPool";
  /** Height and width of a window. */
  window: number;
}

/** The sum of every window; windows do not overlap. The divisor of the average merges into the next requantisation. */
export interface AveragePoolLayer {
  kind: "averagePool";
  window: number;
}

/** Adds the activations of an earlier layer of the same shape. */
export interface ResidualLayer {
  kind: "residual";
  /** Index of that layer. */
  from: number;
}

/**
 * A vector for each symbol of the context: the table's w + 2^(weightBits−1), so that activations are never negative; the next
 * biases absorb the shift.
 */
export interface EmbeddingLayer {
  kind: "embedding";
  /** Length of a vector. */
  dimensions: number;
  weightBits: number;
  lanes: Lanes & { over: "outputs" };
}

/**
 * A low-rank adapter on a frozen public layer: z = 2^baseShift · W₀x + B·u + b with u = ⌊(A·x + 2^(s−1)) / 2^s⌋, signed. The base costs no
 * constraint, being constants, and no publication; it is part of the architecture, and so of every commitment's layout.
 */
export interface LoraLayer extends Weights {
  kind: "lora";
  outputs: number;
  /** W₀ row by row, a two's complement byte a weight. */
  base: Hex;
  baseShift: number;
  rank: number;
  /** A·x + 2^(shift−1) is a signed number of accumulatorBits bits. */
  adapter: { accumulatorBits: number; shift: number };
  accumulatorBits: number;
  requantise: Requantise;
  lanes: Lanes & { over: "samples" };
}

/**
 * A mixture of dense experts, of which a router chooses one for each sample: the one with the largest value, of equals the
 * first. The choice stays secret.
 */
export interface ExpertsLayer extends Weights {
  kind: "experts";
  experts: number;
  outputs: number;
  /** Bits of the router's signed values, and of their difference from the largest; stride of its rows. */
  router: { accumulatorBits: number; stride: number };
  accumulatorBits: number;
  requantise: Requantise;
  lanes: Lanes & { over: "outputs" };
}

export type Layer =
  | DenseLayer
  | Conv2dLayer
  | MaxPoolLayer
  | AveragePoolLayer
  | ResidualLayer
  | EmbeddingLayer
  | LoraLayer
  | ExpertsLayer;

/** What a network reads: features, which may be an image, or a window of symbols. */
export type NetworkInput =
  | {
      kind: "features";
      features: number;
      featureBits: number;
      /** Height, width and channels of an image whose features run row by row, pixel by pixel, channel by channel. */
      shape?: [height: number, width: number, channels: number];
    }
  | { kind: "symbols"; symbols: number; context: number };

/** What a network gives: a logit for each class, or values. */
export type NetworkOutput = { kind: "logits"; classes: number } | { kind: "values"; values: number };

/** The shape of an integer network, and of its commitment. It names no task: several tasks may fit it. */
export interface Architecture {
  name: string;
  input: NetworkInput;
  output: NetworkOutput;
  /** One or more; the last is dense. */
  layers: Layer[];
}

/** Bits of a commitment element that lanes over outputs may fill. */
export const OUTPUT_LANE_BITS = 252;

const counts = integerFrom(1, 65_536);
const overSamples = z.strictObject({ over: z.literal("samples", { error: '"samples"' }) });
const overOutputs = z.strictObject({
  over: z.literal("outputs", { error: '"outputs"' }),
  stride: integerFrom(1, OUTPUT_LANE_BITS),
});
const lanes = z.discriminatedUnion("over", [overSamples, overOutputs], { error: '"samples" or "outputs"' });
const accumulatorBits = integerFrom(2, 40);
const requantise = z.strictObject({ shift: integerFrom(1, 38), activationBits: integerFrom(1, 8) });
const weights = { weightBits: integerFrom(1, 8), biasBits: integerFrom(2, 18) };

const layerSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("dense"),
      outputs: counts,
      ...weights,
      accumulatorBits: accumulatorBits.exactOptional(),
      requantise: requantise.exactOptional(),
      lanes,
    }),
    z.strictObject({
      kind: z.literal("conv2d"),
      channels: counts,
      kernel: integerFrom(1, 64),
      stride: integerFrom(1, 64),
      padding: integerFrom(0, 63),
      ...weights,
      accumulatorBits,
      requantise,
      lanes,
    }),
    z.strictObject({ kind: z.literal("maxPool"), window: integerFrom(2, 64) }),
    z.strictObject({ kind: z.literal("averagePool"), window: integerFrom(2, 64) }),
    z.strictObject({ kind: z.literal("residual"), from: integerFrom(0, 65_535) }),
    z.strictObject({
      kind: z.literal("embedding"),
      dimensions: counts,
      weightBits: integerFrom(2, 8),
      lanes: overOutputs,
    }),
    z.strictObject({
      kind: z.literal("lora"),
      outputs: counts,
      base: z.custom<Hex>((value) => typeof value === "string" && /^0x([0-9a-f]{2})+$/.test(value), {
        error: "0x and two lower-case hexadecimal digits for every weight of the base",
      }),
      baseShift: integerFrom(0, 16),
      rank: counts,
      ...weights,
      adapter: z.strictObject({ accumulatorBits, shift: integerFrom(1, 38) }),
      accumulatorBits,
      requantise,
      lanes: overSamples,
    }),
    z.strictObject({
      kind: z.literal("experts"),
      experts: integerFrom(2, 240),
      outputs: counts,
      ...weights,
      router: z.strictObject({ accumulatorBits, stride: integerFrom(1, OUTPUT_LANE_BITS) }),
      accumulatorBits,
      requantise,
      lanes: overOutputs,
    }),
  ],
  { error: '"dense", "conv2d", "maxPool", "averagePool", "residual", "embedding", "lora" or "experts"' },
);

/**
 * The schema of {@link Architecture}; unknown keys are refused, since they would change its identity. What depends on the place of a
 * layer among the others is left to {@link parseArchitecture}.
 */
const architectureSchema = z.strictObject({
  name: nameSchema,
  input: z.discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("features"),
        features: counts,
        featureBits: integerFrom(1, 8),
        shape: z.tuple([counts, counts, counts]).exactOptional(),
      }),
      z.strictObject({
        kind: z.literal("symbols"),
        symbols: integerFrom(2, MAX_SYMBOLS),
        context: integerFrom(1, 256),
      }),
    ],
    { error: '"features" or "symbols"' },
  ),
  output: z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("logits"), classes: integerFrom(2, 240) }),
      z.strictObject({ kind: z.literal("values"), values: counts }),
    ],
    { error: '"logits" or "values"' },
  ),
  layers: z.array(layerSchema).min(1, { error: "one layer or more" }),
}) as z.ZodType<Architecture>;

/**
 * An architecture from JSON.
 *
 * @throws {@link InvalidValueError} for the first thing wrong
 */
export function parseArchitecture(json: unknown): Architecture {
  const architecture = parseWith(architectureSchema, json, "architecture");
  assertImage(architecture.input);
  for (const [l, layer] of architecture.layers.entries()) assertWidths(layer, `architecture.layers[${l}]`);
  layersOf(architecture);
  return architecture;
}

function assertImage(input: NetworkInput): void {
  if (input.kind !== "features" || !input.shape) return;
  const [height, width, channels] = input.shape;
  const pixels = height * width * channels;
  if (pixels === input.features) return;
  const expected = `${input.features}, the number of features`;
  throw new InvalidValueError({ subject: "The product of architecture.input.shape", value: pixels, expected });
}

/** The largest activation must be within reach of the signed accumulator. */
function assertWidths(layer: Layer, subject: string): void {
  if ("requantise" in layer && layer.requantise) {
    const { shift, activationBits } = layer.requantise;
    const least = shift + activationBits + 1;
    if (layer.accumulatorBits === undefined || layer.accumulatorBits < least) {
      const expected = `at least shift + activationBits + 1 = ${least}`;
      throw new InvalidValueError({ subject: `${subject}.accumulatorBits`, value: layer.accumulatorBits, expected });
    }
  }
  if (layer.kind === "lora" && layer.adapter.accumulatorBits < layer.adapter.shift + 1) {
    const expected = `at least shift + 1 = ${layer.adapter.shift + 1}`;
    const value = layer.adapter.accumulatorBits;
    throw new InvalidValueError({ subject: `${subject}.adapter.accumulatorBits`, value, expected });
  }
}

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
    const expected = isFirst ? '"embedding", the first layer on symbols' : "another: an embedding reads symbols only";
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
 * Checks that an architecture reads the samples of a task, and gives what its metric scores. Whether its lanes are wide enough
 * for the task's is checked where circuits are generated.
 *
 * @throws {@link InvalidValueError} naming the first property that differs
 */
export function assertFits(architecture: Architecture, task: Task): void {
  const subjectOf = (key: string) => `${key} of the architecture ${architecture.name}`;
  const actual: Record<string, unknown> = {
    input: architecture.input.kind,
    ...architecture.input,
    ...architecture.output,
  };
  const expected: Record<string, unknown> =
    task.metric === "next-symbol"
      ? { symbols: task.symbols, context: task.context, classes: task.symbols }
      : task.metric === "squared-error"
        ? { features: task.features, featureBits: task.featureBits, values: task.targets }
        : { features: task.features, featureBits: task.featureBits, classes: task.classes };
  for (const [key, value] of Object.entries(expected)) {
    if (actual[key] === value) continue;
    const sentence = `${value}, as in ${task.name}`;
    throw new InvalidValueError({ subject: subjectOf(key), value: actual[key] ?? "none", expected: sentence });
  }
  assertComputesOn(architecture, task);
}

/** Checks that the first layer can compute on packed features, and the last one towards packed targets. */
function assertComputesOn(architecture: Architecture, task: Task): void {
  if (task.encoding.kind !== "lanes") return;
  const first = architecture.layers[0]!;
  if (!("lanes" in first) || first.lanes.over !== "samples") {
    const expected = `a layer with lanes over samples: ${task.name} packs the features of several samples in an element`;
    throw new InvalidValueError({ subject: `Layer 0 of ${architecture.name}`, value: first.kind, expected });
  }
  const last = architecture.layers.at(-1)!;
  if (task.metric === "squared-error" && "lanes" in last && last.lanes.over !== "samples") {
    const expected = `lanes over samples: ${task.name} packs the targets of several samples in an element`;
    throw new InvalidValueError({
      subject: `The last layer of ${architecture.name}`,
      value: "lanes over outputs",
      expected,
    });
  }
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
