// SPDX-License-Identifier: MIT
import type { RegressionTask, Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import {
  adapterBounds,
  errorBounds,
  hiddenBounds,
  largestDifference,
  loraReaches,
  type Range,
  reachesOf,
  reachOf,
  signedBounds,
} from "./completeness.ts";
import type { MatrixValues } from "./layers.ts";
import { assertModel, type IntegerModel } from "./network.ts";
import { layersOf, type Matrix, type PlacedLayer } from "./placement.ts";

/** How far the sums of a matrix stay within what can be proven, over all inputs there can be. */
export interface Margin {
  role: Matrix["role"];
  /** Which expert, if it is one's. */
  expert?: number;
  /** What is bounded, in words. */
  quantity: "accumulator" | "value" | "lead over another class" | "value towards any target";
  /** The row that comes closest to its bounds. */
  neuron: number;
  /** What that row can reach. */
  reach: Range;
  /** What it may reach. */
  bounds: Range;
  /** How often its sums could double: negative where they go too far; infinite where they are zero. */
  bitsLeft: number;
}

/**
 * The margins of every matrix whose sums are bounded, layer by layer: the numbers behind {@link checkCompleteness}, which accepts a model
 * where none is negative.
 *
 * @param task - needed only for a network that gives values: it bounds their errors
 * @returns [layers][matrices]; none for layers without sums
 * @throws {@link InvalidValueError} if the model is malformed, or the task is missing
 */
export function marginsOf(model: IntegerModel, task?: Task): Margin[][] {
  assertModel(model);
  return layersOf(model.architecture).map((placed) => {
    const { firstMatrix, matrices } = placed;
    return layerMargins(placed, model.matrices.slice(firstMatrix, firstMatrix + matrices.length), task);
  });
}

function layerMargins(placed: PlacedLayer, matrices: readonly MatrixValues[], task: Task | undefined): Margin[] {
  const { layer, input, isLast } = placed;
  const [first, ...others] = matrices as [MatrixValues, ...MatrixValues[]];
  switch (layer.kind) {
    case "dense":
      if (isLast) return [outputMargin(placed, first, layer.accumulatorBits, task)];
      return [closest("weights", "accumulator", reachesOf(first, input.maximum), hiddenBounds(layer))];
    case "conv2d":
      return [closest("weights", "accumulator", reachesOf(first, input.maximum), hiddenBounds(layer))];
    case "lora":
      return [
        closest("down", "accumulator", reachesOf(first, input.maximum), adapterBounds(layer)),
        closest("up", "accumulator", loraReaches(placed, layer, first, others[0]!), hiddenBounds(layer)),
      ];
    case "experts":
      return [
        closest("router", "value", reachesOf(first, input.maximum), signedBounds(layer.router.accumulatorBits)),
        ...others.map((values, expert) => ({
          ...closest("expert", "accumulator", reachesOf(values, input.maximum), hiddenBounds(layer)),
          expert,
        })),
      ];
    case "maxPool":
    case "averagePool":
    case "residual":
    case "embedding":
      return [];
  }
}

function outputMargin(
  { input }: PlacedLayer,
  values: MatrixValues,
  accumulatorBits: number | undefined,
  task: Task | undefined,
): Margin {
  if (accumulatorBits === undefined) {
    const bounds = errorBounds(regressionOf(task));
    return closest("weights", "value towards any target", reachesOf(values, input.maximum), bounds);
  }
  const limit = largestDifference(accumulatorBits);
  const leads = leadsOf(values, input.maximum);
  // The least lead of a class is the greatest of another.
  const ahead = closest(
    "weights",
    "lead over another class",
    leads.map(({ maximum }) => ({ minimum: 0, maximum })),
    {
      minimum: -limit,
      maximum: limit,
    },
  );
  return { ...ahead, reach: leads[ahead.neuron]! };
}

function regressionOf(task: Task | undefined): RegressionTask {
  if (task?.metric === "squared-error") return task;
  const expected = "the one that bounds the errors of the network's values";
  throw new InvalidValueError({ subject: "task", value: task?.name, expected });
}

/** The least and the greatest lead of each class over any other; of the first class too, of which nothing is stored. */
function leadsOf({ weights, biases }: MatrixValues, inputMaximum: number): Range[] {
  const rows = [weights[0]!.map(() => 0), ...weights];
  const offsets = [0, ...biases];
  return rows.map((winner, k) => {
    const leads = rows.flatMap((loser, j) => {
      if (j === k) return [];
      const difference = winner.map((weight, i) => weight - loser[i]!);
      return [reachOf(difference, offsets[k]! - offsets[j]!, inputMaximum)];
    });
    return {
      minimum: Math.min(...leads.map(({ minimum }) => minimum)),
      maximum: Math.max(...leads.map(({ maximum }) => maximum)),
    };
  });
}

/** The margin of the row that comes closest. */
function closest(role: Matrix["role"], quantity: Margin["quantity"], reaches: readonly Range[], bounds: Range): Margin {
  const left = reaches.map(({ minimum, maximum }) => {
    return Math.min(doublings(maximum, bounds.maximum), doublings(-minimum, -bounds.minimum));
  });
  const neuron = left.indexOf(Math.min(...left));
  return { role, quantity, neuron, reach: reaches[neuron]!, bounds, bitsLeft: left[neuron]! };
}

function doublings(reach: number, bound: number): number {
  if (reach <= bound && reach <= 0) return Number.POSITIVE_INFINITY;
  // A bound of zero or less is never met by a positive reach.
  return bound <= 0 ? Number.NEGATIVE_INFINITY : Math.log2(bound / reach);
}
