// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Architecture,
  assertFits,
  type DenseLayer,
  lanesOf,
  largestInput,
  modelWordCount,
  packedRuns,
  parseArchitecture,
  storedRows,
} from "../../src/model/index.ts";
import { assertThrows, digits28, digitsMlp, tinyArchitecture, tinyTask } from "../fixtures.ts";

const [first, last] = digitsMlp.layers as [DenseLayer, DenseLayer];
const { requantise: _, ...unrounded } = first;
const withLayers = (...layers: unknown[]) => ({ ...digitsMlp, layers });

describe("parseArchitecture", () => {
  it("takes an architecture as it is", () => {
    assert.deepEqual(parseArchitecture(structuredClone(digitsMlp)), digitsMlp);
  });

  const refused: [string, unknown, string | RegExp][] = [
    ["text", "x", 'architecture is "x"; expected an object.'],
    ["an unknown key", { ...digitsMlp, task: "digits-28" }, 'architecture.task is "digits-28"; expected no such key.'],
    ["a single layer", withLayers(last), "architecture.layers is a list of 1; expected two layers or more."],
    [
      "another kind of layer",
      withLayers({ ...first, kind: "conv" }, last),
      'architecture.layers[0].kind is "conv"; expected "dense".',
    ],
    [
      "weights of one bit",
      withLayers({ ...first, weightBits: 1 }, last),
      "architecture.layers[0].weightBits is 1; expected an integer from 2 to 8.",
    ],
    ["weights of nine bits", withLayers({ ...first, weightBits: 9 }, last), /weightBits is 9;/],
    [
      "biases of nineteen bits",
      withLayers({ ...first, biasBits: 19 }, last),
      /biasBits is 19; expected an integer from 2 to 18\.$/,
    ],
    [
      "unknown lanes",
      withLayers(first, { ...last, lanes: { over: "x" } }),
      'architecture.layers[1].lanes.over is "x"; expected "samples" or "outputs".',
    ],
    [
      "a first layer with lanes over outputs",
      withLayers({ ...first, lanes: last.lanes }, last),
      /^architecture\.layers\[0\]\.lanes\.over is "outputs"; expected "samples":/,
    ],
    [
      "a later layer with lanes over samples",
      withLayers(first, { ...last, lanes: first.lanes }),
      /^architecture\.layers\[1\]\.lanes\.over is "samples"; expected "outputs":/,
    ],
    [
      "a hidden layer without rounding",
      withLayers(unrounded, last),
      /^architecture\.layers\[0\]\.requantise is missing;/,
    ],
    [
      "a last layer with rounding",
      withLayers(first, { ...last, requantise: first.requantise }),
      /^architecture\.layers\[1\]\.requantise is an object .* expected none on the last layer\.$/,
    ],
    [
      "another number of outputs than classes",
      withLayers(first, { ...last, outputs: 9 }),
      /^architecture\.layers\[1\]\.outputs is 9; expected 10,/,
    ],
    [
      "activations beyond the accumulator",
      withLayers({ ...first, accumulatorBits: 14 }, last),
      "architecture.layers[0].accumulatorBits is 14; expected at least shift + activationBits + 1 = 15.",
    ],
    [
      "activations of eight bits",
      withLayers({ ...first, requantise: { shift: 7, activationBits: 8 } }, last),
      /activationBits is 8; expected an integer from 1 to 7\.$/,
    ],
  ];
  for (const [what, json, message] of refused) {
    it(`refuses ${what}`, () => assertThrows(() => parseArchitecture(json), "InvalidValueError", message));
  }
});

describe("assertFits", () => {
  it("compares features, their bits and classes", () => {
    assertFits(digitsMlp, digits28);
    assertThrows(
      () => assertFits(digitsMlp, tinyTask),
      "InvalidValueError",
      "features of the architecture digits-mlp is 64; expected 3, as in tiny.",
    );
    assertThrows(
      () => assertFits(digitsMlp, { ...digits28, featureBits: 7 }),
      "InvalidValueError",
      /^featureBits of .* is 4; expected 7/,
    );
    assertThrows(
      () => assertFits(digitsMlp, { ...digits28, classes: 11 }),
      "InvalidValueError",
      /^classes of .* is 10; expected 11/,
    );
  });
});

describe("an architecture", () => {
  it("stores the last layer without logit 0", () => assert.deepEqual(digitsMlp.layers.map(storedRows), [32, 9]));

  it("has inputs of its features, then of activations", () => {
    assert.deepEqual(
      [0, 1].map((l) => largestInput(digitsMlp, l)),
      [15, 63],
    );
  });

  it("packs neurons of later layers by stride, and lets the task lay out the first", () => {
    assert.deepEqual(lanesOf(last), { stride: 28, perElement: 9, elements: 1 });
    assert.deepEqual(lanesOf(tinyArchitecture.layers[1]!), { stride: 84, perElement: 3, elements: 2 });
    assert.deepEqual(lanesOf({ ...last, lanes: { over: "outputs", stride: 252 } }), {
      stride: 252,
      perElement: 1,
      elements: 9,
    });
    assertThrows(() => lanesOf(first), "InvalidValueError", 'layer.lanes.over is "samples"; expected "outputs".');
  });

  it("shares words between layers of one width only", () => {
    assert.deepEqual(packedRuns(tinyArchitecture, "weights"), [
      { bits: 3, count: 32, layers: [0, 1] },
      { bits: 4, count: 10, layers: [2] },
    ]);
    assert.deepEqual(packedRuns(tinyArchitecture, "biases"), [
      { bits: 5, count: 4, layers: [0] },
      { bits: 6, count: 7, layers: [1, 2] },
    ]);
  });

  it("is published in as many words as its widths need", () => {
    assert.equal(modelWordCount(digitsMlp), 80);
    assert.equal(modelWordCount(tinyArchitecture), 5);
    const twice: Architecture = withLayers({ ...first, weightBits: 4 }, last) as Architecture;
    assert.equal(modelWordCount(twice), 1 + Math.ceil(2048 / 62) + Math.ceil(288 / 31) + 3);
  });
});
