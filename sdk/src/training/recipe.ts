// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { z } from "zod";
import { type ClassificationTask, type DenseEncoding, parseTask } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type Architecture, type DenseLayer, parseArchitecture } from "../model/architecture.ts";
import { findBeyond, hiddenBounds, reachesOf } from "../model/completeness.ts";
import { assertFits } from "../model/fits.ts";
import type { IntegerMatrix } from "../model/matrices.ts";
import { layersOf, type PlacedLayer } from "../model/placement.ts";
import { integerFrom, nameSchema, parseWith, textMatching } from "../utils/parse.ts";
import { assertBounds } from "./bounds.ts";

/** How a sum of products is rounded: ⌊(sum + 2^(shift−1)) / 2^shift⌋, where sum + 2^(shift−1) is a signed number of accumulatorBits bits. */
export interface Rounding {
  accumulatorBits: number;
  shift: number;
}

/**
 * What the network is taught: the logit of the label shall be at least `target`, and every other at most 0; since logit 0 is always
 * zero, of a sample of class 0 every other shall be at most −target. What a logit lacks is rounded, and clipped at errorBits bits.
 */
export interface Loss extends Rounding {
  target: number;
  errorBits: number;
}

/** A layer whose weights a step changes. */
export interface TrainedLayer {
  kind: "trained";
  /** The learning rate, once it has halved for the last time: a step takes ⌊(gradient + 2^(rateShift−1)) / 2^rateShift⌋ away from a master weight. */
  rateShift: number;
  /** A gradient gets so many times its weight, which keeps weights small; this does not halve. Biases do not decay. */
  decay: number;
  /** A bias learns as the weight of an input that is always 2^biasShift, and has as many bits more than a weight. */
  biasShift: number;
  /** The first master weights spread over 2^initialBits values around the middle of weight 0. */
  initialBits: number;
  /** How an error follows from what the next layer hands back. The last layer has none: the loss rounds its errors. */
  error?: Rounding;
}

/** A layer that stays as it is: its numbers are public, and part of the recipe. */
export interface FrozenLayer {
  kind: "frozen";
  /** Row by row, a two's complement byte a weight. */
  weights: Hex;
  /** One a row. */
  biases: number[];
}

/**
 * How a network is trained, to the last bit: two machines with one recipe, one seed and the same batches get the same weights. It
 * is part of every commitment's layout, as an architecture is of a model's.
 */
export interface Recipe {
  name: string;
  /** The shape of a batch, which is a chunk of this task. */
  task: ClassificationTask & { encoding: DenseEncoding };
  /** What is trained: dense layers, and logits. */
  architecture: Architecture;
  /** Master weights are two's complement integers of this width; the weights that compute are their highest bits. */
  masterBits: number;
  loss: Loss;
  /** Steps from which on the learning rate is half of what it was, in order. */
  halvings: number[];
  /** One for each layer of the architecture; frozen ones come first, and the last is trained. */
  layers: (FrozenLayer | TrainedLayer)[];
}

/** Steps are numbered below 2^31, in a circuit and in a contract. */
export const MOST_STEPS = 2 ** 31;

/** By how much errors count more than they do after the last halving: a power of two. */
export function gainAt({ halvings }: Pick<Recipe, "halvings">, step: number): number {
  return 2 ** halvings.filter((from) => step < from).length;
}

/** Whether a record begins with a parent's model and not with what its seed gives: where layers are frozen, which are the parent's. */
export function inheritsModel({ layers }: Pick<Recipe, "layers">): boolean {
  return layers.some(({ kind }) => kind === "frozen");
}

/**
 * Names of the circuits that prove a record by a recipe: a step, its first checkpoint, which follows from the seed or is the parent's model,
 * and its last.
 */
export function recordCircuitNames(recipe: Pick<Recipe, "name" | "layers">) {
  const { name } = recipe;
  return {
    trainStep: `train-step.${name}`,
    start: `${inheritsModel(recipe) ? "inherit-model" : "init-step"}.${name}`,
    quantiseModel: `quantise-model.${name}`,
  };
}

/** The widest master weights: their products stay exact, and two of them cost a proof as much as the rest of a step. */
export const MOST_MASTER_BITS = 16;

const rounding = { accumulatorBits: integerFrom(3, 30), shift: integerFrom(1, 28) };

