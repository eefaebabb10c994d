// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { assertFieldElement, toField } from "../proving/field.ts";
import { packLanes, packTightly, unpackTightly, wordCount } from "../utils/packing.ts";
import { type Architecture, lanesOf, layerInputs, modelWordCount, packedRuns, storedRows } from "./architecture.ts";
import { assertModel, type IntegerLayer, type IntegerModel } from "./network.ts";

/**
 * The words that are published when a model is claimed: the salt; the weights of all layers, row by row; the biases of all
 * layers. A signed value v of b bits is written as v + 2^(b−1); consecutive layers of one width share words.
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
    for (const run of packedRuns(model.architecture, part)) {
      const values = run.layers.flatMap((l) => model.layers[l]![part].flat());
      words.push(...packTightly(offset(values, run.bits), run.bits));
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
  let next = 1;
  const read = (part: "weights" | "biases") =>
    packedRuns(architecture, part).flatMap(({ bits, count }) => {
      const first = next;
      next += wordCount(count, bits);
      return unpackTightly(words.slice(first, next), bits, count, first).map((value) => value - 2 ** (bits - 1));
    });
  const weights = read("weights");
  const biases = read("biases");
  const layers = architecture.layers.map((layer, l): IntegerLayer => {
    const rows = storedRows(layer);
    const inputs = layerInputs(architecture, l);
    return {
      weights: Array.from({ length: rows }, () => weights.splice(0, inputs)),
      biases: biases.splice(0, rows),
    };
  });
  return { model: { architecture, layers }, salt: words[0]! };
}

/**
 * What the commitment to a model hashes, layer by layer. Lanes over samples: the tightly packed weights, then the biases,
 * each from a new word. Lanes over outputs: for each group of neurons that share elements, one element a column of
 * weights, then one of biases, values signed.
 *
 * @throws {@link InvalidValueError} if the model is malformed
 */
export function modelElements(model: IntegerModel): bigint[] {
  assertModel(model);
  return model.architecture.layers.flatMap((layer, l) => {
    const { weights, biases } = model.layers[l]!;
    if (layer.lanes.over === "samples") {
      return [
        ...packTightly(offset(weights.flat(), layer.weightBits), layer.weightBits),
        ...packTightly(offset(biases, layer.biasBits), layer.biasBits),
      ];
    }
    const { stride, perElement, elements } = lanesOf(layer);
    return Array.from({ length: elements }, (_, c) => {
      const rows = weights.slice(c * perElement, (c + 1) * perElement);
      const columns = rows[0]!.map((_, j) => rows.map((row) => row[j]!));
      return [...columns, biases.slice(c * perElement, (c + 1) * perElement)].map((lanes) =>
        toField(packLanes(lanes, stride)),
      );
    }).flat();
  });
}

/**
 * The size of a model as the protocol counts it: the width of every weight that is not zero, and of every bias.
 *
 * @throws {@link InvalidValueError} if the model is malformed
 */
export function modelBits(model: IntegerModel): number {
  assertModel(model);
  return model.architecture.layers.reduce((bits, layer, l) => {
    const { weights, biases } = model.layers[l]!;
    const nonZero = weights.flat().filter((weight) => weight !== 0).length;
    return bits + layer.weightBits * nonZero + layer.biasBits * biases.length;
  }, 0);
}

/** Signed values of a width as the unsigned ones that are packed. */
function offset(values: readonly number[], bits: number): number[] {
  return values.map((value) => value + 2 ** (bits - 1));
}
