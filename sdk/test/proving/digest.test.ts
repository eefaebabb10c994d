// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { concat, type Hex, keccak256, numberToHex } from "viem";
import { bytesHash, digest, FIELD_ORDER } from "../../src/proving/index.ts";
import { assertThrows, checkProperty, edgeFieldElement } from "../fixtures.ts";

describe("digest", () => {
  it("equals the sum of words times powers of the challenge", () => {
    const words = fc.array(edgeFieldElement, { minLength: 2, maxLength: 12 });
    checkProperty(
      fc.property(words, edgeFieldElement, (list, challenge) => {
        const sum = list.reduce((value, word, i) => value + word * challenge ** BigInt(i), 0n);
        assert.equal(digest(list, challenge), sum % FIELD_ORDER);
      }),
    );
  });

  it("is the salt alone at zero, and the sum of all words at one", () => {
    assert.equal(digest([5n, 7n, 9n], 0n), 5n);
    assert.equal(digest([5n, 7n, 9n], 1n), 21n);
  });

  it("refuses a single word, and elements that are not below p", () => {
    assertThrows(() => digest([1n], 1n), "InvalidValueError", "The number of words is 1; expected at least 2.");
    assertThrows(() => digest([1n, FIELD_ORDER], 1n), "InvalidValueError", /^words\[1\] is 2188/);
    assertThrows(() => digest([1n, 2n], FIELD_ORDER), "InvalidValueError", /^challenge is 2188/);
  });
});

describe("bytesHash", () => {
  const words = (count: number): Hex =>
    concat(Array.from({ length: count }, (_, i) => numberToHex(i + 1, { size: 32 })));

  it("hashes the hash of a single piece", () => {
    assert.equal(bytesHash(words(1)), keccak256(keccak256(words(1))));
    assert.equal(bytesHash(words(750)), keccak256(keccak256(words(750))));
  });

  it("begins a second piece with word 751", () => {
    const last = numberToHex(751, { size: 32 });
    assert.equal(bytesHash(words(751)), keccak256(concat([keccak256(words(750)), keccak256(last)])));
  });

  it("refuses nothing, and part of a word", () => {
    assertThrows(() => bytesHash("0x"), "InvalidValueError", /^The number of bytes is 0;/);
    assertThrows(
      () => bytesHash(concat([words(1), "0x00"])),
      "InvalidValueError",
      /is 33; expected a positive multiple/,
    );
  });
});
