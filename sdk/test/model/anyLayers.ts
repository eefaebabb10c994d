// SPDX-License-Identifier: MIT
import {
  type Architecture,
  type Conv2dLayer,
  type IntegerModel,
  type Layer,
  layersOf,
  matricesOf,
  type NetworkInput,
  type NetworkOutput,
  parseArchitecture,
} from "../../src/model/index.ts";
import { integerBelow } from "../fixtures.ts";

type Random = () => number;
type Shape = { count: number; image?: [height: number, width: number, channels: number] };

const between = (random: Random, minimum: number, maximum: number) =>
  minimum + integerBelow(random, maximum - minimum + 1);
const oneOf = <item>(random: Random, items: readonly item[]): item => items[integerBelow(random, items.length)]!;

/** How the widths of a random architecture are drawn. */
export interface Widths {
  weightBits: readonly number[];
  biasBits: readonly number[];
  activationBits: readonly [least: number, most: number];
  /** Bits of an accumulator beyond those that its activations need. */
  headroom: readonly [least: number, most: number];
}

const anyWidths: Widths = {
  weightBits: [1, 2, 3, 4, 8],
  biasBits: [2, 8, 12, 18],
  activationBits: [1, 7],
  headroom: [0, 8],
};

/** A small architecture on images, flat features or symbols, whose hidden layers are drawn from all kinds that fit where they stand. */
export function randomArchitecture(random: Random, widths: Widths = anyWidths): Architecture {
  const input = randomInput(random);
  const outputs = between(random, 2, 5);
  const output: NetworkOutput =
    random() < 0.25 && input.kind === "features"
      ? { kind: "values", values: outputs }
      : { kind: "logits", classes: outputs };
  const shapes: Shape[] = [];
  const layers: Layer[] = [];
  let shape: Shape =
    input.kind === "symbols"
      ? { count: input.context }
      : { count: input.features, ...(input.shape && { image: input.shape }) };
  const isSymbols = input.kind === "symbols";
  const depth = between(random, isSymbols ? 1 : 0, 4);
  while (layers.length < depth) {
    const layer =
      isSymbols && layers.length === 0 ? embedding(random) : randomLayer(random, widths, shape, layers, shapes);
    shape = outputOf(layer, shape);
    layers.push(layer);
    shapes.push(shape);
  }
  const stored = { ...storage(random, widths), lanes: { over: "outputs", stride: 60 } as const };
  layers.push({
    kind: "dense",
    outputs,
    ...stored,
    ...(output.kind === "logits" && { accumulatorBits: between(random, 8, 20) }),
  });
  return parseArchitecture({ name: "any", input, output, layers });
}

function randomInput(random: Random): NetworkInput {
  const kind = random();
  if (kind < 0.25) return { kind: "symbols", symbols: between(random, 2, 6), context: between(random, 1, 4) };
  const featureBits = oneOf(random, [1, 3, 4, 8]);
  if (kind < 0.4) return { kind: "features", features: between(random, 1, 6), featureBits };
  const shape: [number, number, number] = [oneOf(random, [2, 4, 6]), oneOf(random, [2, 4]), between(random, 1, 3)];
  return { kind: "features", features: shape[0] * shape[1] * shape[2], featureBits, shape };
}

function storage(random: Random, { weightBits, biasBits }: Widths) {
  return { weightBits: oneOf(random, weightBits), biasBits: oneOf(random, biasBits) };
}

function accumulation(random: Random, { activationBits: bits, headroom }: Widths) {
  const shift = between(random, 1, 6);
  const activationBits = between(random, ...bits);
  return {
    accumulatorBits: shift + activationBits + 1 + between(random, ...headroom),
    requantise: { shift, activationBits },
  };
}

function embedding(random: Random): Layer {
  const lanes = { over: "outputs", stride: 12 } as const;
  return { kind: "embedding", dimensions: between(random, 1, 4), weightBits: oneOf(random, [2, 4, 8]), lanes };
}

