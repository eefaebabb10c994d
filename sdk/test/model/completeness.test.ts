// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  AccumulatorOverflowError,
  accumulatorBounds,
  checkCompleteness,
  evaluateTrace,
  type IntegerModel,
  parseArchitecture,
} from "../../src/model/index.ts";
import { anyModel, assertThrows, checkProperty } from "../fixtures.ts";

/** Two features of two bits, so that x_max = 3; accumulators of 6 bits: −34 ≤ z ≤ 29; y_max = 7, and leads up to 62. */
const architecture = parseArchitecture({
  name: "edge",
  features: 2,
  featureBits: 2,
  classes: 3,
  layers: [
    {
      kind: "dense",
      outputs: 2,
      weightBits: 4,
      biasBits: 6,
      accumulatorBits: 6,
      lanes: { over: "samples" },
      requantise: { shift: 2, activationBits: 3 },
    },
    {
      kind: "dense",
      outputs: 3,
      weightBits: 4,
      biasBits: 7,
      accumulatorBits: 6,
      lanes: { over: "outputs", stride: 28 },
    },
  ],
});

const model = (hidden: [number[], number], last: [number[], number]): IntegerModel => ({
  architecture,
  layers: [
    { weights: [[0, 0], hidden[0]], biases: [0, hidden[1]] },
    { weights: [last[0], [0, 0]], biases: [last[1], 0] },
  ],
});

const nothing: [number[], number] = [[0, 0], 0];

describe("checkCompleteness", () => {
  it("takes a hidden neuron that just reaches its bounds, and refuses one step more", () => {
    assert.deepEqual(accumulatorBounds(6, 2), { minimum: -34, maximum: 29 });
    checkCompleteness(model([[7, -8], 8], nothing));
    checkCompleteness(model([[7, -8], -10], nothing));
    assertThrows(
      () => checkCompleteness(model([[7, -8], 9], nothing)),
      "AccumulatorOverflowError",
      "Neuron 1 of layer 0: the accumulator can reach 30; expected at most 29.",
    );
    assertThrows(
      () => checkCompleteness(model([[7, -8], -11], nothing)),
      "AccumulatorOverflowError",
      "Neuron 1 of layer 0: the accumulator can reach -35; expected at least -34.",
    );
  });

  it("bounds the lead of every class over every other, logit 0 and zero rows included", () => {
    checkCompleteness(model(nothing, [[7, 0], 13]));
    assertThrows(
      () => checkCompleteness(model(nothing, [[7, -1], 14])),
      "AccumulatorOverflowError",
      "Neuron 1 of layer 1: its lead over class 0, plus one, can reach 64; expected at most 63.",
    );
    checkCompleteness(model(nothing, [[-8, 1], -6]));
    assertThrows(
      () => checkCompleteness(model(nothing, [[-8, 1], -7])),
      "AccumulatorOverflowError",
      "Neuron 0 of layer 1: its lead over class 1, plus one, can reach 64; expected at most 63.",
    );
  });

  it("carries layer, neuron, value and bound", () => {
    assert.throws(
      () => checkCompleteness(model([[7, 7], 0], nothing)),
      (error: unknown) =>
        error instanceof AccumulatorOverflowError &&
        error.layer === 0 &&
        error.neuron === 1 &&
        error.value === 42 &&
        error.bound === 29,
    );
  });

  it("passes exactly the models whose first layer overflows on no input at all", () => {
    const inputs = [0, 1, 2, 3].flatMap((x) => [0, 1, 2, 3].map((y) => [x, y]));
    let passed = 0;
    checkProperty(
      fc.property(anyModel(architecture), ({ layers }) => {
        // A last layer of zeros, which cannot overflow, leaves the first to be judged.
        const example = { architecture, layers: [layers[0]!, model(nothing, nothing).layers[1]!] };
        const overflows = inputs.some((features) =>
          evaluateTrace(example, features).layers[0]!.accumulators.some((z) => z > 29 || z < -34),
        );
        if (overflows) assertThrows(() => checkCompleteness(example), "AccumulatorOverflowError", /of layer 0/);
        else checkCompleteness(example);
        if (!overflows) passed++;
      }),
      300,
    );
    assert.ok(passed > 10 && passed < 290, `${passed} passed`);
  });

  it("refuses a malformed model first", () => {
    assertThrows(() => checkCompleteness({ architecture, layers: [] }), "InvalidValueError", /^The number of layers/);
  });
});
