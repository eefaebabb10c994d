// SPDX-License-Identifier: MIT
// An architecture for layers that were found in a graph: widths first, and then the lanes that they need.
import { bytesToHex } from "viem";
import type { Task } from "../../data/task.ts";
import { OUTPUT_LANE_BITS } from "../../utils/packing.ts";
import {
  type Architecture,
  type Lanes,
  type Layer,
  type NetworkInput,
  type NetworkOutput,
  parseArchitecture,
} from "../architecture.ts";
import { layersOf } from "../placement.ts";
import { ModelImportError } from "./errors.ts";
import type { ImportedLayer, ImportedNetwork } from "./layered.ts";
import { narrowestStride } from "./strides.ts";

/** The bits that a layer is given. */
export interface Widths {
  activationBits: number;
  shift: number;
  accumulatorBits: number;
}

/** What is the same for all layers. */
export interface StoredBits {
  weightBits: number;
  biasBits: number;
  embeddingBits: number;
}

/** Wide enough for whatever sums, until they are known. */
const ANY_LANES: Lanes & { over: "outputs" } = { over: "outputs", stride: OUTPUT_LANE_BITS };

/** An adapter's A·x: eight bits remain of it, as in the architecture that ships. */
const ADAPTER = { accumulatorBits: 12, shift: 4 };

/** The largest integer of a frozen base. */
const BASE_MAXIMUM = 127;

/** What all drafts of a graph share. */
export interface Drafting {
  name: string;
  task: Task;
  imported: ImportedNetwork;
  bits: StoredBits;
}

/**
 * The architecture with these widths.
 *
 * @param widths - [layers]; undefined for layers that have none
 * @throws {@link InvalidValueError} if layers do not fit where they stand; {@link ModelImportError} if the task's lanes are too narrow
 */
export function draftArchitecture(drafting: Drafting, widths: readonly (Widths | undefined)[]): Architecture {
  const { name, task, imported } = drafting;
  const layers = imported.layers.map((layer, l) => {
    return layerOf(layer, l === imported.layers.length - 1, drafting, widths[l]);
  });
  const open = parseArchitecture({ name, input: inputOf(task, imported), output: outputOf(task), layers });
  return parseArchitecture(withLanes(open, task));
}

/** What a task gives, and the image that the graph makes of it. */
function inputOf(task: Task, { input, layers }: ImportedNetwork): NetworkInput {
  if (task.metric === "next-symbol") return { kind: "symbols", symbols: task.symbols, context: task.context };
  const { features, featureBits } = task;
  if (layers[0]?.kind !== "conv2d" || input.kind !== "features" || !input.shape)
    return { kind: "features", features, featureBits };
  return { kind: "features", features, featureBits, shape: input.shape };
}

function outputOf(task: Task): NetworkOutput {
  if (task.metric === "squared-error") return { kind: "values", values: task.targets };
  return { kind: "logits", classes: task.metric === "next-symbol" ? task.symbols : task.classes };
}

function layerOf(layer: ImportedLayer, isLast: boolean, { task, bits }: Drafting, widths: Widths | undefined): Layer {
  const { weightBits, biasBits, embeddingBits } = bits;
  const stored = { weightBits, biasBits, lanes: ANY_LANES };
  const summed = () => {
    const { activationBits, shift, accumulatorBits } = widths!;
    return { accumulatorBits, requantise: { shift, activationBits } };
  };
  switch (layer.kind) {
    case "dense": {
      const outputs = layer.values.weights.length;
      if (!isLast) return { kind: "dense", outputs, ...stored, ...summed() };
      if (task.metric === "squared-error") return { kind: "dense", outputs, ...stored };
      return { kind: "dense", outputs, ...stored, accumulatorBits: widths!.accumulatorBits };
    }
    case "conv2d": {
      const { kernel, stride, padding, values } = layer;
      return { kind: "conv2d", channels: values.weights.length, kernel, stride, padding, ...stored, ...summed() };
    }
    case "maxPool":
    case "averagePool":
      return { kind: layer.kind, window: layer.window };
    case "residual":
      return { kind: "residual", from: layer.from };
    case "embedding":
      return {
        kind: "embedding",
        dimensions: layer.values.weights.length,
        weightBits: embeddingBits,
        lanes: ANY_LANES,
      };
    case "lora": {
      const base = layer.base.flat();
      const step = largestOf(base) / BASE_MAXIMUM || 1;
      return {
        kind: "lora",
        outputs: layer.base.length,
        base: bytesToHex(Uint8Array.from(base, (weight) => Math.round(weight / step) & 0xff)),
        baseShift: 0,
        rank: layer.down.length,
        weightBits,
        biasBits,
        adapter: ADAPTER,
        ...summed(),
        lanes: { over: "samples" },
      };
    }
    case "experts": {
      const { router, experts } = layer;
      const outputs = experts[0]!.weights.length;
      const routing = { accumulatorBits: widths!.accumulatorBits, stride: OUTPUT_LANE_BITS };
      return { kind: "experts", experts: router.weights.length, outputs, ...stored, ...summed(), router: routing };
    }
  }
}

/** A loop, since weights are too many to be arguments. */
function largestOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/**
 * Lanes over samples where the task packs samples and the layer computes on them as they are; else over outputs, as narrow as is
 * exact. Those are always right; which form makes the cheapest circuit is for the generator to find.
 */
function withLanes(open: Architecture, task: Task): Architecture {
  const placedLayers = layersOf(open);
  const layers = open.layers.map((layer, l): Layer => {
    const placed = placedLayers[l]!;
    if (!("lanes" in layer)) return layer;
    const isPacked = task.encoding.kind === "lanes" && (l === 0 || (placed.isLast && task.metric === "squared-error"));
    const strides = placed.matrices.map((matrix) => narrowestStride(placed, matrix, task));
    const own = strides.at(-1)!;
    if (isPacked && task.encoding.kind === "lanes" && own > task.encoding.stride) {
      const found = `sums and claims of ${own} bits`;
      throw new ModelImportError(`${task.name} cannot pack what ${open.name} computes`, [
        {
          place: `layers.${l}`,
          expected: `at most ${task.encoding.stride} bits, the task's lanes: fewer inputs or narrower weights`,
          found,
        },
      ]);
    }
    if (layer.kind === "lora" || (isPacked && layer.kind !== "experts" && layer.kind !== "embedding")) {
      return { ...layer, lanes: { over: "samples" } } as Layer;
    }
    const lanes = { over: "outputs", stride: own } as const;
    if (layer.kind === "experts") return { ...layer, router: { ...layer.router, stride: strides[0]! }, lanes };
    return { ...layer, lanes };
  });
  return { ...open, layers };
}
