// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { BANDS, ENERGY_MAXIMUM, FRAMES, sayKeywords, WORDS } from "../../scripts/examples/data/keywords.ts";
import { ALPHABET, guessByFrequency, symbolsOf, windowsOf } from "../../scripts/examples/data/text.ts";
import { drawGlyphs, drawNoisyGlyphs, GLYPH_MAXIMUM, GLYPH_SIDE } from "../../scripts/training/glyphs.ts";

function assertRows(rows: readonly number[][], width: number, largest: number): void {
  for (const row of rows) {
    assert.equal(row.length, width);
    assert.ok(row.every((value) => Number.isInteger(value) && value >= 0 && value <= largest));
  }
}

/** The mean of each cell over rows. */
function meanOf(rows: readonly number[][]): number[] {
  return rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!));
}

describe("sayKeywords", () => {
  it("says the same for the same seed, and something else for another", () => {
    assert.deepEqual(sayKeywords(24, 5), sayKeywords(24, 5));
    assert.notDeepEqual(sayKeywords(24, 5), sayKeywords(24, 6));
  });

  it("gives energies of 4 bits, band by band and frame by frame", () => {
    assertRows(sayKeywords(200, 1).features, FRAMES * BANDS, ENERGY_MAXIMUM);
  });

  it("says every word equally often, in mixed order, and none twice alike", () => {
    const { features, labels } = sayKeywords(80, 2);
    for (const word of WORDS.keys()) assert.equal(labels.filter((label) => label === word).length, 10);
    assert.notDeepEqual(
      labels,
      labels.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(features.map((row) => row.join())).size, features.length);
  });

  it("says words that differ on average, and neither in silence nor at full energy", () => {
    const { features, labels } = sayKeywords(800, 3);
    const means = WORDS.map((_, word) => meanOf(features.filter((_, s) => labels[s] === word)));
    for (const [a, mean] of means.entries()) {
      const average = mean.reduce((sum, energy) => sum + energy, 0) / mean.length;
      assert.ok(average > 1 && average < 10, `${WORDS[a]!.word}: ${average}`);
      for (const other of means.slice(a + 1)) assert.ok(distance(mean, other) > 5);
    }
  });
});

describe("glyphs in other styles", () => {
  const tilted = { rotation: 0.6, noise: [1, 2.5] } as const;

  it("are the same for the same seed and style, and in range", () => {
    const { features, labels } = drawGlyphs(40, 3, tilted);
    assert.deepEqual(drawGlyphs(40, 3, tilted), { features, labels });
    assertRows(features, GLYPH_SIDE ** 2, GLYPH_MAXIMUM);
  });

  it("are rotated: a one leans, its top to the right of its foot, and upright ones do not", () => {
    const leanOf = ({ features, labels }: ReturnType<typeof drawGlyphs>) => {
      const ones = meanOf(features.filter((_, s) => labels[s] === 1));
      const centre = (rows: number[]) => {
        const ink = rows.flatMap((y) =>
          Array.from({ length: GLYPH_SIDE }, (_, x) => [x, ones[y * GLYPH_SIDE + x]!] as const),
        );
        return ink.reduce((sum, [x, cell]) => sum + x * cell, 0) / ink.reduce((sum, [, cell]) => sum + cell, 0);
      };
      return centre([0, 1, 2]) - centre([5, 6, 7]);
    };
    assert.ok(leanOf(drawGlyphs(600, 4, tilted)) > 1);
    assert.ok(Math.abs(leanOf(drawGlyphs(600, 4))) < 0.6);
  });

  it("are seen through noise, and given as they were written", () => {
    const { features, targets } = drawNoisyGlyphs(100, 5, { rotation: 0, noise: [4, 7] });
    assertRows(features, GLYPH_SIDE ** 2, GLYPH_MAXIMUM);
    assertRows(targets, GLYPH_SIDE ** 2, GLYPH_MAXIMUM);
    const blank = targets.flatMap((row, s) => row.flatMap((cell, i) => (cell === 0 ? [features[s]![i]!] : [])));
    const mean = blank.reduce((sum, cell) => sum + cell, 0) / blank.length;
    // A normal number of deviation 5.5, cut off below zero, has the mean 5.5 / √(2π).
    assert.ok(Math.abs(mean - 2.2) < 0.4, `${mean}`);
  });
});

describe("text as symbols", () => {
  it("knows 32 symbols, all different", () => {
    assert.equal(ALPHABET.length, 32);
    assert.equal(new Set(ALPHABET).size, 32);
  });

  it("writes small, joins white space, and leaves out what it lacks", () => {
    const written = symbolsOf('GNU  GPL,\n\tVersion 3: "free";\r\n(it\u2019s)').map((symbol) => ALPHABET[symbol]);
    assert.equal(written.join(""), "gnu gpl, version ; free; it's");
  });

  it("finds every letter of the licence in the alphabet", () => {
    const symbols = symbolsOf(readFileSync(new URL("../../circuits/LICENSE", import.meta.url), "utf8"));
    assert.ok(symbols.length > 30_000);
    assert.ok(symbols.every((symbol) => symbol >= 0 && symbol < ALPHABET.length));
  });

  it("takes every window as an input, and the symbol after it as the label", () => {
    const samples = windowsOf([4, 5, 6, 7, 8], 3);
    const inputs = [
      [4, 5, 6],
      [5, 6, 7],
    ];
    assert.deepEqual(samples, { inputs, labels: [7, 8] });
  });

  it("guesses what followed the last symbol most often", () => {
    const guess = guessByFrequency(windowsOf(symbolsOf("abacab"), 1));
    const guessed = (letter: string) => ALPHABET[guess(symbolsOf(letter)).indexOf(1)];
    assert.equal(guessed("a"), "b");
    assert.equal(guessed("b"), "a");
    assert.equal(guessed("c"), "a");
  });
});
