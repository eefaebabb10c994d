// SPDX-License-Identifier: MIT
import { assertFeatures } from "../data/chunk.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type Architecture, type DenseLayer, largestInput, layerInputs } from "./architecture.ts";
import { accumulatorBounds, checkCompleteness, findOverflow, largestDifference, reachOf } from "./completeness.ts";
import { evaluate, type IntegerLayer, type IntegerModel, strictArgmax } from "./network.ts";

/**
 * A dense ReLU network of real numbers: y = max(W·x + b, 0) in every layer but the last, which gives the logits.
 * It reads integer features divided by 2^featureBits − 1, so in [0, 1].
 */
export interface FloatNetwork {
  layers: {
    /** [outputs][inputs]; the last layer has a row for every class. */
    weights: number[][];
    /** [outputs] */
    biases: number[];
  }[];
}

/**
 * The quantiles of a neuron's activations over the calibration samples that may become its largest integer activation;
 * anything above saturates. Cutting off rare large activations leaves finer steps for the others.
 */
const SATURATION_QUANTILES = [1, 0.999, 0.995, 0.99, 0.98, 0.95, 0.9];

/** How much a scale shrinks at a time when rounding has pushed a row just beyond a bound. */
const SHRINK = 0.99;

/**
 * The integer model that follows a network of real numbers as closely as the architecture's widths allow, and that always
 * can be proven (see {@link checkCompleteness}).
 *
 * Every hidden neuron has a scale of its own, which the next layer's weights divide out again, as a ReLU permits: the
 * largest at which weights and bias fit their widths, no input overflows the accumulator, and the activations seen in
 * calibration, up to a quantile, fit theirs. Of several quantiles the one is kept whose model agrees with the network on most
 * calibration samples, and of equals the one whose logits are closer. The last layer stores differences to row 0 under
 * one scale, so that logit 0 is zero.
 *
 * @param parameters - `network`: as {@link FloatNetwork}; `calibration`: [samples][features], integer features like those of
 * the task, a few hundred or more, training samples for instance
 * @returns a model that {@link checkCompleteness} accepts
 * @throws {@link InvalidValueError} if shapes differ from the architecture's, a number is not finite, or there is nothing to
 * calibrate on
 * @example
 * const model = quantise({ architecture, network, calibration: training.features });
 */
export function quantise(parameters: {
  architecture: Architecture;
  network: FloatNetwork;
  calibration: readonly (readonly number[])[];
}): IntegerModel {
  const { architecture, network, calibration } = parameters;
  assertFloatNetwork(architecture, network);
  if (calibration.length === 0) {
    throw new InvalidValueError({ subject: "The number of calibration samples", value: 0, expected: "at least 1" });
  }
  for (const [s, sample] of calibration.entries()) assertFeatures(sample, architecture, `calibration[${s}]`);

  const traces = calibration.map((features) => floatActivations(architecture, network, features));
  const references = traces.map((activations) => activations.at(-1)!);
  const sorted = sortedActivations(traces, network.layers.length - 1);

  let best: (Fidelity & { model: IntegerModel }) | undefined;
  for (const quantile of SATURATION_QUANTILES) {
    const ranges = sorted.map((layer) => layer.map((values) => quantileOf(values, quantile)));
    const { model, logitUnit } = quantiseAt(architecture, network, ranges);
    const fidelity = compare(model, logitUnit, calibration, references);
    if (!best || isCloser(fidelity, best)) best = { model, ...fidelity };
  }
  // The list of quantiles is not empty.
  const { model } = best!;
  checkCompleteness(model);
  return model;
}

/**
 * How far a model follows the network of real numbers that it was made from.
 *
 * @param parameters - `samples`: [samples][features], integer features
 * @returns the share of samples, from 0 to 1, on which both choose the same class
 */
export function agreement(parameters: {
  model: IntegerModel;
  network: FloatNetwork;
  samples: readonly (readonly number[])[];
}): number {
  const { model, network, samples } = parameters;
  const agreed = samples.filter(
    (features) =>
      strictArgmax(evaluate(model, features)) === strictArgmax(evaluateFloat(model.architecture, network, features)),
  );
  return agreed.length / samples.length;
}

/**
 * The logits of a network of real numbers on integer features.
 *
 * @param features - [features], integers in [0, 2^featureBits)
 * @returns [classes]
 */
export function evaluateFloat(
  architecture: Architecture,
  network: FloatNetwork,
  features: readonly number[],
): number[] {
  return floatActivations(architecture, network, features).at(-1)!;
}

