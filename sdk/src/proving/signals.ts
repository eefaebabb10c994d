// SPDX-License-Identifier: MIT
import { type Chunk, type ClassificationChunk, chunkElements, labelsOf, type SequenceChunk } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import type { IntegerModel } from "../model/network.ts";
import { matricesOf } from "../model/placement.ts";
import { matrixElements } from "../model/words.ts";
import { toField } from "./field.ts";

/** A field element, or a list of inputs: what a signal of a circuit, or an array of them, is set to. */
export type SignalValue = bigint | readonly SignalValue[];

/** Values of signals by name. */
export type Signals = Record<string, SignalValue>;

/** Signed integers as field elements. */
export function signals(values: readonly number[]): bigint[] {
  return values.map((value) => toField(BigInt(value)));
}

/** Flags of which the one at `index` is set. */
export function oneHot(index: number, count: number): bigint[] {
  return Array.from({ length: count }, (_, j) => (j === index ? 1n : 0n));
}

/** Matrix m as its signals: `weight<m>` and `bias<m>` of one with lanes over samples, `element<m>` of one with lanes over outputs. */
export function modelSignals(model: IntegerModel): Signals {
  const entries = matricesOf(model.architecture).flatMap((matrix, m): [string, SignalValue][] => {
    const values = model.matrices[m]!;
    if (matrix.lanes.over === "outputs") return [[`element${m}`, matrixElements(matrix, values)]];
    const weights: [string, SignalValue] = [`weight${m}`, values.weights.map(signals)];
    return matrix.biasBits > 0 ? [weights, [`bias${m}`, signals(values.biases)]] : [weights];
  });
  return Object.fromEntries(entries);
}

/** A chunk as EvaluateModel reads it: packed as it is committed to, with labels and symbols one-hot. */
export function dataSignals(task: Task, chunk: Chunk): Signals {
  const dataSalt = chunk.salt;
  const { encoding } = task;
  if (encoding.kind !== "lanes") return { dataSalt, ...plainSignals(task, chunk) };
  const elements = chunkElements(task, chunk).slice(1);
  const featureElements = encoding.groups * featuresOf(task);
  const packed = inRows(elements.slice(0, featureElements), featuresOf(task));
  if (task.metric !== "squared-error") return { dataSalt, packed, label: labelSignals(task, chunk) };
  return { dataSalt, packed, packedTarget: inRows(elements.slice(featureElements), task.targets) };
}

/** A chunk number by number: features, and labels one-hot or targets; or symbols, one-hot. */
export function plainSignals(task: Task, chunk: Chunk): Signals {
  if (task.metric === "next-symbol") {
    return { symbol: (chunk as SequenceChunk).symbols.map((symbol) => oneHot(symbol, task.symbols)) };
  }
  const feature = (chunk as ClassificationChunk).features.map(signals);
  if ("targets" in chunk) return { feature, target: chunk.targets.map(signals) };
  return { feature, label: labelSignals(task, chunk) };
}

function featuresOf(task: Task): number {
  return task.metric === "next-symbol" ? task.context : task.features;
}

function labelSignals(task: Task, chunk: Chunk): bigint[][] {
  const classes = "classes" in task ? task.classes : 0;
  return labelsOf(task, chunk).map((label) => oneHot(label, classes));
}

/** A flat list as rows of that length. */
export function inRows<value>(values: readonly value[], length: number): value[][] {
  return Array.from({ length: values.length / length }, (_, i) => values.slice(i * length, (i + 1) * length));
}
