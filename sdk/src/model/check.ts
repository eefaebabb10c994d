// SPDX-License-Identifier: MIT
import { asRegression, pointsPerChunk, samplesPerChunk, type Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { Layer } from "./architecture.ts";
import { checkCompleteness } from "./completeness.ts";
import { type Margin, marginsOf } from "./margins.ts";
import { evaluatorOf, type IntegerModel, strictArgmax, type Trace } from "./network.ts";
import { type FloatNetwork, floatEvaluatorOf } from "./quantise/float.ts";
import { frozenBits, modelBits, modelWordCount } from "./words.ts";

/** Samples with what is right, as {@link checkModel} takes them. */
export type CheckedSamples =
  | { inputs: readonly (readonly number[])[]; labels: readonly number[] }
  | { inputs: readonly (readonly number[])[]; targets: readonly (readonly number[])[] };

/** What {@link checkModel} measures with, for people to compare. */
export interface Measured {
  /** Share of samples with the right class strictly ahead; or the mean square of what values miss targets by, in steps of the targets. */
  metric: "accuracy" | "squared-error";
  integer: number;
  /** Of the network of real numbers, if one was given. */
  float: number | undefined;
  /** Share of samples on which both choose the same class; of a regression the share of values within half a step of each other. */
  agreement: number | undefined;
}

/** How a layer does on the samples. */
export interface LayerCheck {
  index: number;
  kind: Layer["kind"];
  /** Share of activations that are as large as they can be, so may have been cut off; undefined where nothing is cut off. */
  saturated: number | undefined;
  /** Share of activations that are zero; undefined of the last layer. */
  zero: number | undefined;
  /** The least and the greatest sum seen; of layers without sums none. */
  seen: { minimum: number; maximum: number } | undefined;
  /** How far sums stay from their bounds over all inputs, seen or not. */
  margins: Margin[];
}

/** What would be proven of a model. */
export interface Provable {
  /** Circuits by statement. */
  circuits: { SealModel: string; EvaluateModel: string };
  /** Proofs in all: one of the model, and one for each chunk. */
  proofs: number;
  chunks: number;
  samplesPerChunk: number;
  /** The most points there are: the score is of so many. */
  points: number;
  /** The points to expect, if chunks are as the samples: rounded down. */
  expectedPoints: number;
  /** Words that are published at the claim, and their bytes on chain. */
  words: number;
  bytes: number;
}

/** All there is to know of a model before it is committed to; plain data. */
export interface ModelCheck {
  samples: number;
  measured: Measured;
  layers: LayerCheck[];
  size: {
    /** As the protocol counts them, the frozen base included. */
    bits: number;
    frozenBits: number;
    weights: number;
    nonZeroWeights: number;
    biases: number;
  };
  provable: Provable;
}

const WORD_BYTES = 32;

/** A share times a count is a whole number but for this. */
const ROUNDING = 1e-6;

/**
 * Checks a model before it is committed to: how well it does, where it saturates, how close it comes to what cannot be proven, how large it is
 * and what would be proven.
 *
 * @param parameters - `samples`: with labels, or with targets, never seen in training; `network`: what it was quantised from, to compare with; or
 * `reference`: [samples][outputs] of the same from elsewhere, as `runOnnx` gives them; `chunks`: that a bounty draws, 1 unless given
 * @throws {@link AccumulatorOverflowError} if some input could not be proven
 * @throws {@link InvalidValueError} if the model, the samples and the task do not fit each other
 * @example
 * const check = checkModel({ model, network, task, samples: { inputs: features, labels }, chunks: 4 });
 * console.log(check.measured.integer, check.provable.expectedPoints, check.provable.points);
 */
export function checkModel(parameters: {
  model: IntegerModel;
  task: Task;
  samples: CheckedSamples;
  network?: FloatNetwork | undefined;
  reference?: readonly (readonly number[])[] | undefined;
  chunks?: number;
}): ModelCheck {
  const { model, task, samples, network, reference, chunks = 1 } = parameters;
  checkCompleteness(model, task);
  assertSamples(task, samples, reference);
  const traces = samples.inputs.map(evaluatorOf(model));
  const references =
    reference ??
    (network && samples.inputs.map(floatEvaluatorOf(model.architecture, network)).map(({ outputs }) => outputs));
  const measured = measure(task, samples, traces, references);
  return {
    samples: samples.inputs.length,
    measured,
    layers: layerChecks(model, task, traces),
    size: sizeOf(model),
    provable: provableOf(model, task, measured, chunks),
  };
}

function assertSamples(task: Task, samples: CheckedSamples, reference: readonly unknown[] | undefined): void {
  const { inputs } = samples;
  if (inputs.length === 0)
    throw new InvalidValueError({ subject: "The number of samples", value: 0, expected: "at least 1" });
  const [what, answers] =
    "labels" in samples ? (["labels", samples.labels] as const) : (["targets", samples.targets] as const);
  const wanted = task.metric === "squared-error" ? "targets" : "labels";
  if (what !== wanted)
    throw new InvalidValueError({ subject: "samples", value: what, expected: `${wanted}, as in ${task.name}` });
  const lists: [string, readonly unknown[]][] = [[`The number of ${what}`, answers]];
  if (reference) lists.push(["The number of reference outputs", reference]);
  for (const [subject, list] of lists) {
    if (list.length === inputs.length) continue;
    throw new InvalidValueError({ subject, value: list.length, expected: `${inputs.length}, one for each sample` });
  }
}

function measure(
  task: Task,
  samples: CheckedSamples,
  traces: readonly Trace[],
  references: readonly (readonly number[])[] | undefined,
): Measured {
  const share = (count: number, of: number) => count / of;
  if ("labels" in samples) {
    const right = (outputs: readonly (readonly number[])[]) =>
      share(outputs.filter((logits, s) => strictArgmax(logits) === samples.labels[s]).length, outputs.length);
    const integers = traces.map(({ outputs }) => outputs);
    const agreed = references?.filter((logits, s) => strictArgmax(logits) === strictArgmax(integers[s]!)).length;
    return {
      metric: "accuracy",
      integer: right(integers),
      float: references && right(references),
      agreement: agreed === undefined ? undefined : share(agreed, traces.length),
    };
  }
  const { targetShift, targetBits } = asRegression(task);
  // In steps of the targets.
  const integers = traces.map(({ outputs }) => outputs.map((value) => value / 2 ** targetShift));
  const floats = references?.map((outputs) => outputs.map((value) => value * (2 ** targetBits - 1)));
  const errorsOf = (values: readonly (readonly number[])[], others: readonly (readonly number[])[]) =>
    values.flatMap((row, s) => row.map((value, i) => value - others[s]![i]!));
  const meanSquare = (errors: readonly number[]) => errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
  const apart = floats && errorsOf(floats, integers);
  return {
    metric: "squared-error",
    integer: meanSquare(errorsOf(integers, samples.targets)),
    float: floats && meanSquare(errorsOf(floats, samples.targets)),
    agreement: apart && share(apart.filter((error) => Math.abs(error) <= 0.5).length, apart.length),
  };
}

function layerChecks(model: IntegerModel, task: Task, traces: readonly Trace[]): LayerCheck[] {
  const margins = marginsOf(model, task);
  return model.architecture.layers.map((layer, index) => {
    const activations = traces.flatMap(({ layers }) => layers[index]!.activations);
    const shareOf = (value: number) =>
      activations.filter((activation) => activation === value).length / activations.length;
    const largest = "requantise" in layer && layer.requantise ? 2 ** layer.requantise.activationBits - 1 : undefined;
    return {
      index,
      kind: layer.kind,
      saturated: largest === undefined ? undefined : shareOf(largest),
      zero: activations.length === 0 ? undefined : shareOf(0),
      seen: seenBy(traces, index),
      margins: margins[index]!,
    };
  });
}

/** A loop, since lists of all sums are too long to be arguments. */
function seenBy(traces: readonly Trace[], index: number): LayerCheck["seen"] {
  let seen: LayerCheck["seen"];
  for (const { layers } of traces) {
    for (const sums of layers[index]!.accumulators) {
      for (const sum of sums) {
        seen ??= { minimum: sum, maximum: sum };
        seen.minimum = Math.min(seen.minimum, sum);
        seen.maximum = Math.max(seen.maximum, sum);
      }
    }
  }
  return seen;
}

function sizeOf(model: IntegerModel): ModelCheck["size"] {
  const weights = model.matrices.flatMap((matrix) => matrix.weights.flat());
  return {
    bits: modelBits(model),
    frozenBits: frozenBits(model.architecture),
    weights: weights.length,
    nonZeroWeights: weights.filter((weight) => weight !== 0).length,
    biases: model.matrices.reduce((sum, { biases }) => sum + biases.length, 0),
  };
}

function provableOf({ architecture }: IntegerModel, task: Task, measured: Measured, chunks: number): Provable {
  if (!Number.isSafeInteger(chunks) || chunks < 1) {
    throw new InvalidValueError({ subject: "chunks", value: chunks, expected: "an integer of 1 or more" });
  }
  const points = chunks * pointsPerChunk(task);
  const words = modelWordCount(architecture);
  return {
    circuits: {
      SealModel: `seal-model.${architecture.name}`,
      EvaluateModel: `evaluate-model.${task.name}.${architecture.name}`,
    },
    proofs: 1 + chunks,
    chunks,
    samplesPerChunk: samplesPerChunk(task),
    points,
    expectedPoints: Math.max(0, Math.floor(points - missed(task, measured, chunks) + ROUNDING)),
    words,
    bytes: words * WORD_BYTES,
  };
}

/** Points that a model which does as measured misses. */
function missed(task: Task, { integer }: Measured, chunks: number): number {
  const samples = chunks * samplesPerChunk(task);
  if (task.metric !== "squared-error") return (1 - integer) * samples;
  return integer * 4 ** task.targetShift * samples * task.targets;
}
