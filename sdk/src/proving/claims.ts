// SPDX-License-Identifier: MIT
import { type Chunk, labelsOf, type RegressionChunk, type SequenceChunk } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type {
  Architecture,
  Conv2dLayer,
  EmbeddingLayer,
  ExpertsLayer,
  LoraLayer,
  MaxPoolLayer,
} from "../model/architecture.ts";
import { windowIndices } from "../model/layers.ts";
import { errorsOf, type IntegerModel, type Trace } from "../model/network.ts";
import { layersOf, type PlacedLayer } from "../model/placement.ts";
import { inRows, oneHot, type Signals, type SignalValue, signals } from "./signals.ts";

/**
 * What a prover claims of the computation, layer by layer, and the circuit checks. Signals of layer l end in l; their first index
 * is the vector: sample · positions + position.
 *
 * @param traces - of every sample of the chunk
 * @throws {@link InvalidValueError} if a number leaves the range for which the architecture or the task has bits, naming sample,
 * layer and neuron: such a model has no proof
 */
export function claimSignals(model: IntegerModel, task: Task, chunk: Chunk, traces: readonly Trace[]): Signals {
  const { architecture } = model;
  const layers = layersOf(architecture).map((placed) => layerClaims(placed, model, chunk, traces));
  return { ...Object.assign({}, ...layers), ...outputClaims(architecture, task, chunk, traces) };
}

function layerClaims(placed: PlacedLayer, model: IntegerModel, chunk: Chunk, traces: readonly Trace[]): Signals {
  const { index, layer, isLast, pool } = placed;
  if (isLast) return {};
  switch (layer.kind) {
    case "dense":
      return { [`accumulator${index}`]: accumulators(placed, traces) };
    case "conv2d":
      return pool ? poolClaims(placed, layer, pool, traces) : { [`accumulator${index}`]: accumulators(placed, traces) };
    case "embedding":
      return { [`embedded${index}`]: embeddedSymbols(placed, layer, model, chunk) };
    case "lora":
      return {
        [`adapter${index}`]: adapters(placed, layer, traces),
        [`accumulator${index}`]: accumulators(placed, traces),
      };
    case "experts":
      return { ...routerClaims(placed, layer, traces), [`accumulator${index}`]: accumulators(placed, traces) };
    case "maxPool":
    case "averagePool":
    case "residual":
      return {};
  }
}

/** [vectors][rows]: z, before rounding. */
function accumulators(placed: PlacedLayer, traces: readonly Trace[]): SignalValue[] {
  assertAccumulators(placed, traces);
  return traces.flatMap((trace) => trace.layers[placed.index]!.accumulators.map(signals));
}

/** RequantiseReLU takes what, once half a step is added, is a signed number of accumulatorBits bits. */
function assertAccumulators({ index, layer }: PlacedLayer, traces: readonly Trace[]): void {
  if (!("requantise" in layer && layer.requantise)) return;
  for (const [s, trace] of traces.entries()) {
    for (const [position, values] of trace.layers[index]!.accumulators.entries()) {
      for (const [i, value] of values.entries()) {
        const place = layer.kind === "conv2d" ? ` at position ${position}` : "";
        const subject = `The accumulator of neuron ${i} of layer ${index}${place} on sample ${s}`;
        assertRounded(subject, value, layer.accumulatorBits!, layer.requantise.shift);
      }
    }
  }
}

/** [pooled vectors][rows] the largest of a window, and [pooled vectors][rows][members] how far each member stays below it. */
function poolClaims(
  placed: PlacedLayer,
  layer: Conv2dLayer,
  { window }: MaxPoolLayer,
  traces: readonly Trace[],
): Signals {
  assertAccumulators(placed, traces);
  const windows = windowIndices(window, placed.output.shape!);
  const claims = traces.flatMap((trace) => {
    const values = trace.layers[placed.index]!.accumulators.flat();
    return windows.map((members) => {
      const maximum = Math.max(...members.map((at) => values[at]!));
      return { maximum, below: members.map((at) => maximum - values[at]!) };
    });
  });
  return {
    [`maximum${placed.index}`]: inRows(signals(claims.map(({ maximum }) => maximum)), layer.channels),
    [`below${placed.index}`]: inRows(
      claims.map(({ below }) => signals(below)),
      layer.channels,
    ),
  };
}

