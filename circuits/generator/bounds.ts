// SPDX-License-Identifier: GPL-3.0-or-later
import { parseTask, type Task } from "@commonweight/sdk/data";
import {
  type Architecture,
  assertFits,
  type DenseLayer,
  lanesOf,
  largestInput,
  layerInputs,
  parseArchitecture,
  storedRows,
} from "@commonweight/sdk/model";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { UnsoundLanesError } from "./errors.ts";

/** How values share an element. */
export interface Lanes {
  /** Bits from a lane to the next. */
  stride: number;
  /** Lanes of a full element. */
  lanes: number;
}

/** The exact bounds of a layer that make its lanes sound, over all weights, biases and inputs that are in range. */
export interface LayerBounds extends Lanes {
  /** Index of the layer. */
  layer: number;
  /** max |z|: inputs · 2^(weightBits−1) · largest input + 2^(biasBits−1). */
  accumulator: bigint;
  /** The largest magnitude that the circuit lets a prover claim for a lane. */
  claim: bigint;
  /** E = accumulator + claim: how far a claimed lane can be from the true one. */
  difference: bigint;
}

/**
 * Checks that equal elements mean equal lanes when lanes differ by at most E: E < 2^stride, and the largest difference of
 * two elements, E·(2^(stride·lanes) − 1)/(2^stride − 1), is below p. The argument is in `PackLanes.circom`.
 *
 * @param subject - whose lanes these are, for the message
 * @param difference - E
 * @throws {@link UnsoundLanesError} naming the subject, the bound, its value and the limit
 */
export function assertExactLanes(subject: string, { stride, lanes }: Lanes, difference: bigint): void {
  const limit = 2n ** BigInt(stride);
  if (difference >= limit) {
    throw new UnsoundLanesError({
      subject: `The largest difference in a lane of ${subject}`,
      value: difference,
      expected: `less than 2^stride = 2^${stride} = ${limit}`,
    });
  }
  const element = (difference * (limit ** BigInt(lanes) - 1n)) / (limit - 1n);
  if (element >= FIELD_ORDER) {
    throw new UnsoundLanesError({
      subject: `The largest difference of an element of ${lanes} lanes of ${subject}`,
      value: element,
      expected: `less than p = ${FIELD_ORDER}`,
    });
  }
}

/**
 * Checks that the packed features of a task determine the features.
 *
 * @throws {@link UnsoundLanesError}
 */
export function assertTaskLanes(task: Task): void {
  const { stride, perElement } = task.lanes;
  assertExactLanes(`the features of ${task.name}`, { stride, lanes: perElement }, 2n ** BigInt(task.featureBits) - 1n);
}

/**
 * The bounds of layer 0, whose lanes are over the samples of a task.
 *
 * @throws {@link UnsoundLanesError} if the task's lanes are too narrow for the layer
 */
export function firstLayerBounds(task: Task, architecture: Architecture): LayerBounds {
  const { stride, perElement } = task.lanes;
  return layerBounds(architecture, 0, { stride, lanes: perElement }, ` on ${task.name}`);
}

/**
 * The bounds of the layers after the first, whose lanes are over outputs; they hold for every task.
 *
 * @throws {@link UnsoundLanesError} naming the first layer whose lanes are too narrow
 */
export function laterLayerBounds(architecture: Architecture): LayerBounds[] {
  return architecture.layers.slice(1).map((layer, i) => {
    const { stride, perElement } = lanesOf(layer);
    return layerBounds(architecture, i + 1, { stride, lanes: perElement }, "");
  });
}

/**
 * The bounds of all layers of an architecture on a task.
 *
 * @param task - checked by {@link parseTask}, so that unparsed JSON may be given
 * @param architecture - checked by {@link parseArchitecture}
 * @throws InvalidValueError if either is malformed, or their features or classes differ; {@link UnsoundLanesError} naming
 * the first layer whose lanes are too narrow
 */
export function boundsOf(task: Task, architecture: Architecture): LayerBounds[] {
  parseTask(task);
  parseArchitecture(architecture);
  assertFits(architecture, task);
  assertTaskLanes(task);
  return [firstLayerBounds(task, architecture), ...laterLayerBounds(architecture)];
}

function layerBounds(architecture: Architecture, index: number, lanes: Lanes, place: string): LayerBounds {
  const layer = architecture.layers[index]!;
  const products = BigInt(layerInputs(architecture, index)) * BigInt(largestInput(architecture, index));
  const accumulator = products * halfRange(layer.weightBits) + halfRange(layer.biasBits);
  const claim = largestClaim(layer);
  const difference = accumulator + claim;
  assertExactLanes(`layer ${index} of ${architecture.name}${place}`, lanes, difference);
  return { layer: index, ...lanes, accumulator, claim, difference };
}

/**
 * RequantiseReLU admits accumulators from −2^(A−1) − 2^(shift−1) to 2^(A−1) − 2^(shift−1) − 1. StrictArgmax makes a logit
 * the difference of two numbers of A bits, give or take the label's one.
 */
function largestClaim({ accumulatorBits, requantise }: DenseLayer): bigint {
  return requantise ? halfRange(accumulatorBits) + halfRange(requantise.shift) : 2n ** BigInt(accumulatorBits);
}

function halfRange(bits: number): bigint {
  return 2n ** BigInt(bits - 1);
}

/** Rows that each layer stores, in order. */
export function rowsOf(architecture: Architecture): number[] {
  return architecture.layers.map(storedRows);
}
