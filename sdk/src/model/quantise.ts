// SPDX-License-Identifier: MIT
import { assertFeatures } from "../data/chunk.ts";
import type { RegressionTask, Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { Architecture } from "./architecture.ts";
import { checkCompleteness, largestShifted } from "./completeness.ts";
import { evaluatorOf, type IntegerModel, strictArgmax } from "./network.ts";
import { layersOf } from "./placement.ts";
import { type Attempt, createConversion, type Source } from "./quantise/conversion.ts";
import { assertFloatNetwork, type FloatNetwork, floatEvaluatorOf } from "./quantise/float.ts";
import { pruneToBits } from "./quantise/prune.ts";

export { evaluateFloat, type FloatNetwork } from "./quantise/float.ts";

/**
 * The quantiles of a neuron's activations over the calibration samples that may become its largest integer activation;
 * anything above saturates. Cutting off rare large activations leaves finer steps for the others.
 */
const SATURATION_QUANTILES = [1, 0.999, 0.995, 0.99, 0.98, 0.95, 0.9];

/** Weights of so few bits may have been trained to be integers times a scale of their row, which scales of their own inputs would spoil. */
const NARROW_BITS = 4;

/** What {@link quantise} takes. */
export interface QuantiseParameters {
  architecture: Architecture;
  network: FloatNetwork;
  /** [samples] of inputs as the task has them, a few hundred or more, training samples for instance. */
  calibration: readonly (readonly number[])[];
  /** Needed for a regression only. */
  task?: Task | undefined;
  /**
   * Over what quantiles of activations are searched: one for all layers, unless `layers` is given: then one for each layer, in as many times
   * the time as there are layers.
   */
  search?: "network" | "layers" | undefined;
  /** The most bits that the model may have, as `modelBits` counts them: weights that matter least are made zero until it does. */
  bits?: number | undefined;
}

/**
 * The integer model that follows a network of real numbers as closely as the architecture's widths allow, and that always
 * can be proven (see {@link checkCompleteness}).
 *
 * Layer by layer, on the integers that the layers before it give for the calibration samples:
 *
 * - Every row has a scale of its own, which the next layer's weights divide out again, as a ReLU permits: the largest at which
 *   weights and bias fit their widths, no input overflows the accumulator, and the activations seen, up to a quantile, fit theirs.
 *   Where a residual adds layers, before weights of one bit and before frozen ones, rows share scales. So do logits, which are
 *   stored as differences to the first, and a router's values; those of a regression have the task's.
 * - Biases are then moved by what rounding, and pruning, have changed on average.
 *
 * Of several quantiles, and for narrow weights of inputs with and without one scale, the attempt is kept whose model agrees with the network on most calibration samples, and of equals the one
 * whose outputs are closer; of a regression only the latter counts. The same parameters give the same model.
 *
 * @returns a model that {@link checkCompleteness} accepts
 * @throws {@link InvalidValueError} if shapes differ from the architecture's, a number is not finite, there is nothing to
 * calibrate on, or not even a model without weights has so few bits
 * @throws {@link AccumulatorOverflowError} where not even the smallest weights fit, as of one bit, or besides a frozen base
 * @example
 * const model = quantise({ architecture, network, calibration: training.features });
 * const small = quantise({ architecture, network, calibration: training.features, bits: 8000 });
 */
export function quantise(parameters: QuantiseParameters): IntegerModel {
  const { architecture, network, calibration, task, search = "network", bits } = parameters;
  assertFloatNetwork(architecture, network);
  const regression = regressionOf(architecture, task);
  if (calibration.length === 0) {
    throw new InvalidValueError({ subject: "The number of calibration samples", value: 0, expected: "at least 1" });
  }
  const placed = layersOf(architecture);
  for (const [s, sample] of calibration.entries()) assertFeatures(sample, placed[0]!.input, `calibration[${s}]`);

  const source = { placed, network, calibration, regression };
  const convert = (pruned: FloatNetwork) =>
    closestModel(architecture, { ...source, network: pruned, reference: network }, search);
  const model =
    bits === undefined
      ? closestModel(architecture, source, search)
      : pruneToBits({ ...source, architecture, bits }, convert);
  checkCompleteness(model, task);
  return model;
}

/** The model of the attempt that follows the network most closely. */
function closestModel(architecture: Architecture, source: Source, search: "network" | "layers"): IntegerModel {
  const { regression } = source;
  const convert = createConversion(architecture, source);
  const tried = (attempt: Attempt): Tried => {
    const { matrices, outputs, references } = convert(attempt);
    return { attempt, model: { architecture, matrices }, ...compare(outputs, references, regression) };
  };
  const closer = (best: Tried, other: Tried) => (isCloser(other, best, regression) ? other : best);
  // There are attempts.
  const [first, ...others] = attemptsFor(architecture) as [Attempt, ...Attempt[]];
  let best = others.reduce((found, attempt) => closer(found, tried(attempt)), tried(first));
  if (search === "layers") {
    // From the last layer to the first, since those before decide what those after it have to read.
    for (const { index, layer, isLast } of source.placed.toReversed()) {
      if (isLast || !("requantise" in layer) || layer.kind === "lora") continue;
      for (const quantile of SATURATION_QUANTILES) {
        const quantiles = new Map([...(best.attempt.quantiles ?? []), [index, quantile]]);
        best = closer(best, tried({ ...best.attempt, quantiles }));
      }
    }
  }
  return best.model;
}

/** An attempt and what it came to. */
interface Tried extends Fidelity {
  attempt: Attempt;
  model: IntegerModel;
}

/**
 * How far a model follows the network of real numbers that it was made from.
 *
 * @param parameters - `samples`: [samples] of inputs as the task has them; `task`: needed for a regression only
 * @returns the share, from 0 to 1, of samples on which both choose the same class; of a regression the share of values that
 * differ by at most half a step of the targets
 */
export function agreement(parameters: {
  model: IntegerModel;
  network: FloatNetwork;
  samples: readonly (readonly number[])[];
  task?: Task;
}): number {
  const { model, network, samples, task } = parameters;
  const { architecture } = model;
  const regression = regressionOf(architecture, task);
  const outputs = samples.map(evaluatorOf(model)).map((trace) => trace.outputs);
  const references = samples.map(floatEvaluatorOf(architecture, network)).map((trace) => trace.outputs);
  const scale = regression ? largestShifted(regression) : 1;
  const scaled = references.map((reference) => reference.map((value) => value * scale));
  return compare(outputs, scaled, regression).agreement;
}

/** Every quantile; with narrow weights also with a grid for them. */
function attemptsFor({ layers }: Architecture): Attempt[] {
  const isNarrow = layers.some(
    (layer) => "weightBits" in layer && layer.weightBits > 1 && layer.weightBits <= NARROW_BITS,
  );
  const widths = isNarrow ? [1, NARROW_BITS] : [1];
  return widths.flatMap((commonUpTo) => SATURATION_QUANTILES.map((quantile) => ({ quantile, commonUpTo })));
}

/** The task of a network that gives values. */
function regressionOf({ output }: Architecture, task: Task | undefined): RegressionTask | undefined {
  if (output.kind === "logits") return undefined;
  if (task?.metric === "squared-error") return task;
  throw new InvalidValueError({
    subject: "task",
    value: task?.name,
    expected: "one with targets for the network's values",
  });
}

/** How closely outputs follow those of the network of real numbers. */
interface Fidelity {
  /** Share of samples with the same class, or of values within half a step of the targets. */
  agreement: number;
  /** Mean square of the differences of outputs; of logits relative to the size of the references. */
  error: number;
}

/** @param references - [samples][outputs], in the units of the outputs; logits in any */
function compare(
  outputs: readonly number[][],
  references: readonly number[][],
  regression: RegressionTask | undefined,
): Fidelity {
  const differences = outputs.map((values, s) => values.map((value, i) => value - references[s]![i]!));
  const error = differences.flat().reduce((sum, difference) => sum + difference ** 2, 0);
  const size = regression ? outputs.length : references.flat().reduce((sum, value) => sum + value ** 2, 0) || 1;
  if (!regression) {
    const agreed = outputs.filter((logits, s) => strictArgmax(logits) === strictArgmax(references[s]!)).length;
    return { agreement: agreed / outputs.length, error: error / size };
  }
  const half = 2 ** regression.targetShift / 2;
  const close = differences.flat().filter((difference) => Math.abs(difference) <= half).length;
  return { agreement: close / differences.flat().length, error: error / size };
}

function isCloser(a: Fidelity, b: Fidelity, regression: RegressionTask | undefined): boolean {
  if (regression) return a.error < b.error;
  return a.agreement > b.agreement || (a.agreement === b.agreement && a.error < b.error);
}
