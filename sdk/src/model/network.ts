// SPDX-License-Identifier: MIT
import { assertChunk, assertFeatures, type Chunk, inputsOf, labelsOf, type RegressionChunk } from "../data/chunk.ts";
import { pointsPerChunk, type RegressionTask, type Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { LoraLayer, Requantise } from "./architecture.ts";
import { assertFits } from "./fits.ts";
import { applyMatrix, firstLargest, patchesOf, patchIndices, requantised, rounded, windowIndices } from "./layers.ts";
import { assertModel, type IntegerMatrix, type IntegerModel, signedRange } from "./matrices.ts";
import { baseWeights, layersOf, type PlacedLayer } from "./placement.ts";

export { requantised } from "./layers.ts";
export { assertModel, type IntegerMatrix, type IntegerModel } from "./matrices.ts";

/** What a layer computes on one sample. */
export interface LayerTrace {
  /** What the next layer reads; of the last layer nothing. Those of a conv2d are the ones before its maxPool, if any. */
  activations: number[];
  /** [positions][rows]: z before rounding of dense, conv2d and lora, and of the chosen expert; of other layers none. */
  accumulators: number[][];
  /** lora: A·x, before rounding. */
  adapter?: number[];
  /** experts: the router's values. */
  router?: number[];
  /** experts: the index of the one chosen. */
  choice?: number;
}

/** What a network computes on one sample, step by step. */
export interface Trace {
  layers: LayerTrace[];
  /** [classes] logits, of which logit 0 is zero; or [values]. */
  outputs: number[];
}

/**
 * The exact integer network on one sample, with everything a prover has to know about it. The circuits compute the same,
 * bit for bit. Plain numbers are exact here, as {@link assertModel} makes sure.
 *
 * @param model - one that {@link assertModel} accepts
 * @param input - [features], integers in [0, 2^featureBits); or [context], integers in [0, symbols)
 * @throws {@link InvalidValueError} naming the first feature or symbol that does not fit
 */
export function evaluateTrace(model: IntegerModel, input: readonly number[]): Trace {
  return evaluatorOf(model)(input);
}

/**
 * The outputs of the exact integer network on one sample.
 *
 * @param model - one that {@link assertModel} accepts
 * @param input - [features], integers in [0, 2^featureBits); or [context], integers in [0, symbols)
 * @returns [classes] logits, of which logit 0 is zero; or [values]
 * @throws {@link InvalidValueError} naming the first feature or symbol that does not fit
 * @example
 * strictArgmax(evaluate(model, features)); // the class, or undefined if several logits are largest
 */
export function evaluate(model: IntegerModel, input: readonly number[]): number[] {
  return evaluateTrace(model, input).outputs;
}

/**
 * {@link evaluateTrace} for many samples of one model: what does not depend on the sample is computed once.
 *
 * @param model - one that {@link assertModel} accepts; not to be changed as long as the result is used
 */
export function evaluatorOf({ architecture, matrices }: IntegerModel): (input: readonly number[]) => Trace {
  const placedLayers = layersOf(architecture);
  const steps = placedLayers.map((placed) => {
    const { firstMatrix } = placed;
    return stepOf(placed, matrices.slice(firstMatrix, firstMatrix + placed.matrices.length));
  });
  return (input) => {
    assertFeatures(input, placedLayers[0]!.input, "input");
    const layers: LayerTrace[] = [];
    for (const [l, step] of steps.entries()) layers.push(step(l === 0 ? input : layers[l - 1]!.activations, layers));
    const [values] = layers.at(-1)!.accumulators as [number[]];
    return { layers, outputs: architecture.output.kind === "logits" ? [0, ...values] : values };
  };
}

/** One layer on one sample. `before`: the traces of the layers before it. */
export type Step = (input: readonly number[], before: readonly LayerTrace[]) => LayerTrace;

export function stepOf(placed: PlacedLayer, matrices: readonly IntegerMatrix[]): Step {
  const { layer, input } = placed;
  switch (layer.kind) {
    case "dense":
      return (x) => activate([applyMatrix(matrices[0]!, x)], layer);
    case "conv2d": {
      const indices = patchIndices(layer, input.shape!);
      return (x) =>
        activate(
          patchesOf(indices, x).map((patch) => applyMatrix(matrices[0]!, patch)),
          layer,
        );
    }
    case "maxPool": {
      const windows = windowIndices(layer.window, input.shape!);
      return (x) => linear(windows.map((members) => Math.max(...members.map((at) => x[at]!))));
    }
    case "averagePool": {
      const windows = windowIndices(layer.window, input.shape!);
      return (x) => linear(windows.map((members) => members.reduce((sum, at) => sum + x[at]!, 0)));
    }
    case "residual":
      return (x, before) => linear(before[layer.from]!.activations.map((other, i) => x[i]! + other));
    case "embedding": {
      const [{ weights: table }] = matrices as [IntegerMatrix];
      const offset = 2 ** (layer.weightBits - 1);
      return (x) => linear(x.flatMap((symbol) => table.map((row) => row[symbol]! + offset)));
    }
    case "lora":
      return loraStep(layer, input.count, matrices);
    case "experts":
      return (x) => {
        const [router, ...experts] = matrices as [IntegerMatrix, ...IntegerMatrix[]];
        const values = applyMatrix(router, x);
        const choice = firstLargest(values);
        return { ...activate([applyMatrix(experts[choice]!, x)], layer), router: values, choice };
      };
  }
}

/** z = 2^baseShift · W₀x + B·u + b, u = ⌊(A·x + 2^(shift−1)) / 2^shift⌋. */
function loraStep(layer: LoraLayer, inputs: number, matrices: readonly IntegerMatrix[]): Step {
  const [down, up] = matrices as [IntegerMatrix, IntegerMatrix];
  const base = { weights: baseWeights(layer, inputs), biases: [] };
  return (x) => {
    const adapter = applyMatrix(down, x);
    const frozen = applyMatrix(base, x);
    const update = applyMatrix(
      up,
      adapter.map((value) => rounded(value, layer.adapter.shift)),
    );
    const accumulators = update.map((value, i) => 2 ** layer.baseShift * frozen[i]! + value);
    return { ...activate([accumulators], layer), adapter };
  };
}

function activate(accumulators: number[][], { requantise }: { requantise?: Requantise }): LayerTrace {
  const activations = requantise ? accumulators.flat().map((z) => requantised(z, requantise)) : [];
  return { activations, accumulators };
}

function linear(activations: number[]): LayerTrace {
  return { activations, accumulators: [] };
}

/**
 * The class whose logit is larger than every other; undefined on a tie, which counts as wrong: else a network of zeros
 * would be right on every sample.
 */
export function strictArgmax(logits: readonly number[]): number | undefined {
  const first = firstLargest(logits);
  return logits.lastIndexOf(logits[first]!) === first ? first : undefined;
}

/**
 * The points of a model on a chunk: the score that the circuit proves. Of labels or next symbols: samples on which the model is
 * strictly right. Of targets: Σ (2^(2·errorBits−2) − d²) over the errors d = z − 2^targetShift · t of all values of all samples.
 *
 * @param parameters - the model, the chunk and the task that the chunk is of
 * @throws {@link InvalidValueError} if the model or the chunk is malformed, they do not fit each other, or an error is no signed
 * number of errorBits bits, naming sample and value: such a model has no proof
 */
export function score(parameters: { model: IntegerModel; task: Task; chunk: Chunk }): number {
  const { model, task, chunk } = parameters;
  assertFits(model.architecture, task);
  assertModel(model);
  assertChunk(task, chunk);
  return pointsOf(task, chunk, inputsOf(task, chunk).map(evaluatorOf(model)));
}

/**
 * The points of a model on a chunk that it has been evaluated on.
 *
 * @param traces - one for each sample of the chunk
 * @throws {@link InvalidValueError} if an error is no signed number of errorBits bits, naming sample and value
 */
export function pointsOf(task: Task, chunk: Chunk, traces: readonly Trace[]): number {
  if (task.metric !== "squared-error") {
    const labels = labelsOf(task, chunk);
    return traces.filter(({ outputs }, s) => strictArgmax(outputs) === labels[s]).length;
  }
  const most = pointsPerChunk(task);
  if (most > Number.MAX_SAFE_INTEGER) {
    const subject = `The most points of a chunk of ${task.name}`;
    throw new InvalidValueError({ subject, value: most, expected: "less than 2^53, to be counted exactly" });
  }
  const { targets } = chunk as RegressionChunk;
  const errors = traces.flatMap(({ outputs }, s) => errorsOf(task, outputs, targets[s]!, s));
  return errors.reduce((points, error) => points - error * error, most);
}

/**
 * The errors of a regression on one sample: z − 2^targetShift · t.
 *
 * @param values - [targets], what the network gives
 * @param sample - which one it is, for messages
 * @throws {@link InvalidValueError} naming the first error that is no signed number of errorBits bits
 */
export function errorsOf(
  task: RegressionTask,
  values: readonly number[],
  targets: readonly number[],
  sample: number,
): number[] {
  return values.map((value, i) => {
    const error = value - 2 ** task.targetShift * targets[i]!;
    const expected = signedRange(error, task.errorBits);
    if (expected === undefined) return error;
    const subject = `The error of value ${i} on sample ${sample}`;
    throw new InvalidValueError({ subject, value: error, expected: `${expected}, which ${task.name} has bits for` });
  });
}
