// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { z } from "zod";
import { MAX_SYMBOLS } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { OUTPUT_LANE_BITS } from "../utils/packing.ts";
import { integerFrom, nameSchema, parseWith } from "../utils/parse.ts";
import { layersOf } from "./placement.ts";

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
export interface Weights {
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

/** One layer of an architecture; its `kind` tells which. */
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