function randomLayer(
  random: Random,
  widths: Widths,
  input: Shape,
  layers: readonly Layer[],
  shapes: readonly Shape[],
): Layer {
  const image = input.image;
  const stored = () => ({ ...storage(random, widths), ...accumulation(random, widths) });
  const previous = layers.at(-1);
  const partners = shapes.slice(0, -1).flatMap((other, from) => {
    const isPooled = layers[from + 1]?.kind === "maxPool";
    return other.count === input.count && String(other.image) === String(image) && !isPooled ? [from] : [];
  });
  const windows = image ? [2, 4, 6].filter((window) => image[0] % window === 0 && image[1] % window === 0) : [];
  const choices: (() => Layer)[] = [
    () => {
      // Often as many as there are, so that a residual can add them.
      const outputs = random() < 0.5 && input.count < 20 ? input.count : between(random, 1, 6);
      return { kind: "dense", outputs, ...stored(), lanes: { over: "outputs", stride: 50 } };
    },
    () => {
      const { count } = input;
      const outputs = between(random, 1, 5);
      const bytes = Array.from({ length: outputs * count }, () =>
        integerBelow(random, 256).toString(16).padStart(2, "0"),
      );
      const { accumulatorBits, requantise } = accumulation(random, widths);
      const shift = between(random, 1, 6);
      // Wide enough for the base alone.
      const least = Math.ceil(Math.log2(count * 128 * 2 ** 12)) + 3;
      return {
        kind: "lora",
        outputs,
        base: `0x${bytes.join("")}`,
        baseShift: between(random, 0, 2),
        rank: between(random, 1, 3),
        ...storage(random, widths),
        adapter: { accumulatorBits: shift + between(random, 2, 12), shift },
        accumulatorBits: Math.max(accumulatorBits, least + 4),
        requantise,
        lanes: { over: "samples" },
      };
    },
  ];
  if (previous) {
    choices.push(() => ({
      kind: "experts",
      experts: between(random, 2, 3),
      outputs: between(random, 1, 5),
      ...stored(),
      router: { accumulatorBits: between(random, 6, 20), stride: 50 },
      lanes: { over: "outputs", stride: 50 },
    }));
  }
  if (image) {
    const conv2d = (): Conv2dLayer => {
      const kernel = between(random, 1, Math.min(3, image[0], image[1]));
      return {
        kind: "conv2d",
        channels: random() < 0.5 ? image[2] : between(random, 1, 3),
        kernel,
        stride: between(random, 1, 2),
        padding: between(random, 0, kernel - 1),
        ...stored(),
        lanes: { over: "samples" },
      };
    };
    choices.push(conv2d, conv2d, conv2d);
  }
  if (previous?.kind === "conv2d" && windows.length > 0) {
    choices.push(...Array(4).fill(() => ({ kind: "maxPool", window: oneOf(random, windows) })));
  }
  if (previous && windows.length > 0) choices.push(() => ({ kind: "averagePool", window: oneOf(random, windows) }));
  if (partners.length > 0) choices.push(...Array(6).fill(() => ({ kind: "residual", from: oneOf(random, partners) })));
  return oneOf(random, choices)();
}

function outputOf(layer: Layer, input: Shape): Shape {
  switch (layer.kind) {
    case "dense":
    case "lora":
    case "experts":
      return { count: layer.outputs };
    case "embedding":
      return { count: input.count * layer.dimensions };
    case "residual":
      return input;
    case "conv2d": {
      const along = (length: number) => Math.floor((length + 2 * layer.padding - layer.kernel) / layer.stride) + 1;
      return imageOf(along(input.image![0]), along(input.image![1]), layer.channels);
    }
    case "maxPool":
    case "averagePool":
      return imageOf(input.image![0] / layer.window, input.image![1] / layer.window, input.image![2]);
  }
}

function imageOf(height: number, width: number, channels: number): Shape {
  return { count: height * width * channels, image: [height, width, channels] };
}

/** An integer of a range, its edges more often than its middle. */
function edgeBetween(random: Random, minimum: number, maximum: number): number {
  return random() < 0.4 ? oneOf(random, [minimum, maximum]) : between(random, minimum, maximum);
}

/** A model of an architecture with many numbers at the edges of their range. */
export function edgeModel(architecture: Architecture, random: Random): IntegerModel {
  const signed = (bits: number) => edgeBetween(random, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  const weight = (bits: number) => (bits === 1 ? oneOf(random, [-1, 1]) : signed(bits));
  const list = (length: number, value: () => number) => Array.from({ length }, value);
  const matrices = matricesOf(architecture).map(({ rows, columns, weightBits, biasBits }) => ({
    weights: Array.from({ length: rows }, () => list(columns, () => weight(weightBits))),
    biases: biasBits === 0 ? [] : list(rows, () => signed(biasBits)),
  }));
  return { architecture, matrices };
}

/** An input of an architecture with many numbers at the edges of their range. */
export function edgeInput(architecture: Architecture, random: Random): number[] {
  const { count, maximum } = layersOf(architecture)[0]!.input;
  return Array.from({ length: count }, () => edgeBetween(random, 0, maximum));
}