/** [samples + context][dimensions]: the table's entries as activations. */
function embeddedSymbols(
  { firstMatrix }: PlacedLayer,
  { weightBits }: EmbeddingLayer,
  model: IntegerModel,
  chunk: Chunk,
): SignalValue[] {
  const { weights } = model.matrices[firstMatrix]!;
  const shift = 2 ** (weightBits - 1);
  return (chunk as SequenceChunk).symbols.map((symbol) => signals(weights.map((row) => row[symbol]! + shift)));
}

/** [samples][rank]: A·x, before rounding. */
function adapters({ index }: PlacedLayer, { adapter }: LoraLayer, traces: readonly Trace[]): SignalValue[] {
  return traces.map((trace, s) => {
    const values = trace.layers[index]!.adapter!;
    for (const [r, value] of values.entries()) {
      const subject = `The adapter's value ${r} of layer ${index} on sample ${s}`;
      assertRounded(subject, value, adapter.accumulatorBits, adapter.shift);
    }
    return signals(values);
  });
}

/**
 * The router's largest value; how far each other stays below it, and below one less where it stands before the chosen one, which
 * a tie would have made the chosen; and the choice, one-hot.
 */
function routerClaims({ index }: PlacedLayer, { experts, router }: ExpertsLayer, traces: readonly Trace[]): Signals {
  const claims = traces.map((trace, s) => {
    const { router: values = [], choice = 0 } = trace.layers[index]!;
    const largest = values[choice]!;
    const half = 2 ** (router.accumulatorBits - 1);
    for (const [e, value] of values.entries()) {
      assertInRange(`The router's value ${e} of layer ${index} on sample ${s}`, value, -half, half - 1);
    }
    return { largest, choice, below: values.map((value, e) => largest - value - (e < choice ? 1 : 0)) };
  });
  return {
    [`routerMaximum${index}`]: signals(claims.map(({ largest }) => largest)),
    [`routerBelow${index}`]: claims.map(({ below }) => signals(below)),
    [`choice${index}`]: claims.map(({ choice }) => oneHot(choice, experts)),
  };
}

/** What is claimed of the last layer: deficits and whether the sample is right, or errors. */
function outputClaims(architecture: Architecture, task: Task, chunk: Chunk, traces: readonly Trace[]): Signals {
  if (task.metric === "squared-error") {
    const { targets } = chunk as RegressionChunk;
    return { error: traces.map(({ outputs }, s) => signals(errorsOf(task, outputs, targets[s]!, s))) };
  }
  const last = architecture.layers.at(-1)!;
  const bits = last.kind === "dense" ? last.accumulatorBits! : 0;
  const labels = labelsOf(task, chunk);
  const claims = traces.map(({ outputs }, s) => deficits(outputs, labels[s]!, bits, s));
  return {
    deficit: claims.map(signals),
    right: claims.map((claim, s) => (claim[labels[s]!] === 0 ? 1n : 0n)),
  };
}

/**
 * How far each logit stays below the sample's level m: m − logit, and one more for the label. The level is the lowest that
 * leaves none negative, so that the label's is zero just where its logit is strictly the largest.
 */
function deficits(logits: readonly number[], label: number, bits: number, sample: number): number[] {
  const shifted = logits.map((logit, j) => (j === label ? logit - 1 : logit));
  const level = Math.max(...shifted);
  return shifted.map((logit, j) => {
    const subject = `How far logit ${j} stays below the largest on sample ${sample}`;
    assertInRange(subject, level - logit, 0, 2 ** bits - 1);
    return level - logit;
  });
}

function assertRounded(subject: string, value: number, accumulatorBits: number, shift: number): void {
  const half = 2 ** (accumulatorBits - 1);
  const rounding = 2 ** (shift - 1);
  assertInRange(subject, value, -half - rounding, half - rounding - 1);
}

function assertInRange(subject: string, value: number, minimum: number, maximum: number): void {
  if (value >= minimum && value <= maximum) return;
  const expected = `${minimum} to ${maximum}, for which there are bits`;
  throw new InvalidValueError({ subject, value, expected });
}
