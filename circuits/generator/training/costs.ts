// SPDX-License-Identifier: GPL-3.0-or-later
import { samplesPerChunk } from "@commonweight/sdk/data";
import { frozenMatricesOf, type PlacedTraining, type Recipe, trainedLayersOf } from "@commonweight/sdk/training";
import {
  type Cost,
  chunkConstraints,
  commitModelConstraints,
  freivaldsConstraints,
  plainConstraints,
  requantiseConstraints,
  spongeConstraints,
  transcriptConstraints,
} from "../costs.ts";
import type { TrainingProduct } from "./products.ts";

/** Poseidon of two inputs (width 3, 8 full and 57 partial rounds), and of four (width 5, 60 partial rounds). */
const CONSTRAINTS_POSEIDON_2 = 3 * (8 * 3 + 57);
const CONSTRAINTS_POSEIDON_4 = 3 * (8 * 5 + 60);
/** circomlib's strict decomposition: 254 bits, 127 comparisons of two bits, and a sum of 135 bits. */
const CONSTRAINTS_STRICT_BITS = 254 + 127 + 135 + 1;

/** Constraints of TrainStep, by part. */
export function trainStepCosts(recipe: Recipe, products: readonly TrainingProduct[]): Cost[] {
  const { task, masterBits, halvings } = recipe;
  const samples = samplesPerChunk(task);
  const layers = trainedLayersOf(recipe).map((placed): Cost => {
    const { index, rows, columns, layer } = placed;
    const own = products.filter((product) => product.placed.index === index);
    const checked = own.reduce((sum, product) => sum + productConstraints(product), 0);
    const updates = rows * columns * (2 * masterBits + layer.rateShift);
    return { part: index, constraints: checked + updates + samples * rows * (neuron(recipe, placed) + 1) };
  });
  const frozen = frozenMatricesOf(recipe).map((_, index): Cost => {
    const { requantise, accumulatorBits, outputs } = denseOf(recipe, index);
    return { part: index, constraints: samples * outputs * requantiseConstraints(accumulatorBits!, requantise!) };
  });
  const rate = 31 + 32 * halvings.length + Math.max(0, halvings.length - 1);
  return [
    { part: "model", constraints: 2 * commitCheckpointConstraints(recipe) + rate },
    { part: "chunk", constraints: chunkConstraints(task) },
    ...frozen,
    ...layers,
    { part: "transcript", constraints: transcript(products) },
  ];
}

/** Constraints of InitStep, by part. */
export function initStepCosts(recipe: Recipe): Cost[] {
  const layers = trainedLayersOf(recipe).map(({ index, rows, columns, layer }): Cost => {
    const elements = Math.ceil((rows * (columns - 1)) / Math.floor(248 / layer.initialBits));
    return { part: index, constraints: elements * (CONSTRAINTS_POSEIDON_2 + CONSTRAINTS_STRICT_BITS) };
  });
  return [...layers, { part: "model", constraints: commitCheckpointConstraints(recipe) }];
}

/** Constraints of InheritModel, by part: weights and biases in range, and two commitments. */
export function inheritModelCosts(recipe: Recipe): Cost[] {
  const layers = trainedLayersOf(recipe).map(({ index, rows, columns, weightBits, biasBits }): Cost => {
    return { part: index, constraints: rows * ((columns - 1) * weightBits + biasBits) };
  });
  return [...layers, bothCommitments(recipe)];
}

/** Constraints of QuantiseModel, by part: masters in range, and two commitments. */
export function quantiseModelCosts(recipe: Recipe): Cost[] {
  const layers = trainedLayersOf(recipe).map(({ index, rows, columns }): Cost => {
    return { part: index, constraints: rows * columns * recipe.masterBits };
  });
  return [...layers, bothCommitments(recipe)];
}

function bothCommitments(recipe: Recipe): Cost {
  const model = commitModelConstraints(recipe.architecture);
  return { part: "model", constraints: model + commitCheckpointConstraints(recipe) };
}

/** What a neuron costs on a sample, beyond products: its activation or its loss, and its error. */
function neuron({ loss }: Recipe, { isLast, dense, layer }: PlacedTraining): number {
  if (isLast) {
    const { accumulatorBits, shift, errorBits } = loss;
    return 2 + requantiseConstraints(accumulatorBits, { shift, activationBits: errorBits });
  }
  const { accumulatorBits, requantise } = dense;
  const above = accumulatorBits! - 1 - requantise!.shift - requantise!.activationBits;
  const slope = accumulatorBits! + 1 + (above > 0 ? above + 1 : 0);
  return slope + layer.error!.accumulatorBits + 1;
}

function denseOf({ architecture }: Recipe, index: number) {
  const layer = architecture.layers[index]!;
  if (layer.kind !== "dense") throw new Error(`Layer ${index} of a recipe is ${layer.kind}.`);
  return layer;
}

function commitCheckpointConstraints(recipe: Recipe): number {
  const masters = trainedLayersOf(recipe).reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  return spongeConstraints(Math.ceil(masters / Math.floor(248 / recipe.masterBits))) + CONSTRAINTS_POSEIDON_4;
}

function productConstraints(product: TrainingProduct): number {
  return product.check === "freivalds" ? freivaldsConstraints(product) : plainConstraints(product);
}

/** Three commitments, and every product that is checked by Freivalds. */
function transcript(products: readonly TrainingProduct[]): number {
  const checked = products.filter(({ check }) => check === "freivalds");
  return checked.length === 0 ? 0 : transcriptConstraints([...checked, { p: 1, q: 1 }]);
}
