// SPDX-License-Identifier: MIT
import type { LoraLayer } from "../architecture.ts";
import { adapterBounds, hiddenBounds, loraReach, type Range, reachOf } from "../completeness.ts";
import { applyMatrix, dot, type MatrixValues, rounded } from "../layers.ts";
import { baseWeights, type Matrix } from "../placement.ts";
import { type Columns, fitOf, type Hidden, momentsOf } from "./matrices.ts";
import { integerOf, integerWeight, largestScale, nearest, roundRow, SHRINK, widthScale } from "./rows.ts";

/** What all rows of a layer with an adapter share. */
interface Adapted {
  layer: LoraLayer;
  shapes: readonly [down: Matrix, up: Matrix];
  columns: Columns;
  base: readonly (readonly number[])[];
  /** Of z: what the base, whose integers are given, makes it. */
  scale: number;
}

/**
 * A layer with an adapter. The integers of its base fix its scale, and so its units; its inputs have one unit. What is free is how
 * each rank divides its scale between its row of A and its column of B.
 *
 * @param baseScale - the real number that a step of the base stands for
 */
export function quantiseLora(
  layer: LoraLayer,
  shapes: readonly [down: Matrix, up: Matrix],
  [down, up]: readonly [down: MatrixValues, up: MatrixValues],
  columns: Columns,
  baseScale: number,
): Hidden {
  const inputUnit = Math.max(...columns.units);
  const base = baseWeights(layer, shapes[0].columns);
  const adapted: Adapted = { layer, shapes, columns, base, scale: 2 ** layer.baseShift / (baseScale * inputUnit) };
  // What a step of u has to be multiplied with, where A is rounded at scale 1.
  const whole = adapted.scale * inputUnit * 2 ** layer.adapter.shift;

  const divisions = down.weights.map((row, r) =>
    divisionOf(
      adapted,
      row,
      up.weights.map((weights) => weights[r]! * whole),
    ),
  );
  const fit = fitOf(shapes[0], columns.maximum, adapterBounds(layer));
  const rows = down.weights.map((weights, r) => roundRow({ weights, bias: 0 }, fit, divisions[r]!));
  const integerDown = rows.map(({ weights }) => weights);

  const steps = columns.vectors.map((vector) => {
    return integerDown.map((row) => rounded(dot(row, vector), layer.adapter.shift));
  });

  const offsets = base[0]!.map((_, j) => columns.offsets[j % columns.offsets.length]!);
  const shifts = applyMatrix(up, applyMatrix(down, offsets));
  const integers = up.weights.map((weights, i) => {
    const bias = (shifts[i]! + baseScale * dot(base[i]!, offsets)) * adapted.scale;
    return roundUpRow(
      adapted,
      i,
      { weights: weights.map((w, r) => (w * whole) / rows[r]!.scale), bias },
      integerDown,
      steps,
    );
  });
  const unit = 2 ** layer.requantise.shift / adapted.scale;
  return {
    matrices: [
      { weights: integerDown, biases: [] },
      { weights: integers.map(({ weights }) => weights), biases: integers.map(({ bias }) => bias) },
    ],
    units: up.weights.map(() => unit),
    natural: up.weights.map(() => unit),
    isRigid: true,
  };
}

/**
 * The scale of a row of A at which rounding A, u and the column of B loses least together, and at which both fit.
 *
 * @param factors - the column of B, where A is rounded at scale 1
 */
function divisionOf(
  { layer, shapes: [down, up], columns: { vectors, maximum } }: Adapted,
  row: readonly number[],
  factors: readonly number[],
): number {
  const bounds = adapterBounds(layer);
  const reach = reachOf(row, 0, maximum);
  const width = widthScale([row], down.weightBits, momentsOf(vectors, row.length));
  if (down.weightBits === 1) return width ?? 1;
  const widest = largestScale(width, [
    { limit: bounds.maximum, at: reach.maximum },
    { limit: -bounds.minimum, at: -reach.minimum },
  ]);
  const least = Math.max(...factors.map(Math.abs)) / (2 ** (up.weightBits - 1) - 1);
  // Relative to what they round: of A 1 / |A|, of u 2^s / |A·x|, both the smaller the larger the scale; of B the scale / |B|.
  const blur = 1 / meanSquare(row) + 4 ** layer.adapter.shift / meanSquare(vectors.map((vector) => dot(row, vector)));
  const balanced = (meanSquare(factors) * blur) ** (1 / 4);
  return Number.isFinite(balanced) && balanced > 0 ? Math.min(Math.max(balanced, least), widest) : widest;
}

/**
 * A row of B and its bias, at the scale of the layer, smaller where the whole would leave its bounds.
 *
 * @param down - the integers of A; `steps`: [vectors][rank], what they give once rounded
 */
function roundUpRow(
  { layer, shapes: [, up], columns, base, scale }: Adapted,
  i: number,
  row: { weights: number[]; bias: number },
  down: number[][],
  steps: readonly number[][],
): { weights: number[]; bias: number } {
  const bounds = hiddenBounds(layer);
  const limit = 2 ** (up.biasBits - 1);
  const biasesWith = (weights: number[]): Range => {
    const reach = loraReach(layer, { base: base[i]!, up: weights, bias: 0, down }, columns.maximum);
    return {
      minimum: Math.max(bounds.minimum - reach.minimum, -limit),
      maximum: Math.min(bounds.maximum - reach.maximum, limit - 1),
    };
  };
  for (let factor = 1; ; factor *= SHRINK) {
    const weights = row.weights.map((weight) => integerWeight(weight * factor, up.weightBits));
    const range = biasesWith(weights);
    const wanted = Math.round(row.bias * factor);
    const fits = range.minimum <= range.maximum && Math.abs(nearest(wanted, range) - wanted) <= 1;
    if (!fits && up.weightBits > 1 && weights.some((weight) => weight !== 0)) continue;
    const error = columns.vectors.reduce((sum, vector, v) => {
      const z = 2 ** layer.baseShift * dot(base[i]!, vector) + dot(weights, steps[v]!);
      return sum + columns.sums[v]![i]! * scale - z;
    }, 0);
    return { weights, bias: integerOf(nearest(error / columns.vectors.length, range), up.biasBits) };
  }
}

function meanSquare(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(values.length, 1);
}
