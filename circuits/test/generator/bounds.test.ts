// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Task } from "@commonweight/sdk/data";
import type { Architecture, DenseLayer } from "@commonweight/sdk/model";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import {
  assertExactLanes,
  assertTaskLanes,
  boundsOf,
  firstLayerBounds,
  laterLayerBounds,
  loadArchitecture,
  loadTask,
  UnsoundLanesError,
} from "../../generator/index.ts";

const digits = loadTask("digits-28");
const mlp = loadArchitecture("digits-mlp");

/** digits-mlp with another layer. */
function withLayer(index: number, change: Partial<DenseLayer>): Architecture {
  return { ...mlp, layers: mlp.layers.with(index, { ...mlp.layers[index]!, ...change }) };
}

test("the bounds of digits-mlp are those worked out by hand", () => {
  const [first, second] = boundsOf(digits, mlp);
  // 64 inputs up to 15, weights to 2^7, biases to 2^15; claims to 2^15 + 2^7.
  const firstAccumulator = 64n * 15n * 128n + 32_768n;
  assert.deepEqual(first, {
    layer: 0,
    stride: 18,
    lanes: 14,
    accumulator: firstAccumulator,
    claim: 32_768n + 128n,
    difference: firstAccumulator + 32_896n,
  });
  // 32 inputs up to 63; claims to 2^17.
  const secondAccumulator = 32n * 63n * 128n + 32_768n;
  assert.deepEqual(second, {
    layer: 1,
    stride: 28,
    lanes: 9,
    accumulator: secondAccumulator,
    claim: 131_072n,
    difference: secondAccumulator + 131_072n,
  });
});

/** Layers that read the input, with the narrowest stride that is sound for them, and the most lanes at it. */
const NARROWEST = [
  { features: 64, featureBits: 7, weightBits: 8, biasBits: 18, accumulatorBits: 19, shift: 9, stride: 21, lanes: 12 },
  { features: 64, featureBits: 4, weightBits: 8, biasBits: 16, accumulatorBits: 16, shift: 8, stride: 18, lanes: 14 },
  { features: 64, featureBits: 4, weightBits: 4, biasBits: 12, accumulatorBits: 14, shift: 7, stride: 15, lanes: 16 },
  { features: 196, featureBits: 7, weightBits: 8, biasBits: 18, accumulatorBits: 19, shift: 9, stride: 22, lanes: 11 },
  { features: 784, featureBits: 7, weightBits: 8, biasBits: 18, accumulatorBits: 19, shift: 9, stride: 24, lanes: 10 },
];

for (const { features, featureBits, weightBits, biasBits, accumulatorBits, shift, stride, lanes } of NARROWEST) {
  test(`${features} features of ${featureBits} bits with weights of ${weightBits}: lanes (${stride}, ${lanes}) and no tighter`, () => {
    const task = (lanesOfTask: Task["lanes"]): Task => ({ ...digits, features, featureBits, lanes: lanesOfTask });
    const requantise = { shift, activationBits: 4 };
    const layer: DenseLayer = { ...mlp.layers[0]!, weightBits, biasBits, accumulatorBits, requantise };
    const architecture = { ...mlp, features, featureBits, layers: [layer, mlp.layers[1]!] };
    const { difference } = firstLayerBounds(task({ stride, perElement: lanes }), architecture);
    assert.throws(
      () => firstLayerBounds(task({ stride: stride - 1, perElement: lanes }), architecture),
      (error) => error instanceof UnsoundLanesError && error.value === difference,
    );
    assert.throws(() => assertExactLanes("one lane more", { stride, lanes: lanes + 1 }, difference), UnsoundLanesError);
  });
}

test("biases of digits-mlp may be one bit wider than they are, and no more", () => {
  boundsOf(digits, withLayer(0, { biasBits: 17 }));
  assert.throws(() => boundsOf(digits, withLayer(0, { biasBits: 18 })), {
    name: "UnsoundLanesError",
    message: /layer 0 of digits-mlp on digits-28 is 286848; expected less than 2\^stride = 2\^18 = 262144\./,
  });
});

test("a lane is sound up to E = 2^stride − 1", () => {
  assertExactLanes("lanes", { stride: 10, lanes: 25 }, 1023n);
  assert.throws(() => assertExactLanes("lanes", { stride: 10, lanes: 25 }, 1024n), UnsoundLanesError);
});

test("an element is sound as long as its largest difference is below p", () => {
  const largest = FIELD_ORDER - 1n;
  assertExactLanes("one lane", { stride: 254, lanes: 1 }, largest);
  assert.throws(() => assertExactLanes("one lane", { stride: 254, lanes: 1 }, largest + 1n), {
    name: "UnsoundLanesError",
    message: /^The largest difference of an element of 1 lanes of one lane is .* expected less than p = /,
  });
});

test("lanes over outputs that are too narrow are refused by layer, with the bound", () => {
  laterLayerBounds(withLayer(1, { lanes: { over: "outputs", stride: 19 } }));
  assert.throws(() => laterLayerBounds(withLayer(1, { lanes: { over: "outputs", stride: 18 } })), {
    name: "UnsoundLanesError",
    message: /layer 1 of digits-mlp is 421888; expected less than 2\^stride = 2\^18 = 262144\./,
  });
});

test("a task whose packed features are ambiguous is refused", () => {
  assertTaskLanes({ ...digits, lanes: { stride: 4, perElement: 14 } });
  assert.throws(() => assertTaskLanes({ ...digits, lanes: { stride: 3, perElement: 14 } }), {
    name: "UnsoundLanesError",
    message: /the features of digits-28 is 15; expected less than 2\^stride = 2\^3 = 8\./,
  });
});

test("what does not fit, or is no supported form, is refused by name", () => {
  const refused: [Task, Architecture, RegExp][] = [
    [digits, { ...mlp, features: 63 }, /features of the architecture digits-mlp is 63; expected 64/],
    [{ ...digits, featureBits: 5 }, mlp, /featureBits of the architecture digits-mlp is 4; expected 5/],
    [{ ...digits, classes: 9 }, mlp, /classes of the architecture digits-mlp is 10; expected 9/],
    [digits, withLayer(0, { accumulatorBits: 14 }), /layers\[0\]\.accumulatorBits is 14; expected .*15/],
    [digits, withLayer(0, { weightBits: 9 }), /layers\[0\]\.weightBits is 9; expected an integer from 2 to 8/],
    [digits, withLayer(0, { weightBits: 1 }), /layers\[0\]\.weightBits is 1; expected an integer from 2 to 8/],
    [digits, withLayer(1, { biasBits: 19 }), /layers\[1\]\.biasBits is 19; expected an integer from 2 to 18/],
    [digits, withLayer(1, { lanes: { over: "samples" } }), /layers\[1\]\.lanes\.over is "samples"; expected "outputs"/],
    [digits, withLayer(0, { lanes: { over: "outputs", stride: 28 } }), /layers\[0\]\.lanes\.over is "outputs"/],
    [digits, withLayer(1, { outputs: 9 }), /layers\[1\]\.outputs is 9; expected 10/],
    [digits, { ...mlp, layers: mlp.layers.slice(1) }, /layers is a list of 1; expected two layers or more/],
  ];
  for (const [task, architecture, message] of refused) {
    assert.throws(() => boundsOf(task, architecture), { name: "InvalidValueError", message });
  }
});
