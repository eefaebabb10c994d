// SPDX-License-Identifier: GPL-3.0-or-later

// Small tasks, architectures, models and chunks. The architectures have room for every model with weights and biases in range.
import type { Chunk, Task } from "@commonweight/sdk/data";
import { samplesPerChunk } from "@commonweight/sdk/data";
import { type Architecture, type IntegerModel, layerInputs, storedRows } from "@commonweight/sdk/model";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import type { Random } from "./random.ts";

/** An architecture, and a task that it fits. */
export interface Shape {
  task: Task;
  architecture: Architecture;
}

/** The smallest network with more than one of everything: for searches over every wire. */
export const smallest: Shape = {
  task: {
    name: "smallest",
    features: 2,
    featureBits: 2,
    classes: 3,
    metric: "accuracy",
    lanes: { stride: 10, perElement: 2 },
    groups: 1,
  },
  architecture: {
    name: "smallest",
    features: 2,
    featureBits: 2,
    classes: 3,
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
  },
};

/** Three layers of different widths, several elements of lanes in both later ones, the last of each with unused lanes. */
export const deep: Shape = {
  task: {
    name: "deep",
    features: 3,
    featureBits: 4,
    classes: 4,
    metric: "accuracy",
    lanes: { stride: 12, perElement: 3 },
    groups: 2,
  },
  architecture: {
    name: "deep",
    features: 3,
    featureBits: 4,
    classes: 4,
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
  },
};

/** A model with weights and biases from the whole range, its ends preferred, and some weights zero. */
export function randomModel(architecture: Architecture, random: Random): IntegerModel {
  const signed = (bits: number) => random.edgy(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  return modelOf(
    architecture,
    (bits) => (random.integer(0, 4) === 0 ? 0 : signed(bits)),
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
    layers: architecture.layers.map((layer, l) => ({
      weights: Array.from({ length: storedRows(layer) }, () =>
        list(layerInputs(architecture, l), () => weight(layer.weightBits)),
      ),
      biases: list(storedRows(layer), () => bias(layer.biasBits)),
    })),
  };
}

/** A chunk with features from the whole range, its ends preferred. */
export function randomChunk(task: Task, random: Random): Chunk {
  const samples = samplesPerChunk(task);
  return {
    features: Array.from({ length: samples }, () =>
      Array.from({ length: task.features }, () => random.edgy(0, 2 ** task.featureBits - 1)),
    ),
    labels: Array.from({ length: samples }, () => random.integer(0, task.classes - 1)),
    salt: random.bigint(FIELD_ORDER),
  };
}
