// SPDX-License-Identifier: MIT
// A network of an architecture in training: reverse-mode differentiation, layer by layer, a sample at a time.
import {
  type Architecture,
  type FloatNetwork,
  type IntegerMatrix,
  layersOf,
  type PlacedLayer,
} from "@commonweight/sdk/model";
import { createConv2d } from "./layers/conv2d.ts";
import { createDense } from "./layers/dense.ts";
import { createEmbedding } from "./layers/embedding.ts";
import { createExperts } from "./layers/experts.ts";
import { createSignal, type Making, type Signal, type TrainedLayer } from "./layers/layer.ts";
import { createLora } from "./layers/lora.ts";
import { createAveragePool, createMaxPool } from "./layers/pools.ts";
import { createResidual } from "./layers/residual.ts";
import { type Parameter, parametersOf, type TrainedMatrix } from "./parameter.ts";
import { createRandom } from "./random.ts";
import { startRounding } from "./rounding.ts";

export interface TrainedNetwork {
  parameters: Parameter[];
  /** The outputs of the last forward pass, and, to be filled in before a backward pass, the loss's derivatives by them. */
  output: Signal;
  /** @param input Integer features, or symbols. */
  forward(input: readonly number[]): void;
  /** Adds the gradients of the sample that went forward last. */
  backward(): void;
  /** Told before each step which share of the training, from 0 to 1, lies behind. */
  onProgress(share: number): void;
  /** Told after each step. */
  onStep(): void;
  /** What has been learned. */
  toFloatNetwork(): FloatNetwork;
}

/** How a network begins. */
export interface Beginning {
  /** Decides the first weights. */
  seed: number;
  /** Matrices to begin with instead, in the order of the architecture's; undefined for those that begin at random. */
  matrices?: readonly (IntegerMatrix | undefined)[] | undefined;
  /** For each lora layer the real number that a step of its frozen base stands for. */
  baseScales?: readonly number[] | undefined;
  /** Whether it computes with the integers that weights of few bits will be. */
  rounded?: boolean | undefined;
}

export function createNetwork(architecture: Architecture, beginning: Beginning): TrainedNetwork {
  const { seed, matrices, baseScales = [], rounded = false } = beginning;
  const random = createRandom(seed);
  const placedLayers = layersOf(architecture);
  const input = createSignal(placedLayers[0]!.input.count);
  const unit = architecture.input.kind === "features" ? 1 / placedLayers[0]!.input.maximum : 1;
  const signals: Signal[] = [];
  const layers: TrainedLayer[] = [];
  let adapters = 0;
  for (const placed of placedLayers) {
    const output = createSignal(placed.output.count);
    const making = { placed, input: signals.at(-1) ?? input, output, before: signals, random };
    const baseScale = placed.layer.kind === "lora" ? baseScales[adapters++]! : 0;
    layers.push(createLayer(placed, making, baseScale));
    signals.push(output);
  }
  const all = layers.flatMap((layer) => layer.matrices);
  for (const [m, values] of matrices?.entries() ?? []) if (values) load(all[m]!, values);
  const rounds = rounded ? placedLayers.map((placed, l) => startRounding(placed, layers[l]!)) : [];
  const onStep = () => {
    for (const round of rounds) round();
  };
  onStep();

  return {
    parameters: parametersOf(all),
    output: signals.at(-1)!,
    forward(sample) {
      for (const [i, value] of sample.entries()) input.values[i] = value * unit;
      for (const layer of layers) layer.forward();
    },
    backward() {
      for (const { errors } of signals.slice(0, -1)) errors.fill(0);
      for (const layer of layers.toReversed()) layer.backward();
    },
    onProgress(share) {
      for (const layer of layers) layer.onProgress?.(share);
    },
    onStep,
    toFloatNetwork: () => ({ matrices: all.map(unload), ...(adapters > 0 && { baseScales: [...baseScales] }) }),
  };
}

function createLayer({ layer }: PlacedLayer, making: Making, baseScale: number): TrainedLayer {
  switch (layer.kind) {
    case "dense":
      return createDense(making);
    case "conv2d":
      return createConv2d(making, layer);
    case "maxPool":
      return createMaxPool(making, layer.window);
    case "averagePool":
      return createAveragePool(making, layer.window);
    case "residual":
      return createResidual(making, layer.from);
    case "embedding":
      return createEmbedding(making);
    case "lora":
      return createLora(making, layer, baseScale);
    case "experts":
      return createExperts(making, layer);
  }
}

function load({ weights, biases }: TrainedMatrix, values: IntegerMatrix): void {
  weights.values.set(values.weights.flat());
  biases?.values.set(values.biases);
}

function unload({ rows, columns, used, biases }: TrainedMatrix): IntegerMatrix {
  const row = (r: number) => Array.from(used.subarray(r * columns, (r + 1) * columns));
  return { weights: Array.from({ length: rows }, (_, r) => row(r)), biases: biases ? Array.from(biases.values) : [] };
}
