// SPDX-License-Identifier: MIT
import { z } from "zod";
import type { Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { wordCount } from "../utils/packing.ts";
import { integerFrom, nameSchema, parseWith } from "../utils/parse.ts";

/** Lanes over samples share an element between samples, as the task lays them out; lanes over outputs between neurons. */
export type LayerLanes = { over: "samples" } | { over: "outputs"; stride: number };

/** A dense layer: z = W·x + b, and for hidden layers y = clamp(⌊(z + 2^(shift−1)) / 2^shift⌋, 0, 2^activationBits − 1). */
export interface DenseLayer {
  kind: "dense";
  /** Neurons. The last layer has one for each class, and stores all but the first, whose logit is zero. */
  outputs: number;
  /** Weights are two's complement integers of this width. */
  weightBits: number;
  /** Biases are two's complement integers of this width. */
  biasBits: number;
  /** Hidden layers: bits of the signed accumulator z. The last layer: bits of a difference of logits. */
  accumulatorBits: number;
  lanes: LayerLanes;
  /** The step from accumulators to activations; every layer but the last has it. */
  requantise?: { shift: number; activationBits: number };
}

/** The shape of an integer network, and of its commitment. It names no task: several tasks may fit it. */
export interface Architecture {
  name: string;
  features: number;
  featureBits: number;
  classes: number;
  /** Two or more. */
  layers: DenseLayer[];
}

/** Bits of a commitment element that lanes over outputs may fill. */
const OUTPUT_LANE_BITS = 252;

const lanesSchema: z.ZodType<LayerLanes> = z.discriminatedUnion(
  "over",
  [
    z.strictObject({ over: z.literal("samples") }),
    z.strictObject({ over: z.literal("outputs"), stride: integerFrom(1, OUTPUT_LANE_BITS) }),
  ],
  { error: '"samples" or "outputs"' },
);

const layerSchema: z.ZodType<DenseLayer> = z.strictObject({
  kind: z.literal("dense", { error: '"dense"' }),
  outputs: integerFrom(1, 65_536),
  weightBits: integerFrom(2, 8),
  biasBits: integerFrom(2, 18),
  accumulatorBits: integerFrom(2, 40),
  lanes: lanesSchema,
  requantise: z.strictObject({ shift: integerFrom(1, 38), activationBits: integerFrom(1, 7) }).exactOptional(),
});

/**
 * The schema of {@link Architecture}; unknown keys are refused, since they would change its identity. What depends on the place of a
 * layer among the others is left to {@link parseArchitecture}.
 */
const architectureSchema: z.ZodType<Architecture> = z.strictObject({
  name: nameSchema,
  features: integerFrom(1, 65_536),
  featureBits: integerFrom(1, 8),
  classes: integerFrom(2, 240),
  layers: z.array(layerSchema).min(2, { error: "two layers or more" }),
});

/**
 * An architecture from JSON.
 *
 * @throws {@link InvalidValueError} for the first thing wrong
 */
export function parseArchitecture(json: unknown): Architecture {
  const architecture = parseWith(architectureSchema, json, "architecture");
  for (const [l, layer] of architecture.layers.entries()) {
    assertPlaceOfLayer(layer, l, architecture);
  }
  return architecture;
}

/** Checks what depends on where a layer stands. */
function assertPlaceOfLayer(layer: DenseLayer, index: number, architecture: Architecture): void {
  const subject = `architecture.layers[${index}]`;
  const isLast = index === architecture.layers.length - 1;
  const lanes = index === 0 ? "samples" : "outputs";
  if (layer.lanes.over !== lanes) {
    const expected = `"${lanes}": the first layer has lanes over samples, every later one over outputs`;
    throw new InvalidValueError({ subject: `${subject}.lanes.over`, value: layer.lanes.over, expected });
  }
  if (isLast !== (layer.requantise === undefined)) {
    const expected = isLast ? "none on the last layer" : "shift and activationBits on every layer but the last";
    throw new InvalidValueError({ subject: `${subject}.requantise`, value: layer.requantise, expected });
  }
  if (isLast && layer.outputs !== architecture.classes) {
    const expected = `${architecture.classes}, the number of classes, on the last layer`;
    throw new InvalidValueError({ subject: `${subject}.outputs`, value: layer.outputs, expected });
  }
  if (layer.requantise) {
    const { shift, activationBits } = layer.requantise;
    // The largest activation must be within reach of the signed accumulator.
    if (shift + activationBits > layer.accumulatorBits - 1) {
      const expected = `at least shift + activationBits + 1 = ${shift + activationBits + 1}`;
      throw new InvalidValueError({ subject: `${subject}.accumulatorBits`, value: layer.accumulatorBits, expected });
    }
  }
}

/**
 * Checks that an architecture reads the samples of a task. Whether its lanes are wide enough for the task's is checked
 * where circuits are generated.
 *
 * @throws {@link InvalidValueError} naming the first of features, featureBits and classes that differs
 */
export function assertFits(architecture: Architecture, task: Task): void {
  for (const key of ["features", "featureBits", "classes"] as const) {
    if (architecture[key] === task[key]) continue;
    const subject = `${key} of the architecture ${architecture.name}`;
    throw new InvalidValueError({ subject, value: architecture[key], expected: `${task[key]}, as in ${task.name}` });
  }
}

/** Rows of weights that a layer stores: its outputs, without logit 0 on the last layer, which is zero by definition. */
export function storedRows(layer: DenseLayer): number {
  return layer.requantise ? layer.outputs : layer.outputs - 1;
}

/** Inputs of a layer. */
export function layerInputs(architecture: Architecture, index: number): number {
  return index === 0 ? architecture.features : architecture.layers[index - 1]!.outputs;
}

/** The largest input of a layer; the smallest is zero. */
export function largestInput(architecture: Architecture, index: number): number {
  const bits = index === 0 ? architecture.featureBits : architecture.layers[index - 1]!.requantise!.activationBits;
  return 2 ** bits - 1;
}

/** Weights that a layer stores. */
export function weightCount(architecture: Architecture, index: number): number {
  return storedRows(architecture.layers[index]!) * layerInputs(architecture, index);
}

/**
 * How the neurons of a layer with lanes over outputs share elements.
 *
 * @returns `stride` in bits; `perElement`: neurons in an element; `elements`: elements for all stored rows, the last of
 * which may hold fewer
 * @throws {@link InvalidValueError} for a layer with lanes over samples: the task lays those out
 */
export function lanesOf(layer: DenseLayer): { stride: number; perElement: number; elements: number } {
  if (layer.lanes.over !== "outputs") {
    throw new InvalidValueError({ subject: "layer.lanes.over", value: layer.lanes.over, expected: '"outputs"' });
  }
  const { stride } = layer.lanes;
  const rows = storedRows(layer);
  const perElement = Math.min(rows, Math.floor(OUTPUT_LANE_BITS / stride));
  return { stride, perElement, elements: Math.ceil(rows / perElement) };
}

/** Values of one width that follow each other in the published words, and the layers they come from. */
export interface PackedRun {
  /** Width of a value. */
  bits: number;
  /** Values in all. */
  count: number;
  /** Indices of the layers, in order. */
  layers: number[];
}

/**
 * How published weights or biases share words: consecutive layers of one width are packed as one list.
 *
 * @param part - `weights` or `biases`
 */
export function packedRuns(architecture: Architecture, part: "weights" | "biases"): PackedRun[] {
  const runs: PackedRun[] = [];
  for (const [l, layer] of architecture.layers.entries()) {
    const bits = part === "weights" ? layer.weightBits : layer.biasBits;
    const count = part === "weights" ? weightCount(architecture, l) : storedRows(layer);
    const last = runs.at(-1);
    if (last?.bits === bits) {
      last.count += count;
      last.layers.push(l);
    } else {
      runs.push({ bits, count, layers: [l] });
    }
  }
  return runs;
}

/** Words that a model of the architecture is published as: the salt, the weights, the biases. */
export function modelWordCount(architecture: Architecture): number {
  const runs = [...packedRuns(architecture, "weights"), ...packedRuns(architecture, "biases")];
  return runs.reduce((words, run) => words + wordCount(run.count, run.bits), 1);
}
