// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  clampFeatures,
  fitNormalisation,
  makeChunks,
  normalise,
  quantiseFeatures,
  type Samples,
} from "../../src/data/index.ts";
import { assertThrows, randomChunk, seededRandom, tinyTask } from "../fixtures.ts";

describe("fitNormalisation", () => {
  const features = [
    [1, 10, 4],
    [3, -10, 4],
  ];

  it("finds the range of each feature, or of all", () => {
    assert.deepEqual(fitNormalisation(features, "feature"), { minimum: [1, -10, 4], maximum: [3, 10, 4] });
    assert.deepEqual(fitNormalisation(features, "dataset"), { minimum: [-10, -10, -10], maximum: [10, 10, 10] });
  });

  it("refuses no samples, ragged samples and infinite features", () => {
    assertThrows(
      () => fitNormalisation([], "feature"),
      "InvalidValueError",
      "The number of samples is 0; expected at least 1.",
    );
    assertThrows(
      () => fitNormalisation([[1], []], "feature"),
      "InvalidValueError",
      "The number of features in features[1] is 0; expected 1.",
    );
    assertThrows(
      () => fitNormalisation([[1], [Number.POSITIVE_INFINITY]], "feature"),
      "InvalidValueError",
      /^features\[1\]\[0\] is Infinity;/,
    );
  });

  it("is applied to other samples, which may fall outside, and turns constant features to zero", () => {
    const normalisation = fitNormalisation(features, "feature");
    assert.deepEqual(normalise([[2, 30, 9]], normalisation), [[0.5, 2, 0]]);
    assertThrows(
      () => normalise([[2]], normalisation),
      "InvalidValueError",
      /^The number of features in features\[0\] is 1;/,
    );
  });
});

describe("features as integers", () => {
  it("are rounded to the nearest, halves up, and clamped", () => {
    assert.deepEqual(quantiseFeatures([[-0.5, 0, 0.49 / 15, 0.5 / 15, 1, 1.2]], 4), [[0, 0, 0, 1, 15, 15]]);
  });

  it("lose only 16 when pixels from 0 to 16 go into four bits", () => {
    const pixels = Array.from({ length: 17 }, (_, value) => value);
    assert.deepEqual(clampFeatures([pixels], 4), [[...pixels.slice(0, 16), 15]]);
  });

  it("are refused if they are not numbers", () => {
    assertThrows(
      () => clampFeatures([[0, Number.NaN]], 4),
      "InvalidValueError",
      "features[0][1] is NaN; expected a number.",
    );
  });
});

describe("makeChunks", () => {
  const chunks = [randomChunk(tinyTask, seededRandom(1)), randomChunk(tinyTask, seededRandom(2))];
  const samples: Samples = {
    features: chunks.flatMap(({ features }) => features),
    labels: chunks.flatMap(({ labels }) => labels),
  };

  it("divides samples in order", () => {
    assert.deepEqual(makeChunks({ task: tinyTask, samples, salts: chunks.map(({ salt }) => salt) }), chunks);
  });

  it("draws salts that differ from chunk to chunk and call to call", () => {
    const salts = [0, 1].flatMap(() => makeChunks({ task: tinyTask, samples }).map(({ salt }) => salt));
    assert.equal(new Set(salts).size, 4);
  });

  const first = (count: number): Samples => ({
    features: samples.features.slice(0, count),
    labels: samples.labels.slice(0, count),
  });
  const refused: [string, { samples: Samples; salts?: bigint[] }, string | RegExp][] = [
    ["no samples", { samples: first(0) }, /^The number of samples is 0; expected a positive multiple of 4/],
    ["too few samples", { samples: first(3) }, /^The number of samples is 3;/],
    [
      "an incomplete second chunk",
      { samples: first(7) },
      "The number of samples is 7; expected a positive multiple of 4, the samples of a chunk of tiny.",
    ],
    [
      "missing labels",
      { samples: { ...samples, labels: [] } },
      "The number of labels is 0; expected 8, one for each sample.",
    ],
    [
      "a label beyond the classes",
      { samples: { ...samples, labels: samples.labels.map(() => 3) } },
      /^chunk\.labels\[0\] is 3;/,
    ],
    [
      "a repeated salt",
      { samples, salts: [1n, 1n] },
      "salts is a list of 2; expected 2 salts, all different: one for each chunk.",
    ],
    ["a missing salt", { samples, salts: [1n] }, /^salts is a list of 1;/],
    ["a third salt", { samples, salts: [1n, 2n, 2n] }, /^salts is a list of 3;/],
  ];
  for (const [what, parameters, message] of refused) {
    it(`refuses ${what}`, () =>
      assertThrows(() => makeChunks({ task: tinyTask, ...parameters }), "InvalidValueError", message));
  }
});
