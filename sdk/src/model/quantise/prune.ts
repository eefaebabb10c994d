// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { Architecture } from "../architecture.ts";
import { applyMatrix, type MatrixValues, patchesOf, patchIndices } from "../layers.ts";
import type { IntegerModel } from "../network.ts";
import type { Matrix, PlacedLayer } from "../placement.ts";
import { modelBits } from "../words.ts";
import type { Source } from "./conversion.ts";
import { type FloatNetwork, floatEvaluatorOf, matricesAt } from "./float.ts";
import { momentsOf } from "./matrices.ts";

/** Vectors on which the size of inputs is measured; more change little. */
const MOST_VECTORS = 2000;

/** A weight that may become zero. */
interface Candidate {
  matrix: number;
  /** Of the integer matrix. */
  row: number;
  column: number;
  /** What its zero saves. */
  bits: number;
  /** The part of its row's sum, in squares over the calibration samples, that it makes. */
  importance: number;
}

/**
 * Makes the weights zero that matter least, until the model has at most so many bits: of all weights those that make the smallest part of
 * their row's sum, by their magnitude and that of their input. What the sums lose on average goes into the biases. Weights of a
 * single bit, which have no zero, and tables, whose zero is a value like others, are left.
 *
 * @param convert - the integer model of a network
 * @throws {@link InvalidValueError} if even the model without any such weight is larger
 */
export function pruneToBits(
  source: Source & { architecture: Architecture; bits: number },
  convert: (network: FloatNetwork) => IntegerModel,
): IntegerModel {
  const { architecture, bits, placed } = source;
  const network = withoutFirstLogit(architecture, source.network);
  const candidates = candidatesOf(architecture, { ...source, network }).sort((a, b) => a.importance - b.importance);
  let model = convert(source.network);
  assertReachable(model, candidates, bits);
  const pruned = structuredClone(network);
  const left = new Set(candidates);
  for (let size = modelBits(model); size > bits; size = modelBits(model)) {
    let excess = size - bits;
    for (const candidate of left) {
      if (excess <= 0) break;
      const { matrix, row, column } = candidate;
      left.delete(candidate);
      pruned.matrices[matrix]!.weights[rowInNetwork(placed, architecture, matrix, row)]![column] = 0;
      if (model.matrices[matrix]!.weights[row]![column] !== 0) excess -= candidate.bits;
    }
    model = convert(pruned);
  }
  return model;
}

/** Logits are stored as differences to the first: with a first of zeros, zeros are what is stored. */
function withoutFirstLogit({ output }: Architecture, network: FloatNetwork): FloatNetwork {
  if (output.kind !== "logits") return network;
  const { weights, biases } = network.matrices.at(-1)!;
  const last = {
    weights: weights.map((row) => row.map((weight, j) => weight - weights[0]![j]!)),
    biases: biases.map((bias) => bias - biases[0]!),
  };
  return { ...network, matrices: [...network.matrices.slice(0, -1), last] };
}

/** The last matrix of a classifier has a row more in the network than in the model. */
function rowInNetwork(placed: readonly PlacedLayer[], { output }: Architecture, matrix: number, row: number): number {
  return output.kind === "logits" && matrix === placed.at(-1)!.firstMatrix ? row + 1 : row;
}

function assertReachable(model: IntegerModel, candidates: readonly Candidate[], bits: number): void {
  const saved = candidates.reduce((sum, { matrix, row, column, bits: width }) => {
    return model.matrices[matrix]!.weights[row]![column] === 0 ? sum : sum + width;
  }, 0);
  const least = modelBits(model) - saved;
  if (Number.isSafeInteger(bits) && bits >= least) return;
  throw new InvalidValueError({
    subject: "bits",
    value: bits,
    expected: `an integer of ${least} or more, the bits without any weight`,
  });
}

function candidatesOf(architecture: Architecture, source: Source): Candidate[] {
  const { placed, network, calibration } = source;
  const step = Math.ceil(calibration.length / MOST_VECTORS);
  const samples = calibration.filter((_, s) => s % step === 0);
  const evaluate = floatEvaluatorOf(architecture, network);
  const unit = architecture.input.kind === "features" ? 1 / placed[0]!.input.maximum : 1;
  const traces = samples.map((sample) => ({ input: sample.map((value) => value * unit), ...evaluate(sample) }));
  return placed.flatMap((layer) => {
    const inputs = traces.map(({ input, layers }) =>
      layer.index === 0 ? input : layers[layer.index - 1]!.activations,
    );
    const values = matricesAt(layer, network.matrices);
    return layer.matrices.flatMap((shape, m) => {
      if (shape.weightBits === 1 || shape.role === "table") return [];
      const vectors = vectorsOf(layer, shape, values, inputs);
      return rowCandidates(layer.firstMatrix + m, shape, values[m]!, momentsOf(vectors, shape.columns));
    });
  });
}

/** What a matrix is applied to. */
function vectorsOf(
  { layer, input }: PlacedLayer,
  { role }: Matrix,
  values: readonly MatrixValues[],
  inputs: readonly (readonly number[])[],
): (readonly number[])[] {
  if (role === "up") return inputs.map((vector) => applyMatrix(values[0]!, vector));
  if (layer.kind !== "conv2d") return [...inputs];
  const indices = patchIndices(layer, input.shape!);
  // A patch for each sample, at places that change.
  return inputs.map((image, s) => patchesOf([indices[s % indices.length]!], image)[0]!);
}

function rowCandidates(
  matrix: number,
  { rows, weightBits }: Matrix,
  { weights }: MatrixValues,
  moments: readonly number[],
): Candidate[] {
  // A last layer's first row, of zeros, is not stored.
  return weights.slice(-rows).flatMap((values, row) => {
    const parts = values.map((weight, j) => weight ** 2 * moments[j]!);
    const whole = parts.reduce((sum, part) => sum + part, 0) || 1;
    return parts.map((part, column) => ({ matrix, row, column, bits: weightBits, importance: part / whole }));
  });
}