/** Activations of every hidden layer, then the logits. */
function floatActivations(architecture: Architecture, network: FloatNetwork, features: readonly number[]): number[][] {
  const unit = 1 / largestInput(architecture, 0);
  let inputs = features.map((feature) => feature * unit);
  return network.layers.map(({ weights, biases }, l) => {
    const isLast = l === network.layers.length - 1;
    inputs = weights.map((row, i) => {
      let sum = biases[i]!;
      for (let j = 0; j < row.length; j++) sum += row[j]! * inputs[j]!;
      return isLast ? sum : Math.max(sum, 0);
    });
    return inputs;
  });
}

/** [hidden layers][neurons][samples], ascending. */
function sortedActivations(traces: readonly number[][][], hiddenLayers: number): Float64Array[][] {
  return Array.from({ length: hiddenLayers }, (_, l) =>
    traces[0]![l]!.map((_, i) => Float64Array.from(traces, (activations) => activations[l]![i]!).sort()),
  );
}

function quantileOf(sorted: Float64Array, quantile: number): number {
  return sorted[Math.ceil(quantile * sorted.length) - 1]!;
}

/**
 * The integer model for given activation ranges.
 *
 * @param ranges - [hidden layers][neurons]: the real activation that the largest integer activation shall stand for
 * @returns the model, and the real number that a step of its logits stands for
 */
function quantiseAt(
  architecture: Architecture,
  network: FloatNetwork,
  ranges: readonly (readonly number[])[],
): { model: IntegerModel; logitUnit: number } {
  const layers: IntegerLayer[] = [];
  // The real number that a step of each input of the layer stands for.
  let units = Array.from({ length: architecture.features }, () => 1 / largestInput(architecture, 0));
  for (const [l, layer] of architecture.layers.entries()) {
    const inputMaximum = largestInput(architecture, l);
    const { weights, biases } = network.layers[l]!;
    const rows = weights.map((row) => row.map((weight, j) => weight * units[j]!));
    const { requantise } = layer;
    if (requantise) {
      const neurons = rows.map((row, i) => quantiseNeuron(layer, row, biases[i]!, inputMaximum, ranges[l]![i]!));
      layers.push({ weights: neurons.map(({ weights }) => weights), biases: neurons.map(({ bias }) => bias) });
      units = neurons.map(({ scale }) => 2 ** requantise.shift / scale);
    } else {
      const differences = rows.slice(1).map((row) => row.map((weight, j) => weight - rows[0]![j]!));
      const offsets = biases.slice(1).map((bias) => bias - biases[0]!);
      const last = quantiseLast(layer, differences, offsets, inputMaximum);
      layers.push(last.layer);
      units = [1 / last.scale];
    }
  }
  return { model: { architecture, layers }, logitUnit: units[0]! };
}

/** A hidden neuron at the largest scale that its widths, its accumulator and the range of its activations allow. */
function quantiseNeuron(
  layer: DenseLayer,
  row: readonly number[],
  bias: number,
  inputMaximum: number,
  range: number,
): { weights: number[]; bias: number; scale: number } {
  const { shift, activationBits } = layer.requantise!;
  const bounds = accumulatorBounds(layer.accumulatorBits, shift);
  const reach = reachOf(row, bias, inputMaximum);
  const scale = largestScale([
    ...widthLimits(layer, [row], [bias]),
    { limit: bounds.maximum, at: reach.maximum },
    { limit: -bounds.minimum, at: -reach.minimum },
    { limit: (2 ** activationBits - 1) * 2 ** shift, at: range },
  ]);
  const rounded = roundWithin(layer, [row], [bias], inputMaximum, scale);
  return { weights: rounded.layer.weights[0]!, bias: rounded.layer.biases[0]!, scale: rounded.scale };
}

/** The last layer, whose rows share a scale, since their logits are compared. */
function quantiseLast(
  layer: DenseLayer,
  rows: readonly number[][],
  biases: readonly number[],
  inputMaximum: number,
): { layer: IntegerLayer; scale: number } {
  const allRows = [rows[0]!.map(() => 0), ...rows];
  const allBiases = [0, ...biases];
  const leads = allRows.flatMap((winner, k) =>
    allRows.map((loser, j) => {
      const difference = winner.map((weight, i) => weight - loser[i]!);
      return reachOf(difference, allBiases[k]! - allBiases[j]!, inputMaximum).maximum;
    }),
  );
  const scale = largestScale([
    ...widthLimits(layer, rows, biases),
    { limit: largestDifference(layer.accumulatorBits), at: Math.max(...leads) },
  ]);
  return roundWithin(layer, rows, biases, inputMaximum, scale);
}

