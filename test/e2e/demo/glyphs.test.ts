// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drawGlyphs, GLYPH_MAXIMUM, GLYPH_SIDE } from "../../../scripts/training/glyphs.ts";

describe("drawGlyphs", () => {
  it("draws the same samples for the same seed, and others for another", () => {
    assert.deepEqual(drawGlyphs(20, 5), drawGlyphs(20, 5));
    assert.notDeepEqual(drawGlyphs(20, 5), drawGlyphs(20, 6));
  });

  it("draws rows of 64 cells, each a whole number of 4 bits", () => {
    for (const row of drawGlyphs(200, 1).features) {
      assert.equal(row.length, GLYPH_SIDE ** 2);
      assert.ok(row.every((cell) => Number.isInteger(cell) && cell >= 0 && cell <= GLYPH_MAXIMUM));
    }
  });

  it("draws every digit equally often, in mixed order", () => {
    const { labels } = drawGlyphs(100, 2);
    for (let digit = 0; digit < 10; digit++) assert.equal(labels.filter((label) => label === digit).length, 10);
    assert.notDeepEqual(
      labels,
      labels.map((_, sample) => sample % 10),
    );
  });

  it("draws no digit twice alike, and none blank", () => {
    const { features } = drawGlyphs(200, 3);
    assert.equal(new Set(features.map((row) => row.join())).size, features.length);
    for (const row of features) assert.ok(row.reduce((ink, cell) => ink + cell, 0) > 40);
  });
});
