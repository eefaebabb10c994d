// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { Architecture } from "./architecture.ts";
import type { MatrixValues } from "./layers.ts";
import { layersOf, type Matrix, matricesOf, type PlacedLayer } from "./placement.ts";

/**
 * Weights and biases of a matrix as they are stored: −1 or 1 if weightBits is 1, else two's complement integers of weightBits;
 * biases two's complement integers of biasBits, or none.
 */
export type IntegerMatrix = MatrixValues;

/** A network in the form in which it is committed to, scored and published. */
export interface IntegerModel {
  architecture: Architecture;
  /** In the order of `matricesOf(architecture)`. */
  matrices: IntegerMatrix[];
}

/**
 * Checks the shape of a model and the range of every weight and bias.
 *
 * @throws {@link InvalidValueError} naming the first that is wrong, for example `model.matrices[0].weights[3][5]`, or the first
 * layer whose numbers could grow beyond what is computed exactly
 */
export function assertModel(model: IntegerModel): void {
  assertMatrices("model", model, {
    weight: (value, { weightBits }) =>
      weightBits === 1 ? (Math.abs(value) === 1 ? undefined : "-1 or 1") : signedRange(value, weightBits),
    bias: (value, { biasBits }) => signedRange(value, biasBits),
  });
  for (const placed of layersOf(model.architecture)) assertExact(placed);
}

/** What a number should have been; undefined if it is that. */
type Expectation = (value: number, matrix: Matrix) => string | undefined;

/**
 * Checks matrices against the architecture's.
 *
 * @throws {@link InvalidValueError} naming the first count or number that is wrong
 */
export function assertMatrices(
  name: string,
  { architecture, matrices }: { architecture: Architecture; matrices: readonly MatrixValues[] },
  expected: { weight: Expectation; bias: Expectation; rows?: (matrix: Matrix) => number },
): void {
  const shapes = matricesOf(architecture);
  assertCount(`The number of matrices of the ${name}`, matrices.length, shapes.length);
  for (const [m, shape] of shapes.entries()) {
    const { weights, biases } = matrices[m]!;
    const rows = expected.rows?.(shape) ?? shape.rows;
    const subject = `${name}.matrices[${m}]`;
    assertCount(`The number of rows of ${subject}.weights`, weights.length, rows);
    assertCount(`The number of ${subject}.biases`, biases.length, shape.biasBits === 0 ? 0 : rows);
    for (const [i, row] of weights.entries()) {
      assertCount(`The number of weights in ${subject}.weights[${i}]`, row.length, shape.columns);
      assertEach(`${subject}.weights[${i}]`, row, (value) => expected.weight(value, shape));
    }
    assertEach(`${subject}.biases`, biases, (value) => expected.bias(value, shape));
  }
}

function assertCount(subject: string, value: number, expected: number): void {
  if (value !== expected) throw new InvalidValueError({ subject, value, expected: String(expected) });
}

function assertEach(subject: string, values: readonly number[], expect: (value: number) => string | undefined): void {
  for (const [i, value] of values.entries()) {
    const expected = expect(value);
    if (expected !== undefined) throw new InvalidValueError({ subject: `${subject}[${i}]`, value, expected });
  }
}

/** What a value should be, unless it is a signed number of so many bits. */
export function signedRange(value: number, bits: number): string | undefined {
  const limit = 2 ** (bits - 1);
  if (Number.isInteger(value) && value >= -limit && value < limit) return undefined;
  return `an integer from ${-limit} to ${limit - 1}`;
}

/** Plain numbers are exact up to 2^53; half of it leaves room for rounding terms and for differences of two values. */
const EXACT_LIMIT = 2 ** 52;

/**
 * Checks that no weights in range and no input can bring a sum of the layer to where plain numbers are not exact. Partial sums
 * are covered too, since the bound is on the sum of magnitudes; dividing by a power of two only changes the exponent.
 */
function assertExact({ index, layer, input, matrices }: PlacedLayer): void {
  const magnitudes = matrices.map((matrix) => largestMagnitude(matrix, input.maximum));
  if (layer.kind === "lora") {
    const [down, up] = matrices as [Matrix, Matrix];
    const adapter = 2 ** -layer.adapter.shift * magnitudes[0]! + 1;
    const base = 2 ** layer.baseShift * largestMagnitude({ ...down, weightBits: 8, biasBits: 0 }, input.maximum);
    magnitudes.push(base + largestMagnitude(up, adapter));
  }
  const largest = Math.max(...magnitudes);
  if (largest < EXACT_LIMIT) return;
  throw new InvalidValueError({
    subject: `The largest sum that layer ${index} could form`,
    value: largest,
    expected: "less than 2^52, to be computed exactly",
  });
}

function largestMagnitude({ columns, weightBits, biasBits }: Matrix, inputMaximum: number): number {
  return columns * 2 ** (weightBits - 1) * inputMaximum + (biasBits === 0 ? 0 : 2 ** (biasBits - 1));
}
