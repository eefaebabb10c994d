// SPDX-License-Identifier: GPL-3.0-or-later

// Small tasks, architectures, models and chunks: every kind of layer, encoding, metric and width in some place.
import { join } from "node:path";
import {
  type Chunk,
  type ClassificationChunk,
  type ClassificationTask,
  parseTask,
  samplesPerChunk,
  symbolsPerChunk,
  type Task,
} from "@commonweight/sdk/data";
import {
  type Architecture,
  type IntegerModel,
  loadModel,
  matricesOf,
  parseArchitecture,
} from "@commonweight/sdk/model";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { tinyExamples } from "../../../sdk/test/fixtures.ts";
import { REPOSITORY } from "../../generator/index.ts";
import type { Random } from "./random.ts";

/** An architecture, and a task that it fits. */
export interface Shape<task extends Task = Task> {
  task: task;
  architecture: Architecture;
}

function classification(task: Omit<ClassificationTask, "metric">): ClassificationTask {
  return parseTask({ metric: "accuracy", ...task }) as ClassificationTask;
}

/** The smallest network with more than one of everything: for searches over every wire. */
export const smallest: Shape<ClassificationTask> = {
  task: classification({
    name: "smallest",
    features: 2,
    featureBits: 2,
    classes: 3,
    encoding: { kind: "lanes", stride: 10, perElement: 2, groups: 1 },
  }),
  architecture: parseArchitecture({
    name: "smallest",
    input: { kind: "features", features: 2, featureBits: 2 },
    output: { kind: "logits", classes: 3 },
    layers: [
      {
        kind: "dense",
        outputs: 2,
        weightBits: 4,
        biasBits: 5,
        accumulatorBits: 8,
        requantise: { shift: 2, activationBits: 3 },
        lanes: { over: "samples" },
      },
      {
        kind: "dense",
        outputs: 3,
        weightBits: 4,
        biasBits: 5,
        accumulatorBits: 9,
        lanes: { over: "outputs", stride: 12 },
      },
    ],
  }),
};

/** Three layers of different widths, several elements of lanes in both later ones, the last of each with unused lanes. */
export const deep: Shape<ClassificationTask> = {
  task: classification({
    name: "deep",
    features: 3,
    featureBits: 4,
    classes: 4,
    encoding: { kind: "lanes", stride: 12, perElement: 3, groups: 2 },
  }),
  architecture: parseArchitecture({
    name: "deep",
    input: { kind: "features", features: 3, featureBits: 4 },
    output: { kind: "logits", classes: 4 },
    layers: [
      {
        kind: "dense",
        outputs: 5,
        weightBits: 4,
        biasBits: 6,
        accumulatorBits: 10,
        requantise: { shift: 4, activationBits: 4 },
        lanes: { over: "samples" },
      },
      {
        kind: "dense",
        outputs: 6,
        weightBits: 8,
        biasBits: 10,
        accumulatorBits: 15,
        requantise: { shift: 7, activationBits: 5 },
        lanes: { over: "outputs", stride: 63 },
      },
      {
        kind: "dense",
        outputs: 4,
        weightBits: 5,
        biasBits: 10,
        accumulatorBits: 13,
        lanes: { over: "outputs", stride: 126 },
      },
    ],
  }),
};

/** A convolution on packed features, whose lanes are samples position by position, with a stride, padding and a pool. */
export const packedImage: Shape<ClassificationTask> = {
  task: classification({
    name: "packed-image",
    features: 25,
    featureBits: 2,
    classes: 2,
    encoding: { kind: "lanes", stride: 14, perElement: 2, groups: 2 },
  }),
  architecture: parseArchitecture({
    name: "packed-image",
    input: { kind: "features", features: 25, featureBits: 2, shape: [5, 5, 1] },
    output: { kind: "logits", classes: 2 },
    layers: [
      {
        kind: "conv2d",
        channels: 2,
        kernel: 3,
        stride: 2,
        padding: 2,
        weightBits: 4,
        biasBits: 5,
        accumulatorBits: 9,
        lanes: { over: "samples" },
        requantise: { shift: 3, activationBits: 3 },
      },
      { kind: "maxPool", window: 2 },
      {
        kind: "dense",
        outputs: 2,
        weightBits: 4,
        biasBits: 6,
        accumulatorBits: 12,
        lanes: { over: "outputs", stride: 40 },
      },
    ],
  }),
};

/** Convolutions without a pool: on packed features, and later over samples, whose last element is not full. */
export const convolutions: Shape<ClassificationTask> = {
  task: classification({
    name: "convolutions",
    features: 9,
    featureBits: 2,
    classes: 2,
    encoding: { kind: "lanes", stride: 14, perElement: 2, groups: 1 },
  }),
  architecture: parseArchitecture({
    name: "convolutions",
    input: { kind: "features", features: 9, featureBits: 2, shape: [3, 3, 1] },
    output: { kind: "logits", classes: 2 },
    layers: [
      {
        kind: "conv2d",
        channels: 1,
        kernel: 2,
        stride: 1,
        padding: 1,
        weightBits: 4,
        biasBits: 5,
        accumulatorBits: 9,
        lanes: { over: "samples" },
        requantise: { shift: 3, activationBits: 3 },
      },
      {
        kind: "conv2d",
        channels: 2,
        kernel: 2,
        stride: 1,
        padding: 0,
        weightBits: 8,
        biasBits: 8,
        accumulatorBits: 15,
        lanes: { over: "samples" },
        requantise: { shift: 6, activationBits: 4 },
      },
      {
        kind: "dense",
        outputs: 2,
        weightBits: 2,
        biasBits: 6,
        accumulatorBits: 12,
        lanes: { over: "samples" },
      },
    ],
  }),
};

