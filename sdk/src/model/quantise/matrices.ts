// SPDX-License-Identifier: MIT
import type { RegressionTask } from "../../data/task.ts";
import type { ExpertsLayer, Requantise } from "../architecture.ts";
import {
  errorBounds,
  findBeyond,
  findDifferenceOverflow,
  hiddenBounds,
  largestDifference,
  largestShifted,
  reachesOf,
  reachOf,
  signedBounds,
} from "../completeness.ts";
import type { MatrixValues } from "../layers.ts";
import type { Matrix } from "../placement.ts";
import {
  biasRange,
  type Fit,
  integerOf,
  largestScale,
  meanError,
  naturalScale,
  nearest,
  type Row,
  roundRow,
  roundTogether,
  widthScale,
} from "./rows.ts";

/** What integer numbers stand for: unit · integer + offset. Number j of a layer has those at j modulo their number. */
export interface Units {
  units: number[];
  offsets: number[];
}

/** What a matrix is applied to: integer vectors seen in calibration, and what their numbers stand for. */
export interface Columns extends Units {
  maximum: number;
  vectors: readonly (readonly number[])[];
  /** [vectors][rows]: the sums of the network of real numbers, which the matrix shall give. */
  sums: readonly (readonly number[])[];
}

/** Integers of a hidden layer, and what its activations stand for. */
export interface Hidden {
  matrices: MatrixValues[];
  /** Of its activations, as they are. */
  units: number[];
  /** The finest that its widths and bounds allow; zero where any would do. */
  natural: number[];
  /** Whether the units follow from the layer, and cannot be chosen. */
  isRigid: boolean;
}

/** What the units of a hidden layer have to be. */
export interface Wishes {
  /** [rows]: the largest activation in real numbers that shall not saturate. */
  ranges: readonly number[];
  /** Whether all rows shall have one unit. */
  isCommon: boolean;
  /** [rows]: units that another layer has already. */
  tied: readonly number[] | undefined;
}

/** A matrix of real numbers as it applies to integers. */
export function rowsOf({ weights, biases }: MatrixValues, { units, offsets }: Units): Row[] {
  return weights.map((row, i) => ({
    weights: row.map((weight, j) => weight * units[j % units.length]!),
    bias: row.reduce((sum, weight, j) => sum + weight * offsets[j % offsets.length]!, biases[i] ?? 0),
  }));
}

/** [columns]: the mean square of every input. */
export function momentsOf(vectors: readonly (readonly number[])[], columns: number): number[] {
  const moments = Array.from({ length: columns }, () => 0);
  for (const vector of vectors) for (let j = 0; j < columns; j++) moments[j]! += vector[j]! ** 2;
  // An input that was never seen still counts a little: its weight shall not be cut off at will.
  const least = moments.reduce((sum, moment) => sum + moment, 1) / columns / 1000;
  return moments.map((moment) => Math.max(moment, least) / Math.max(vectors.length, 1));
}

/** A dense layer or a conv2d, its rows each at a scale of their own. */
export function quantiseHidden(
  layer: { accumulatorBits?: number; requantise?: Requantise },
  matrix: Matrix,
  values: MatrixValues,
  columns: Columns,
  wishes: Wishes,
): Hidden {
  const fit = fitOf(matrix, columns.maximum, hiddenBounds(layer));
  const rows = rowsOf(values, columns);
  const natural = naturalUnits(rows, fit, layer.requantise!, columns, wishes.ranges);
  const isRigid = matrix.weightBits === 1;
  const chosen = isRigid ? undefined : chosenUnits(natural, wishes);
  const step = 2 ** layer.requantise!.shift;
  const { values: integers, scales } = roundRows(rows, fit, columns, step, chosen ?? natural);
  const units = chosen ?? scales.map((scale, i) => (natural[i] === 0 ? 0 : step / scale));
  return { matrices: [integers], units, natural, isRigid };
}

/** The units that others ask for, if any do. */
export function chosenUnits(natural: readonly number[], { isCommon, tied }: Wishes): number[] | undefined {
  if (tied) return [...tied];
  return isCommon ? natural.map(() => Math.max(...natural)) : undefined;
}

export function fitOf({ weightBits, biasBits }: Matrix, inputMaximum: number, bounds: Fit["bounds"]): Fit {
  return { weightBits, biasBits, inputMaximum, bounds };
}

/** The finest unit of each row's activations; zero for a row of zeros. */
function naturalUnits(
  rows: readonly Row[],
  fit: Fit,
  { shift, activationBits }: Requantise,
  { vectors }: Columns,
  ranges: readonly number[],
): number[] {
  const moments = momentsOf(vectors, rows[0]!.weights.length);
  const largest = (2 ** activationBits - 1) * 2 ** shift;
  return rows.map((row, i) => {
    if (row.bias === 0 && row.weights.every((weight) => weight === 0)) return 0;
    return 2 ** shift / naturalScale(row, fit, moments, { range: ranges[i]!, largest });
  });
}

/** Rows rounded at the scales that give their activations these units, or a little smaller ones; biases as they suit the vectors. */
function roundRows(
  rows: readonly Row[],
  fit: Fit,
  { vectors, sums }: Columns,
  step: number,
  units: readonly number[],
): { values: MatrixValues; scales: number[] } {
  const rounded = rows.map((row, i) => {
    const unit = units[i]!;
    const scale = unit === 0 ? 0 : step / unit;
    const integers = roundRow(row, fit, scale);
    if (scale === 0) return integers;
    const targets = sums.map((sum) => sum[i]!);
    const error = meanError(integers, integers.scale, vectors, targets);
    const wanted = Math.round(integers.bias + error * integers.scale);
    const bias = integerOf(nearest(wanted, biasRange(integers.weights, fit)), fit.biasBits);
    return { ...integers, bias };
  });
  return {
    values: { weights: rounded.map(({ weights }) => weights), biases: rounded.map(({ bias }) => bias) },
    scales: rounded.map(({ scale }) => scale),
  };
}