/** The scaled quantity `at` may grow up to `limit`. */
interface ScaleLimit {
  limit: number;
  at: number;
}

function widthLimits(layer: DenseLayer, rows: readonly (readonly number[])[], biases: readonly number[]): ScaleLimit[] {
  const largestWeight = rows.reduce((largest, row) => row.reduce((m, w) => Math.max(m, Math.abs(w)), largest), 0);
  const largestBias = biases.reduce((largest, bias) => Math.max(largest, Math.abs(bias)), 0);
  return [
    { limit: 2 ** (layer.weightBits - 1) - 1, at: largestWeight },
    { limit: 2 ** (layer.biasBits - 1) - 1, at: largestBias },
  ];
}

/** Quantities that are never positive limit nothing; a row of zeros may have any scale. */
function largestScale(limits: readonly ScaleLimit[]): number {
  const scales = limits.filter(({ at }) => at > 0).map(({ limit, at }) => limit / at);
  const scale = Math.min(...scales);
  return Number.isFinite(scale) ? scale : 1;
}

/**
 * Rows rounded at the scale given, or at one a little smaller where rounding alone would overflow an accumulator. It ends at
 * the latest when everything is rounded to zero, which overflows nothing.
 */
function roundWithin(
  layer: DenseLayer,
  rows: readonly (readonly number[])[],
  biases: readonly number[],
  inputMaximum: number,
  largest: number,
): { layer: IntegerLayer; scale: number } {
  for (let scale = largest; ; scale *= SHRINK) {
    const rounded = {
      weights: rows.map((row) => row.map((weight) => roundToInteger(weight * scale))),
      biases: biases.map((bias) => roundToInteger(bias * scale)),
    };
    if (!findOverflow(layer, rounded, inputMaximum)) return { layer: rounded, scale };
  }
}

/** Math.round gives −0 for small negative numbers, which JSON and comparisons would tell from 0. */
function roundToInteger(value: number): number {
  return Math.round(value) + 0;
}

/** How closely a model follows the network of real numbers on the calibration samples. */
interface Fidelity {
  /** Share of samples with the same class. */
  agreement: number;
  /** Mean square of the differences of logits, each relative to logit 0. */
  error: number;
}

function compare(
  model: IntegerModel,
  logitUnit: number,
  calibration: readonly (readonly number[])[],
  references: readonly number[][],
): Fidelity {
  let agreed = 0;
  let error = 0;
  for (const [s, features] of calibration.entries()) {
    const reference = references[s]!;
    const logits = evaluate(model, features);
    if (strictArgmax(logits) === strictArgmax(reference)) agreed++;
    for (const [k, logit] of logits.entries()) error += (logit * logitUnit - (reference[k]! - reference[0]!)) ** 2;
  }
  return { agreement: agreed / calibration.length, error: error / calibration.length };
}

function isCloser(a: Fidelity, b: Fidelity): boolean {
  return a.agreement > b.agreement || (a.agreement === b.agreement && a.error < b.error);
}

function assertFloatNetwork(architecture: Architecture, network: FloatNetwork): void {
  assertCount("The number of layers of the network", network.layers.length, architecture.layers.length);
  for (const [l, { weights, biases }] of network.layers.entries()) {
    const subject = `network.layers[${l}]`;
    const { outputs } = architecture.layers[l]!;
    assertCount(`The number of rows of ${subject}.weights`, weights.length, outputs);
    assertCount(`The number of ${subject}.biases`, biases.length, outputs);
    for (const [i, row] of weights.entries()) {
      assertCount(`The number of weights in ${subject}.weights[${i}]`, row.length, layerInputs(architecture, l));
      for (const [j, weight] of row.entries()) assertFinite(`${subject}.weights[${i}][${j}]`, weight);
    }
    for (const [i, bias] of biases.entries()) assertFinite(`${subject}.biases[${i}]`, bias);
  }
}

function assertCount(subject: string, value: number, expected: number): void {
  if (value !== expected) throw new InvalidValueError({ subject, value, expected: String(expected) });
}

function assertFinite(subject: string, value: number): void {
  if (!Number.isFinite(value)) throw new InvalidValueError({ subject, value, expected: "a finite number" });
}
