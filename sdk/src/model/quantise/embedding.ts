// SPDX-License-Identifier: MIT
import type { MatrixValues } from "../layers.ts";
import type { Matrix } from "../placement.ts";
import { chosenUnits, type Hidden, type Wishes } from "./matrices.ts";
import { integerOf } from "./rows.ts";

/** A table: each dimension's steps are such that rounding loses least, or as the units asked for. */
export function quantiseEmbedding(
  { weightBits }: Matrix,
  { weights }: MatrixValues,
  { isCommon, tied }: Pick<Wishes, "isCommon" | "tied">,
): Hidden & { offsets: number[] } {
  const half = 2 ** (weightBits - 1);
  const shared = Math.max(...weights.flat().map(Math.abs)) / (half - 1);
  const fitted = weights.map((row) => fitTableRow(row, weightBits, shared));
  const natural = fitted.map(({ unit }) => unit);
  const units = chosenUnits(natural, { ranges: [], isCommon, tied }) ?? natural;
  const centres = fitted.map((own, i) => {
    const unit = units[i]!;
    // With other steps than its own a dimension is best centred at a whole number of them.
    return own.unit === unit || unit === 0 ? own.centre : unit * Math.round(own.centre / unit);
  });
  const table = weights.map((row, i) => tableIntegers(row, weightBits, units[i]!, centres[i]!));
  const offsets = centres.map((centre, i) => centre - units[i]! * half);
  return { matrices: [{ weights: table, biases: [] }], units, natural, isRigid: false, offsets };
}

/** A dimension that is the same for all symbols is all zeros, which stand for its centre. */
function tableIntegers(row: readonly number[], weightBits: number, unit: number, centre: number): number[] {
  return row.map((value) => (unit === 0 ? 0 : integerOf((value - centre) / unit, weightBits)));
}

/**
 * What a step and zero of a dimension stand for: its range divided into all steps there are, or multiples of a step that the
 * dimension or the whole table may have been trained on.
 */
function fitTableRow(row: readonly number[], weightBits: number, shared: number): { unit: number; centre: number } {
  const half = 2 ** (weightBits - 1);
  const [least, most] = [Math.min(...row), Math.max(...row)];
  const spread = (most - least) / (2 * half - 1);
  const own = Math.max(Math.abs(least), Math.abs(most)) / (half - 1);
  const candidates = [
    { unit: spread, centre: least + spread * half },
    { unit: own, centre: 0 },
    { unit: shared, centre: 0 },
  ];
  const losses = candidates.map(({ unit, centre }) => {
    const integers = tableIntegers(row, weightBits, unit, centre);
    return row.reduce((sum, value, j) => sum + (centre + unit * integers[j]! - value) ** 2, 0);
  });
  return candidates[losses.indexOf(Math.min(...losses))]!;
}