const recipeSchema = z.strictObject({
  name: nameSchema,
  task: z.unknown(),
  architecture: z.unknown(),
  masterBits: integerFrom(3, MOST_MASTER_BITS),
  loss: z.strictObject({ ...rounding, target: integerFrom(1, 2 ** 20), errorBits: integerFrom(1, 16) }),
  halvings: z.array(integerFrom(1, MOST_STEPS - 1)).max(4, { error: "at most 4 steps" }),
  layers: z.array(
    z.discriminatedUnion(
      "kind",
      [
        z.strictObject({
          kind: z.literal("trained"),
          rateShift: integerFrom(1, 28),
          decay: integerFrom(0, 2 ** 12),
          biasShift: integerFrom(0, 16),
          initialBits: integerFrom(1, MOST_MASTER_BITS),
          error: z.strictObject(rounding).optional(),
        }),
        z.strictObject({
          kind: z.literal("frozen"),
          weights: textMatching((value) => /^0x([0-9a-f]{2})*$/.test(value), "bytes in hexadecimal"),
          biases: z.array(integerFrom(-(2 ** 17), 2 ** 17 - 1)),
        }),
      ],
      { error: '"trained" or "frozen"' },
    ),
  ),
});

/**
 * A recipe from JSON.
 *
 * @throws {@link InvalidValueError} for the first thing wrong: a shape, a width, or a sum that could grow beyond what is computed
 * exactly
 */
export function parseRecipe(json: unknown): Recipe {
  const raw = parseWith(recipeSchema, json, "recipe");
  const task = parseTask(raw.task);
  const architecture = parseArchitecture(raw.architecture);
  assertFits(architecture, task);
  assertTrainable(architecture);
  if (task.encoding.kind !== "dense" || !("classes" in task)) {
    const expected = '"dense", with labels: every feature is used one by one';
    throw new InvalidValueError({ subject: "recipe.task.encoding.kind", value: task.encoding.kind, expected });
  }
  const recipe = { ...raw, task, architecture } as Recipe;
  assertLayers(recipe);
  assertFrozenComplete(recipe);
  assertBounds(recipe);
  return recipe;
}

function assertTrainable({ layers }: Architecture): void {
  for (const [l, { kind }] of layers.entries()) {
    if (kind === "dense") continue;
    const subject = `recipe.architecture.layers[${l}].kind`;
    throw new InvalidValueError({ subject, value: kind, expected: '"dense", the one kind that is trained' });
  }
}

function assertLayers({ architecture, layers, masterBits, loss, halvings }: Recipe): void {
  const early = halvings.findIndex((step, k) => step <= (halvings[k - 1] ?? 0));
  if (early >= 0) {
    const expected = `more than ${halvings[early - 1]}, the one before`;
    throw new InvalidValueError({ subject: `recipe.halvings[${early}]`, value: halvings[early], expected });
  }
  if (loss.shift + loss.errorBits > loss.accumulatorBits - 1) {
    const expected = `at most ${loss.accumulatorBits - 1 - loss.shift}: a sign and the shift take the other bits`;
    throw new InvalidValueError({ subject: "recipe.loss.errorBits", value: loss.errorBits, expected });
  }
  const placed = layersOf(architecture);
  if (layers.length !== placed.length) {
    const expected = `${placed.length}, one for each of ${architecture.name}`;
    throw new InvalidValueError({ subject: "The number of recipe.layers", value: layers.length, expected });
  }
  for (const [l, layer] of layers.entries()) {
    const subject = `recipe.layers[${l}]`;
    if (layer.kind === "frozen") {
      const next = layers[l - 1];
      if (next?.kind === "trained" || l === layers.length - 1) {
        const expected = '"trained": only layers before all trained ones are frozen';
        throw new InvalidValueError({ subject: `${subject}.kind`, value: layer.kind, expected });
      }
      assertFrozen(subject, layer, placed[l]!);
    } else {
      assertTrained(subject, layer, placed[l]!, masterBits);
    }
  }
}

function assertFrozen(subject: string, { weights, biases }: FrozenLayer, { matrices }: PlacedLayer): void {
  const { rows, columns, weightBits, biasBits } = matrices[0]!;
  const bytes = (weights.length - 2) / 2;
  if (bytes !== rows * columns) {
    throw new InvalidValueError({
      subject: `The number of bytes of ${subject}.weights`,
      value: bytes,
      expected: `${rows * columns}, one for each weight`,
    });
  }
  if (biases.length !== rows) {
    throw new InvalidValueError({
      subject: `The number of ${subject}.biases`,
      value: biases.length,
      expected: `${rows}`,
    });
  }
  assertSigned(`${subject}.weights`, bytesOf(weights), weightBits);
  assertSigned(`${subject}.biases`, biases, biasBits);
}