/** An adapter behind another layer, whose base is packed twice: in its own lanes, and in those of the adapter. */
export const laterAdapter: Shape<ClassificationTask> = {
  task: smallest.task,
  architecture: parseArchitecture({
    name: "later-adapter",
    input: { kind: "features", features: 2, featureBits: 2 },
    output: { kind: "logits", classes: 3 },
    layers: [
      smallest.architecture.layers[0],
      {
        kind: "lora",
        outputs: 2,
        base: "0x05fd7f80",
        baseShift: 0,
        rank: 1,
        weightBits: 4,
        biasBits: 6,
        adapter: { accumulatorBits: 8, shift: 3 },
        accumulatorBits: 13,
        lanes: { over: "samples" },
        requantise: { shift: 5, activationBits: 3 },
      },
      {
        kind: "dense",
        outputs: 3,
        weightBits: 4,
        biasBits: 6,
        accumulatorBits: 9,
        lanes: { over: "outputs", stride: 40 },
      },
    ],
  }),
};

/** A layer large enough to be checked by Freivalds. */
export const folded: Shape<ClassificationTask> = {
  task: classification({
    name: "folded",
    features: 96,
    featureBits: 1,
    classes: 3,
    encoding: { kind: "dense", samples: 8 },
  }),
  architecture: parseArchitecture({
    name: "folded",
    input: { kind: "features", features: 96, featureBits: 1 },
    output: { kind: "logits", classes: 3 },
    layers: [
      {
        kind: "dense",
        outputs: 96,
        weightBits: 1,
        biasBits: 4,
        accumulatorBits: 10,
        requantise: { shift: 6, activationBits: 2 },
        lanes: { over: "outputs", stride: 12 },
      },
      {
        kind: "dense",
        outputs: 9,
        weightBits: 2,
        biasBits: 4,
        accumulatorBits: 12,
        requantise: { shift: 6, activationBits: 2 },
        lanes: { over: "samples" },
      },
      {
        kind: "dense",
        outputs: 3,
        weightBits: 4,
        biasBits: 6,
        accumulatorBits: 9,
        lanes: { over: "outputs", stride: 40 },
      },
    ],
  }),
};

/** All of them, and those that the SDK is tested with. */
export const shapes: readonly Shape[] = [
  smallest,
  deep,
  packedImage,
  convolutions,
  laterAdapter,
  folded,
  ...tinyExamples,
];

/** Those whose kinds of layers are all in others too: `npm run test:circuits:combined`. */
export const combinations: readonly Shape[] = [deep, convolutions, laterAdapter];

/** The trained model that ships for an architecture. */
export function loadExample(architecture: string): Promise<IntegerModel> {
  return loadModel(join(REPOSITORY, "circuits", "examples", `${architecture}.json`));
}

/** A model with weights and biases from the whole range, its ends preferred, and some weights zero. */
export function randomModel(architecture: Architecture, random: Random): IntegerModel {
  const signed = (bits: number) => random.edgy(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  return modelOf(
    architecture,
    (bits) => (bits === 1 ? 2 * random.integer(0, 1) - 1 : random.integer(0, 4) === 0 ? 0 : signed(bits)),
    (bits) => signed(bits),
  );
}

/** A model from functions that give a weight and a bias of a width. */
export function modelOf(
  architecture: Architecture,
  weight: (bits: number) => number,
  bias: (bits: number) => number,
): IntegerModel {
  const list = (length: number, value: () => number) => Array.from({ length }, value);
  return {
    architecture,
    matrices: matricesOf(architecture).map(({ rows, columns, weightBits, biasBits }) => ({
      weights: Array.from({ length: rows }, () => list(columns, () => weight(weightBits))),
      biases: biasBits === 0 ? [] : list(rows, () => bias(biasBits)),
    })),
  };
}

/** A chunk with values from the whole range, its ends preferred. */
export function randomChunk(task: ClassificationTask, random: Random): ClassificationChunk;
export function randomChunk(task: Task, random: Random): Chunk;
export function randomChunk(task: Task, random: Random): Chunk {
  const list = (length: number, largest: number) => Array.from({ length }, () => random.edgy(0, largest));
  const salt = random.bigint(FIELD_ORDER);
  if (task.metric === "next-symbol") return { symbols: list(symbolsPerChunk(task), task.symbols - 1), salt };
  const samples = samplesPerChunk(task);
  const rows = (width: number, bits: number) => Array.from({ length: samples }, () => list(width, 2 ** bits - 1));
  const features = rows(task.features, task.featureBits);
  if (task.metric === "squared-error") return { features, targets: rows(task.targets, task.targetBits), salt };
  return { features, labels: list(samples, task.classes - 1), salt };
}
