// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  assertChunk,
  type Chunk,
  type ClassificationChunk,
  chunkElements,
  chunkWordCount,
  decodeChunk,
  encodeChunk,
} from "../../src/data/index.ts";
import { FIELD_ORDER } from "../../src/proving/index.ts";
import {
  anyChunk,
  assertThrows,
  checkProperty,
  digits28,
  integerBelow,
  randomChunk,
  seededRandom,
  tinyExamples,
  tinyTask,
} from "../fixtures.ts";

const chunk: ClassificationChunk = {
  features: [
    [0, 1, 2],
    [3, 0, 1],
    [2, 3, 0],
    [1, 2, 3],
  ],
  labels: [0, 2, 1, 1],
  salt: 5n,
};

describe("the words of a chunk", () => {
  it("are the salt, features of two bits lowest first, and one-hot labels", () => {
    // Read from the last feature to the first, two bits each; then from the last label to the first, three bits each.
    const features = 0b11_10_01_00_11_10_01_00_11_10_01_00n;
    const labels = 0b010_010_100_001n;
    assert.deepEqual(encodeChunk(tinyTask, chunk), [5n, features, labels]);
  });

  it("are as many as the task says", () => {
    assert.equal(chunkWordCount(tinyTask), 3);
    assert.equal(chunkWordCount(digits28), 32);
    assert.equal(encodeChunk(digits28, randomChunk(digits28, seededRandom(1))).length, 32);
  });

  it("decode to the same chunk", () => {
    const wide = { ...tinyTask, featureBits: 7, classes: 100, encoding: { kind: "dense", samples: 10 } as const };
    for (const task of [...tinyExamples.map((example) => example.task), digits28, wide]) {
      checkProperty(
        fc.property(anyChunk(task), (any) => {
          assert.deepEqual(decodeChunk(task, encodeChunk(task, any)), any);
        }),
        20,
      );
    }
  });

  it("either decode to what encodes to them, or not at all, whatever bit is flipped", () => {
    const words = encodeChunk(digits28, randomChunk(digits28, seededRandom(2)));
    const random = seededRandom(3);
    let refused = 0;
    for (let run = 0; run < 200; run++) {
      const forged = [...words];
      const at = integerBelow(random, words.length);
      forged[at] = words[at]! ^ (1n << BigInt(integerBelow(random, 256)));
      let decoded: Chunk;
      try {
        decoded = decodeChunk(digits28, forged);
      } catch (error) {
        assert.equal((error as Error).name, "InvalidValueError");
        refused++;
        continue;
      }
      assert.deepEqual(encodeChunk(digits28, decoded), forged);
    }
    assert.ok(refused > 10 && refused < 190, `${refused} refused`);
  });

  const [salt, features, labels] = encodeChunk(tinyTask, chunk) as [bigint, bigint, bigint];
  const refused: [string, bigint[], string | RegExp][] = [
    ["a missing word", [salt, features], "The number of words of a chunk is 2; expected 3."],
    ["a salt of p", [FIELD_ORDER, features, labels], /^words\[0\] is 2188/],
    ["a word beyond p", [salt, features + FIELD_ORDER, labels], /^words\[1\] is 2188/],
    [
      "a bit above the features",
      [salt, features | (1n << 24n), labels],
      "words[1] above its last value is 1; expected zero bits.",
    ],
    ["a bit above the labels", [salt, features, labels | (1n << 12n)], /^words\[2\] above its last value is 1;/],
    [
      "no label",
      [salt, features, labels ^ 1n],
      'The label of sample 0 in words[2] is "0b0"; expected 3 bits with exactly one set.',
    ],
    ["two labels", [salt, features, labels | 2n], /^The label of sample 0 in words\[2\] is "0b11";/],
  ];
  for (const [what, words, message] of refused) {
    it(`are refused with ${what}`, () =>
      assertThrows(() => decodeChunk(tinyTask, words), "InvalidValueError", message));
  }
});

describe("the elements of a chunk", () => {
  it("are the salt, the lanes of each group and feature, and the label words", () => {
    const lanes = (first: number, second: number) => BigInt(first) + (BigInt(second) << 20n);
    assert.deepEqual(chunkElements(tinyTask, chunk), [
      5n,
      lanes(0, 3),
      lanes(1, 0),
      lanes(2, 1),
      lanes(2, 1),
      lanes(3, 2),
      lanes(0, 3),
      0b010_010_100_001n,
    ]);
  });

  it("of digits-28 are 131", () => {
    assert.equal(chunkElements(digits28, randomChunk(digits28, seededRandom(1))).length, 131);
  });
});

describe("assertChunk", () => {
  const changed = (change: (copy: ClassificationChunk) => void): Chunk => {
    const copy = structuredClone(chunk);
    change(copy);
    return copy;
  };
  const refused: [string, Chunk, string | RegExp][] = [
    ["a missing sample", changed((c) => c.features.pop()), "The number of samples in chunk.features is 3; expected 4."],
    ["a missing label", changed((c) => c.labels.pop()), "The number of labels in chunk.labels is 3; expected 4."],
    [
      "a missing feature",
      changed((c) => c.features[1]!.pop()),
      "The number of features in chunk.features[1] is 2; expected 3.",
    ],
    [
      "a large feature",
      changed((c) => c.features[1]!.splice(2, 1, 4)),
      "chunk.features[1][2] is 4; expected an integer from 0 to 3.",
    ],
    ["a negative feature", changed((c) => c.features[1]!.splice(2, 1, -1)), /^chunk\.features\[1\]\[2\] is -1;/],
    ["a feature that is no number", changed((c) => c.features[0]!.splice(0, 1, Number.NaN)), /\[0\]\[0\] is NaN;/],
    [
      "a label beyond the classes",
      changed((c) => c.labels.splice(3, 1, 3)),
      "chunk.labels[3] is 3; expected an integer from 0 to 2.",
    ],
    ["a salt of p", { ...chunk, salt: FIELD_ORDER }, /^chunk\.salt is 2188/],
  ];
  for (const [what, bad, message] of refused) {
    it(`refuses ${what}`, () => assertThrows(() => assertChunk(tinyTask, bad), "InvalidValueError", message));
  }
});
