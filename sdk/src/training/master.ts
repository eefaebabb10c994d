// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { checkCompleteness } from "../model/completeness.ts";
import type { IntegerMatrix, IntegerModel } from "../model/matrices.ts";
import { assertFieldElement } from "../proving/field.ts";
import { poseidon } from "../proving/poseidon.ts";
import { unpackTightly, valuesPerWord } from "../utils/packing.ts";
import { frozenMatricesOf, type PlacedTraining, type Recipe, trainedLayersOf } from "./recipe.ts";
import { type Master, weightsOf } from "./step.ts";

/**
 * The first master weights, which nobody chooses: bits of a stream of hashes of the seed. Weight n of a layer is the n-th number of
 * initialBits bits in Poseidon(seed, k), Poseidon(seed, k + 1), …, of each the low 248 bits, lowest first, moved so that it
 * spreads around the middle of weight 0; k goes on from layer to layer. Biases begin in the middle of 0.
 *
 * @param seed - below p; of a record, see `trainingSeed`
 * @throws {@link InvalidValueError} if the seed is not below p
 */
export function initialMaster(recipe: Recipe, seed: bigint): Master {
  assertFieldElement("seed", seed);
  let element = 0n;
  return trainedLayersOf(recipe).map((placed) => {
    const { rows, columns, layer } = placed;
    const { initialBits } = layer;
    const perElement = valuesPerWord(initialBits);
    const count = rows * (columns - 1);
    const values: number[] = [];
    while (values.length < count) {
      const here = Math.min(perElement, count - values.length);
      const word = BigInt.asUintN(initialBits * here, poseidon([seed, element]));
      values.push(...unpackTightly([word], initialBits, here, 0));
      element++;
    }
    const offset = middleOfZero(placed) - 2 ** (initialBits - 1);
    return masterOf(
      placed,
      (i, j) => values[i * (columns - 1) + j]! + offset,
      () => middleOfZeroBias(placed),
    );
  });
}

/**
 * The master weights that a model of the recipe's architecture begins with when it is trained further: each in the middle of
 * what rounds to the model's weight.
 *
 * @throws {@link InvalidValueError} naming the first bias that the recipe has no bits for, or a model of another architecture
 */
export function masterFromModel(recipe: Recipe, model: IntegerModel): Master {
  return trainedLayersOf(recipe).map((placed) => {
    const { weights, biases } = model.matrices[placed.index]!;
    const limit = 2 ** (placed.biasBits - 1);
    const beyond = biases.findIndex((bias) => bias < -limit || bias >= limit);
    if (beyond >= 0) {
      const subject = `model.matrices[${placed.index}].biases[${beyond}]`;
      throw new InvalidValueError({
        subject,
        value: biases[beyond],
        expected: `an integer from ${-limit} to ${limit - 1}`,
      });
    }
    return masterOf(
      placed,
      (i, j) => weights[i]![j]! * 2 ** placed.fraction + middleOfZero(placed),
      (i) => biases[i]! * 2 ** (placed.fraction - placed.layer.biasShift) + middleOfZeroBias(placed),
    );
  });
}

/**
 * The model that master weights round to: each weight is the highest bits of its master.
 *
 * @returns a model that the circuits of the architecture accept for whatever sample
 * @throws AccumulatorOverflowError naming the first neuron that some sample could bring beyond its accumulator
 */
export function quantiseMaster(recipe: Recipe, master: Master): IntegerModel {
  const model = roundMaster(recipe, master);
  checkCompleteness(model);
  return model;
}

/** As {@link quantiseMaster}, but of whatever master: between two steps a model need not be complete. */
export function roundMaster(recipe: Recipe, master: Master): IntegerModel {
  const trained = trainedLayersOf(recipe).map((placed, l): IntegerMatrix => {
    const values = Array.from(weightsOf(placed, master[l]!));
    const rows = Array.from({ length: placed.rows }, (_, i) =>
      values.slice(i * placed.columns, (i + 1) * placed.columns),
    );
    return { weights: rows.map((row) => row.slice(0, -1)), biases: rows.map((row) => row.at(-1)!) };
  });
  return { architecture: recipe.architecture, matrices: [...frozenMatricesOf(recipe), ...trained] };
}

/** Half of what rounds to 0, so that the first weights are as often above it as below. */
function middleOfZero({ fraction }: PlacedTraining): number {
  return 2 ** (fraction - 1);
}

/** A bias has biasShift bits more of the master; where it has all of them nothing is rounded. */
function middleOfZeroBias({ fraction, layer }: PlacedTraining): number {
  const below = fraction - layer.biasShift;
  return below === 0 ? 0 : 2 ** (below - 1);
}

function masterOf(
  { rows, columns }: PlacedTraining,
  weight: (row: number, column: number) => number,
  bias: (row: number) => number,
): Int32Array {
  return Int32Array.from({ length: rows * columns }, (_, at) => {
    const row = Math.floor(at / columns);
    const column = at % columns;
    return column === columns - 1 ? bias(row) : weight(row, column);
  });
}
