// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FIELD_ORDER, poseidonEx, sponge, spongeTags } from "../../src/proving/index.ts";
import { assertThrows } from "../fixtures.ts";

const zeros = (length: number) => Array.from({ length }, () => 0n);

describe("sponge", () => {
  it("starts from tag, layout and length, and replaces the rate part block by block", () => {
    const elements = Array.from({ length: 18 }, (_, i) => BigInt(100 + i));
    const start = 2n * 2n ** 192n + 77n * 2n ** 64n + 18n;
    const first = poseidonEx(start, elements.slice(0, 16));
    const second = poseidonEx(first, [116n, 117n, ...zeros(14)]);
    assert.equal(sponge(spongeTags.data, 77n, elements), second);
  });

  it("needs no second block for exactly sixteen elements", () => {
    assert.equal(sponge(1n, 0n, zeros(16)), poseidonEx(2n ** 192n + 16n, zeros(16)));
  });

  it("tells apart lists that differ only in trailing zeros, the tag or the layout", () => {
    const hashes = [
      sponge(1n, 0n, zeros(1)),
      sponge(1n, 0n, zeros(2)),
      sponge(1n, 0n, zeros(17)),
      sponge(2n, 0n, zeros(1)),
      sponge(1n, 1n, zeros(1)),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it("refuses an empty list, a layout of 121 bits and an element that is not below p", () => {
    assertThrows(
      () => sponge(1n, 0n, []),
      "InvalidValueError",
      "The number of elements to hash is 0; expected at least 1.",
    );
    assertThrows(() => sponge(1n, 2n ** 120n, [0n]), "InvalidValueError", /^layoutId is 1329.*an integer of 120 bits/);
    assertThrows(() => sponge(1n, -1n, [0n]), "InvalidValueError", /^layoutId is -1;/);
    assertThrows(() => sponge(1n, 0n, [0n, FIELD_ORDER]), "InvalidValueError", /^Input 1 of Poseidon/);
  });
});
