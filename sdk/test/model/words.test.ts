// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  decodeModel,
  encodeModel,
  type IntegerMatrix,
  modelBits,
  modelElements,
  modelWordCount,
} from "../../src/model/index.ts";
import { FIELD_ORDER, toField } from "../../src/proving/index.ts";
import { bytesToWords, wordsToBytes } from "../../src/utils/index.ts";
import {
  anyArchitecture,
  anyModel,
  assertThrows,
  checkProperty,
  digitsMlp,
  edgeFieldElement,
  integerBelow,
  randomModel,
  seededRandom,
  tinyArchitecture,
} from "../fixtures.ts";

const tiny = randomModel(tinyArchitecture, seededRandom(1));

/** Σ (value + 2^(bits−1)) · 2^(bits·i), written down without the packing of the source. */
function offsetSum(values: number[], bits: number): bigint {
  return values.reduce((sum, value, i) => sum + BigInt(value + 2 ** (bits - 1)) * 2n ** BigInt(bits * i), 0n);
}

describe("the words of a model", () => {
  it("are the salt, weights of equal width together, and then biases", () => {
    const [a, b, c] = tiny.matrices as [IntegerMatrix, IntegerMatrix, IntegerMatrix];
    assert.deepEqual(encodeModel(tiny, 9n), [
      9n,
      offsetSum([...a.weights.flat(), ...b.weights.flat()], 3),
      offsetSum(c.weights.flat(), 4),
      offsetSum(a.biases, 5),
      offsetSum([...b.biases, ...c.biases], 6),
    ]);
  });

  it("hold as many weights as fit 248 bits", () => {
    const model = randomModel(digitsMlp, seededRandom(2));
    const words = encodeModel(model, 1n);
    assert.equal(words.length, 80);
    const weights = model.matrices.flatMap(({ weights }) => weights.flat());
    // Word 67 is the first that both layers share: 2,048 = 66 · 31 + 2.
    assert.equal(words[67], offsetSum(weights.slice(66 * 31, 67 * 31), 8));
    assert.equal(words[76], offsetSum(weights.slice(75 * 31), 8));
  });

  it("decode, also from published bytes, to the same model and salt", () => {
    const example = anyArchitecture.chain((architecture) => fc.tuple(anyModel(architecture), edgeFieldElement));
    checkProperty(
      fc.property(example, ([model, salt]) => {
        const words = encodeModel(model, salt);
        assert.equal(words.length, modelWordCount(model.architecture));
        assert.deepEqual(decodeModel(model.architecture, bytesToWords(wordsToBytes(words))), { model, salt });
      }),
    );
  });

  it("either decode to what encodes to them, or not at all, whatever bit is flipped", () => {
    const words = encodeModel(tiny, 9n);
    const random = seededRandom(3);
    let refused = 0;
    for (let run = 0; run < 300; run++) {
      const forged = [...words];
      const at = integerBelow(random, words.length);
      forged[at] = words[at]! ^ (1n << BigInt(integerBelow(random, 256)));
      let decoded: ReturnType<typeof decodeModel>;
      try {
        decoded = decodeModel(tinyArchitecture, forged);
      } catch (error) {
        assert.equal((error as Error).name, "InvalidValueError");
        refused++;
        continue;
      }
      assert.deepEqual(encodeModel(decoded.model, decoded.salt), forged);
    }
    assert.ok(refused > 10 && refused < 290, `${refused} refused`);
  });

  it("are refused if one is missing, not below p, or has unused bits set", () => {
    const words = encodeModel(tiny, 9n);
    const decode = (list: bigint[]) => () => decodeModel(tinyArchitecture, list);
    const replaced = (i: number, word: bigint) => decode(words.with(i, word));
    assertThrows(decode(words.slice(1)), "InvalidValueError", "The number of words of a model is 4; expected 5.");
    assertThrows(decode([...words, 0n]), "InvalidValueError", "The number of words of a model is 6; expected 5.");
    assertThrows(replaced(0, FIELD_ORDER + 9n), "InvalidValueError", /^words\[0\] is 2188/);
    assertThrows(replaced(3, -1n), "InvalidValueError", /^words\[3\] is -1;/);
    assertThrows(
      replaced(1, words[1]! | (1n << 96n)),
      "InvalidValueError",
      "words[1] above its last value is 1; expected zero bits.",
    );
    assertThrows(replaced(4, words[4]! | (1n << 42n)), "InvalidValueError", /^words\[4\] above its last value is 1;/);
  });

  it("are not made of a malformed model or salt", () => {
    assertThrows(() => encodeModel(tiny, FIELD_ORDER), "InvalidValueError", /^salt is 2188/);
    assertThrows(() => encodeModel({ ...tiny, matrices: [] }, 0n), "InvalidValueError", /^The number of matrices/);
  });
});

describe("the elements of a model", () => {
  it("are packed words of the first layer, then columns and biases of lanes, signed", () => {
    const [a, b, c] = tiny.matrices as [IntegerMatrix, IntegerMatrix, IntegerMatrix];
    const lanes = (values: number[], stride: number) =>
      toField(values.reduce((sum, value, i) => sum + BigInt(value) * 2n ** BigInt(stride * i), 0n));
    const columns = (rows: number[][], biases: number[], stride: number) => [
      ...rows[0]!.map((_, j) =>
        lanes(
          rows.map((row) => row[j]!),
          stride,
        ),
      ),
      lanes(biases, stride),
    ];
    assert.deepEqual(modelElements(tiny), [
      offsetSum(a.weights.flat(), 3),
      offsetSum(a.biases, 5),
      ...columns(b.weights.slice(0, 3), b.biases.slice(0, 3), 84),
      ...columns(b.weights.slice(3), b.biases.slice(3), 84),
      ...columns(c.weights, c.biases, 30),
    ]);
  });

  it("of digits-mlp are 103", () => assert.equal(modelElements(randomModel(digitsMlp, seededRandom(1))).length, 103));
});

describe("modelBits", () => {
  it("counts weights that are not zero, and every bias", () => {
    const copy = structuredClone(tiny);
    for (const matrix of copy.matrices) matrix.weights = matrix.weights.map((row) => row.map(() => 0));
    const biases = 4 * 5 + 5 * 6 + 2 * 6;
    assert.equal(modelBits(copy), biases);
    copy.matrices[0]!.weights[0]![0] = -4;
    copy.matrices[2]!.weights[1]![4] = 1;
    assert.equal(modelBits(copy), biases + 3 + 4);
  });
});
