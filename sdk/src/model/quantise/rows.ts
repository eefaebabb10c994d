// SPDX-License-Identifier: MIT
import { type Range, reachOf } from "../completeness.ts";
import { dot, type MatrixValues } from "../layers.ts";

/** What the integers of a row have to fit. */
export interface Fit {
  weightBits: number;
  /** 0: no bias. */
  biasBits: number;
  /** The largest input; the smallest is zero. */
  inputMaximum: number;
  /** What W·x + b may reach. */
  bounds: Range;
}

/** A row of real numbers that apply to integer inputs. */
export interface Row {
  weights: readonly number[];
  bias: number;
}

/** How much a scale shrinks at a time when rounding has pushed a row just beyond a bound. */
export const SHRINK = 0.99;

/** By how much the largest weight may exceed its width and be cut off, so that the others get finer steps. */
const CUTS = [1, 1.15, 1.33, 1.6, 2, 2.5, 3.2];

/** A signed integer of a width, or of a single bit a sign, nearest to a real number. */
export function integerWeight(value: number, bits: number): number {
  return bits === 1 ? (value < 0 ? -1 : 1) : integerOf(value, bits);
}

/** Math.round gives −0 for small negative numbers, which JSON and comparisons would tell from 0. */
export function integerOf(value: number, bits: number): number {
  const limit = 2 ** (bits - 1);
  return Math.min(Math.max(Math.round(value), -limit), limit - 1) + 0;
}

/**
 * The scale under which rows lose least: the mean square of what rounding and cutting off change in W·x is smallest relative to the
 * scale. Of weights of one bit the scale at which their mean magnitude is 1.
 *
 * @param moments - [columns]: the mean square of every input
 * @returns undefined for rows of zeros, to which any scale is equal
 */
export function widthScale(
  rows: readonly (readonly number[])[],
  weightBits: number,
  moments: readonly number[],
): number | undefined {
  const magnitudes = rows.flat().map(Math.abs);
  const largest = magnitudes.reduce((most, value) => Math.max(most, value), 0);
  if (largest === 0) return undefined;
  if (weightBits === 1) return magnitudes.length / magnitudes.reduce((sum, value) => sum + value, 0);
  const full = (2 ** (weightBits - 1) - 1) / largest;
  const losses = CUTS.map((cut) => {
    const scale = full * cut;
    const loss = rows.reduce((total, row) => {
      return row.reduce((sum, weight, j) => {
        return sum + (integerOf(weight * scale, weightBits) / scale - weight) ** 2 * moments[j]!;
      }, total);
    }, 0);
    return { scale, loss };
  });
  return losses.reduce((best, other) => (other.loss < best.loss ? other : best)).scale;
}

/**
 * The largest scale at which a row fits.
 *
 * @param range - the real number that `largest` shall stand for; any row fits if it is zero
 */
export function naturalScale(
  { weights, bias }: Row,
  fit: Fit,
  moments: readonly number[],
  { range, largest }: { range: number; largest: number },
): number {
  const width = widthScale([weights], fit.weightBits, moments);
  if (fit.weightBits === 1) return width ?? 1;
  const reach = reachOf(weights, bias, fit.inputMaximum);
  return largestScale(width, [
    { limit: 2 ** (fit.biasBits - 1) - 1, at: Math.abs(bias) },
    { limit: fit.bounds.maximum, at: reach.maximum },
    { limit: -fit.bounds.minimum, at: -reach.minimum },
    { limit: largest, at: range },
  ]);
}

/** The largest scale, up to one given, under which no quantity `at` exceeds its limit. Those that are never positive limit nothing. */
export function largestScale(first: number | undefined, limits: readonly { limit: number; at: number }[]): number {
  const scales = limits.filter(({ at }) => at > 0).map(({ limit, at }) => limit / at);
  const scale = Math.min(first ?? Number.POSITIVE_INFINITY, ...scales);
  return Number.isFinite(scale) ? scale : 1;
}

/** The biases with which a row of integer weights stays within its bounds and its width. */
export function biasRange(weights: readonly number[], { inputMaximum, bounds, biasBits }: Fit): Range {
  const reach = reachOf(weights, 0, inputMaximum);
  if (biasBits === 0) {
    const fits = reach.minimum >= bounds.minimum && reach.maximum <= bounds.maximum;
    return fits ? { minimum: 0, maximum: 0 } : { minimum: 0, maximum: -1 };
  }
  const limit = 2 ** (biasBits - 1);
  return {
    minimum: Math.max(bounds.minimum - reach.minimum, -limit),
    maximum: Math.min(bounds.maximum - reach.maximum, limit - 1),
  };
}

/** The number of a range that is nearest to a value; of an empty range its maximum. */
export function nearest(value: number, { minimum, maximum }: Range): number {
  return Math.min(Math.max(value, minimum), maximum) + 0;
}

/**
 * A row rounded at a scale, or, where it would leave its bounds, at one a little smaller. It ends at the latest when all weights
 * are zero. Weights of one bit cannot shrink.
 *
 * @returns the integers, and the scale that they stand for
 */
export function roundRow(
  { weights, bias }: Row,
  fit: Fit,
  largest: number,
): Row & { weights: number[]; scale: number } {
  for (let scale = largest; ; scale *= SHRINK) {
    const integers = weights.map((weight) => integerWeight(weight * scale, fit.weightBits));
    const range = biasRange(integers, fit);
    const wanted = Math.round(bias * scale);
    const nearby = nearest(wanted, range);
    const fits = range.minimum <= range.maximum && Math.abs(nearby - wanted) <= 1;
    if (fits || fit.weightBits === 1 || integers.every((weight) => weight === 0)) {
      return { weights: integers, bias: fit.biasBits === 0 ? 0 : integerOf(nearby, fit.biasBits), scale };
    }
  }
}

/** Rows that share a scale, rounded at it or at one a little smaller, until they fit. */
export function roundTogether(
  { weights, biases }: MatrixValues,
  { weightBits, biasBits }: Pick<Fit, "weightBits" | "biasBits">,
  largest: number,
  fits: (values: MatrixValues) => boolean,
): MatrixValues & { scale: number } {
  for (let scale = largest; ; scale *= SHRINK) {
    const rounded = {
      weights: weights.map((row) => row.map((weight) => integerWeight(weight * scale, weightBits))),
      biases: biases.map((bias) => integerOf(bias * scale, biasBits)),
    };
    const isZero = rounded.biases.every((bias) => bias === 0) && rounded.weights.flat().every((weight) => weight === 0);
    // The signs of weights of one bit do not change with the scale, but biases vanish.
    if (fits(rounded) || isZero || scale < largest * 2 ** -30) return { ...rounded, scale };
  }
}

/** How much larger the real sums are than the integer ones, on average over vectors, in real units. */
export function meanError(
  { weights, bias }: Row,
  scale: number,
  vectors: readonly (readonly number[])[],
  sums: readonly number[],
): number {
  if (vectors.length === 0) return 0;
  const total = vectors.reduce((sum, vector, v) => sum + sums[v]! - (dot(weights, vector) + bias) / scale, 0);
  return total / vectors.length;
}