/**
 * A router at one scale, and experts whose neurons share a unit with the same neurons of the others.
 *
 * @param routerSums - as the columns' sums, of the router
 * @param choices - which expert the network of real numbers applies to each vector
 */
export function quantiseExperts(
  layer: ExpertsLayer,
  shapes: readonly Matrix[],
  [router, ...experts]: readonly MatrixValues[],
  columns: Columns,
  wishes: Wishes,
  { routerSums, choices }: { routerSums: Columns["sums"]; choices: readonly number[] },
): Hidden {
  const [routerShape, expertShape] = shapes as [Matrix, Matrix];
  const fit = fitOf(expertShape, columns.maximum, hiddenBounds(layer));
  const parts = experts.map((values, expert) => {
    const chosen = choices.flatMap((choice, v) => (choice === expert ? [v] : []));
    const seen = {
      ...columns,
      vectors: chosen.map((v) => columns.vectors[v]!),
      sums: chosen.map((v) => columns.sums[v]!),
    };
    const rows = rowsOf(values, columns);
    return { rows, seen, natural: naturalUnits(rows, fit, layer.requantise, seen, wishes.ranges) };
  });
  const natural = parts[0]!.natural.map((_, i) => Math.max(...parts.map((part) => part.natural[i]!)));
  const units = chosenUnits(natural, wishes) ?? natural;
  const step = 2 ** layer.requantise.shift;
  const integers = parts.map(({ rows, seen }) => roundRows(rows, fit, seen, step, units).values);
  const routed = quantiseRouter(layer, routerShape, router!, { ...columns, sums: routerSums });
  return { matrices: [routed, ...integers], units, natural, isRigid: false };
}

function quantiseRouter(layer: ExpertsLayer, matrix: Matrix, values: MatrixValues, columns: Columns): MatrixValues {
  const bounds = signedBounds(layer.router.accumulatorBits);
  const rows = rowsOf(values, columns);
  const reaches = rows.map(({ weights, bias }) => reachOf(weights, bias, columns.maximum));
  const limits = reaches.flatMap(({ minimum, maximum }) => [
    { limit: bounds.maximum, at: maximum },
    { limit: -bounds.minimum, at: -minimum },
  ]);
  const { weights, biases } = quantiseTogether(rows, matrix, columns, limits, (integers) => {
    return !findBeyond(reachesOf(integers, columns.maximum), bounds);
  });
  return { weights, biases };
}

/** The last layer of a classifier: the differences of its rows to the first, under one scale, since logits are compared. */
export function quantiseLogits(
  accumulatorBits: number,
  matrix: Matrix,
  values: MatrixValues,
  columns: Columns,
): MatrixValues & { scale: number } {
  const [first, ...others] = rowsOf(values, columns) as [Row, ...Row[]];
  const rows = others.map((row) => differenceOf(row, first));
  const all = [{ weights: first.weights.map(() => 0), bias: 0 }, ...rows];
  const limits = all.flatMap((winner) =>
    all.map((loser) => {
      const { weights, bias } = differenceOf(winner, loser);
      return { limit: largestDifference(accumulatorBits), at: reachOf(weights, bias, columns.maximum).maximum };
    }),
  );
  const sums = columns.sums.map(([zero, ...logits]) => logits.map((logit) => logit - zero!));
  return quantiseTogether(rows, matrix, { ...columns, sums }, limits, (integers) => {
    return !findDifferenceOverflow(accumulatorBits, integers, columns.maximum);
  });
}

function differenceOf(a: Row, b: Row): Row {
  return { weights: a.weights.map((weight, j) => weight - b.weights[j]!), bias: a.bias - b.bias };
}

/** Rows under one scale, their biases as they suit the vectors unless those would not fit. */
function quantiseTogether(
  rows: readonly Row[],
  matrix: Matrix,
  { vectors, sums }: Columns,
  limits: readonly { limit: number; at: number }[],
  fits: (values: MatrixValues) => boolean,
): MatrixValues & { scale: number } {
  const moments = momentsOf(vectors, matrix.columns);
  const width = widthScale(
    rows.map(({ weights }) => weights),
    matrix.weightBits,
    moments,
  );
  const biases = rows.map(({ bias }) => ({ limit: 2 ** (matrix.biasBits - 1) - 1, at: Math.abs(bias) }));
  const largest = matrix.weightBits === 1 ? (width ?? 1) : largestScale(width, [...biases, ...limits]);
  const real = { weights: rows.map(({ weights }) => [...weights]), biases: rows.map(({ bias }) => bias) };
  const rounded = roundTogether(real, matrix, largest, fits);
  const { weights, scale } = rounded;
  const corrected = rounded.biases.map((bias, i) => {
    const targets = sums.map((sum) => sum[i]!);
    return integerOf(
      bias + meanError({ weights: weights[i]!, bias }, scale, vectors, targets) * scale,
      matrix.biasBits,
    );
  });
  return fits({ weights, biases: corrected }) ? { weights, biases: corrected, scale } : rounded;
}

/** The last layer of a regression, whose scale is the task's. */
export function quantiseValues(
  task: RegressionTask,
  matrix: Matrix,
  values: MatrixValues,
  columns: Columns,
): MatrixValues {
  const rows = rowsOf(values, columns);
  const fit = fitOf(matrix, columns.maximum, errorBounds(task));
  // A value of 1 stands for the largest target.
  const scale = largestShifted(task);
  return roundRows(
    rows,
    fit,
    columns,
    scale,
    rows.map(() => 1),
  ).values;
}
