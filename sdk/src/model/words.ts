// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { assertFieldElement, toField } from "../proving/field.ts";
import { packLanes, packTightly, unpackTightly, wordCount } from "../utils/packing.ts";
import type { Architecture } from "./architecture.ts";
import { assertModel, type IntegerMatrix, type IntegerModel } from "./network.ts";
import { baseWeights, lanesOf, layersOf, type Matrix, matricesOf } from "./placement.ts";

/** Values of one width that follow each other in the published words. */
interface PackedRun {
  /** Width of a value. */
  bits: number;
  /** Values in all. */
  count: number;
  /** Indices of the matrices that they come from, in order. */
  matrices: number[];
}

/**
 * How published weights or biases share words: consecutive matrices of one width are packed as one list. A matrix without
 * biases does not part its neighbours'.
 */
function packedRuns(matrices: readonly Matrix[], part: "weights" | "biases"): PackedRun[] {
  const runs: PackedRun[] = [];
  for (const [m, { rows, columns, weightBits, biasBits }] of matrices.entries()) {
    const bits = part === "weights" ? weightBits : biasBits;
    const count = part === "weights" ? rows * columns : rows;
    if (bits === 0) continue;
    const last = runs.at(-1);
    if (last?.bits === bits) {
      last.count += count;
      last.matrices.push(m);
    } else {
      runs.push({ bits, count, matrices: [m] });
    }
  }
  return runs;
}

/** Words that a model of the architecture is published as: the salt, the weights, the biases. */
export function modelWordCount(architecture: Architecture): number {
  const matrices = matricesOf(architecture);
  const runs = [...packedRuns(matrices, "weights"), ...packedRuns(matrices, "biases")];
  return runs.reduce((words, run) => words + wordCount(run.count, run.bits), 1);
}

/**
 * The words that are published when a model is claimed: the salt; the weights of all matrices, row by row; the biases of all
 * matrices. A signed value v of b bits is written as v + 2^(b−1), a weight of one bit as (v + 1) / 2; consecutive matrices of
 * one width share words.
 *
 * @param model - weights and biases
 * @param salt - the salt of the model's commitment, in [0, p)
 * @returns `modelWordCount(model.architecture)` field elements
 * @throws {@link InvalidValueError} if the model is malformed or the salt not a field element
 */
export function encodeModel(model: IntegerModel, salt: bigint): bigint[] {
  assertModel(model);
  assertFieldElement("salt", salt);
  const words = [salt];
  for (const part of ["weights", "biases"] as const) {
    for (const run of packedRuns(matricesOf(model.architecture), part)) {
      const values = run.matrices.flatMap((m) => model.matrices[m]![part].flat());
      words.push(...packTightly(stored(values, run.bits), run.bits));
    }
  }
  return words;
}

/**
 * The model that was published as these words; the inverse of {@link encodeModel}, and as strict: no two lists of words give
 * the same model and salt.
 *
 * @throws {@link InvalidValueError} if the number of words is wrong, or a word is not below p or has unused bits set
 */
export function decodeModel(
  architecture: Architecture,
  words: readonly bigint[],
): { model: IntegerModel; salt: bigint } {
  const expected = modelWordCount(architecture);
  if (words.length !== expected) {
    const subject = "The number of words of a model";
    throw new InvalidValueError({ subject, value: words.length, expected: String(expected) });
  }
  for (const [i, word] of words.entries()) assertFieldElement(`words[${i}]`, word);
  const shapes = matricesOf(architecture);
  let next = 1;
  const read = (part: "weights" | "biases") =>
    packedRuns(shapes, part).flatMap(({ bits, count }) => {
      const first = next;
      next += wordCount(count, bits);
      return unpackTightly(words.slice(first, next), bits, count, first).map((value) => fromStored(value, bits));
    });
  const weights = read("weights");
  const biases = read("biases");
  const matrices = shapes.map(({ rows, columns, biasBits }): IntegerMatrix => {
    return {
      weights: Array.from({ length: rows }, () => weights.splice(0, columns)),
      biases: biasBits === 0 ? [] : biases.splice(0, rows),
    };
  });
  return { model: { architecture, matrices }, salt: words[0]! };
}

/** Elements of a model's commitment that are a matrix's. */
export function matrixElementCount(matrix: Matrix): number {
  const { rows, columns, weightBits, biasBits, lanes } = matrix;
  const hasBiases = biasBits > 0;
  if (lanes.over === "outputs") return lanesOf(matrix).elements * (columns + (hasBiases ? 1 : 0));
  return wordCount(rows * columns, weightBits) + (hasBiases ? wordCount(rows, biasBits) : 0);
}

/**
 * What the commitment to a model hashes of one matrix. Lanes over samples: the tightly packed weights, then the biases, each
 * from a new word. Lanes over outputs: for each group of rows that share elements, one element a column of weights, then one
 * of biases, values signed.
 *
 * @param values - weights and biases of the matrix, in range
 */
export function matrixElements(matrix: Matrix, { weights, biases }: IntegerMatrix): bigint[] {
  const { weightBits, biasBits, lanes } = matrix;
  const hasBiases = biasBits > 0;
  if (lanes.over === "samples") {
    return [
      ...packTightly(stored(weights.flat(), weightBits), weightBits),
      ...(hasBiases ? packTightly(stored(biases, biasBits), biasBits) : []),
    ];
  }
  const { stride, perElement, elements } = lanesOf(matrix);
  return Array.from({ length: elements }, (_, c) => {
    const rows = weights.slice(c * perElement, (c + 1) * perElement);
    const columns = rows[0]!.map((_, j) => rows.map((row) => row[j]!));
    const packed = hasBiases ? [...columns, biases.slice(c * perElement, (c + 1) * perElement)] : columns;
    return packed.map((values) => toField(packLanes(values, stride)));
  }).flat();
}

/**
 * What the commitment to a model hashes, matrix by matrix.
 *
 * @throws {@link InvalidValueError} if the model is malformed
 */
export function modelElements(model: IntegerModel): bigint[] {
  assertModel(model);
  return matricesOf(model.architecture).flatMap((matrix, m) => matrixElements(matrix, model.matrices[m]!));
}

/**
 * The size of a model as the protocol counts it: the width of every weight that is not zero, and of every bias; and eight bits
 * for every weight of a frozen base that is not zero.
 *
 * @throws {@link InvalidValueError} if the model is malformed
 */
export function modelBits(model: IntegerModel): number {
  assertModel(model);
  return matricesOf(model.architecture).reduce((bits, { weightBits, biasBits }, m) => {
    const { weights, biases } = model.matrices[m]!;
    return bits + weightBits * countNonZero(weights) + biasBits * biases.length;
  }, frozenBits(model.architecture));
}

const BASE_WEIGHT_BITS = 8;

/** The part of the size that is the architecture's: of its frozen bases. */
export function frozenBits(architecture: Architecture): number {
  return layersOf(architecture).reduce((bits, { layer, input }) => {
    return layer.kind === "lora" ? bits + BASE_WEIGHT_BITS * countNonZero(baseWeights(layer, input.count)) : bits;
  }, 0);
}

function countNonZero(weights: readonly (readonly number[])[]): number {
  return weights.flat().filter((weight) => weight !== 0).length;
}

/** Signed values of a width as the unsigned ones that are packed. */
function stored(values: readonly number[], bits: number): number[] {
  return values.map((value) => (bits === 1 ? (value + 1) / 2 : value + 2 ** (bits - 1)));
}

/** The inverse of {@link stored}. */
function fromStored(value: number, bits: number): number {
  return bits === 1 ? 2 * value - 1 : value - 2 ** (bits - 1);
}