/** What stays as it is has to be provable on every sample: no lower rate would help. */
function assertFrozenComplete(recipe: Recipe): void {
  const placed = layersOf(recipe.architecture);
  for (const [l, values] of frozenMatricesOf(recipe).entries()) {
    const { input, layer } = placed[l]!;
    const overflow = findBeyond(reachesOf(values, input.maximum), hiddenBounds(layer as DenseLayer));
    if (!overflow) continue;
    const subject = `What neuron ${overflow.neuron} of recipe.layers[${l}] can reach`;
    throw new InvalidValueError({ subject, value: overflow.value, expected: `not beyond ${overflow.bound}` });
  }
}

function assertSigned(subject: string, values: readonly number[], bits: number): void {
  const limit = 2 ** (bits - 1);
  const index = values.findIndex((value) => value < -limit || value >= limit);
  if (index < 0) return;
  const expected = `an integer from ${-limit} to ${limit - 1}`;
  throw new InvalidValueError({ subject: `${subject}[${index}]`, value: values[index], expected });
}

function assertTrained(subject: string, layer: TrainedLayer, placed: PlacedLayer, masterBits: number): void {
  if ((layer.error === undefined) !== placed.isLast) {
    const expected = placed.isLast ? "no such key: the loss rounds the last layer's errors" : "an object";
    throw new InvalidValueError({ subject: `${subject}.error`, value: layer.error, expected });
  }
  const { weightBits, biasBits } = placed.matrices[0]!;
  const fraction = masterBits - weightBits;
  if (weightBits < 2 || fraction < 1) {
    const expected = `from 2 to ${masterBits - 1}, fewer than the master's`;
    throw new InvalidValueError({ subject: `${subject}: weightBits of its architecture`, value: weightBits, expected });
  }
  const limits = [
    ["biasShift", layer.biasShift, Math.min(fraction, biasBits - weightBits), "so that a bias fits its bits"],
    ["initialBits", layer.initialBits, masterBits - 1, "so that the first weights fit"],
    ["error.shift", layer.error?.shift ?? 0, (layer.error?.accumulatorBits ?? 2) - 2, "so that an error has two bits"],
  ] as const;
  for (const [name, value, most, reason] of limits) {
    if (value > most) {
      throw new InvalidValueError({ subject: `${subject}.${name}`, value, expected: `at most ${most}, ${reason}` });
    }
  }
}

/** A trained layer, in its place. */
export interface PlacedTraining {
  /** Of the layer in the architecture. */
  index: number;
  rows: number;
  /** Inputs, and one more that is always 2^biasShift. */
  columns: number;
  /** The largest input. */
  maximum: number;
  weightBits: number;
  biasBits: number;
  /** Bits of a master weight below the weight. */
  fraction: number;
  layer: TrainedLayer;
  dense: DenseLayer;
  isFirst: boolean;
  isLast: boolean;
}

/** The layers that a recipe trains. */
export function trainedLayersOf({ architecture, layers, masterBits }: Recipe): PlacedTraining[] {
  const first = layers.findIndex(({ kind }) => kind === "trained");
  return layersOf(architecture)
    .slice(first)
    .map(({ index, input, isLast, matrices, layer: dense }) => {
      const { rows, columns, weightBits } = matrices[0]!;
      const layer = layers[index] as TrainedLayer;
      return {
        index,
        rows,
        columns: columns + 1,
        maximum: input.maximum,
        weightBits,
        biasBits: weightBits + layer.biasShift,
        fraction: masterBits - weightBits,
        layer,
        dense: dense as DenseLayer,
        isFirst: index === first,
        isLast,
      };
    });
}

/** The matrices of the frozen layers. */
export function frozenMatricesOf({ architecture, layers }: Recipe): IntegerMatrix[] {
  return layersOf(architecture).flatMap(({ index, matrices }) => {
    const layer = layers[index]!;
    if (layer.kind === "trained") return [];
    const { rows, columns } = matrices[0]!;
    const values = bytesOf(layer.weights);
    const weights = Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns));
    return [{ weights, biases: layer.biases }];
  });
}

/** A recipe of the same steps at half the rate. Its checkpoints are of another layout, and its proofs of another circuit. */
export function slower(recipe: Recipe): Recipe {
  const layers = recipe.layers.map((layer) =>
    layer.kind === "trained" ? { ...layer, rateShift: layer.rateShift + 1 } : layer,
  );
  const [, base = recipe.name, count = "0"] = /^(.*?)(?:-slower-(\d+))?$/.exec(recipe.name) ?? [];
  return parseRecipe({ ...recipe, name: `${base}-slower-${Number(count) + 1}`, layers });
}

/** Two's complement bytes. */
function bytesOf(hex: Hex): number[] {
  return Array.from(Buffer.from(hex.slice(2), "hex"), (byte) => (byte < 128 ? byte : byte - 256));
}
