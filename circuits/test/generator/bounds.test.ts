// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { asClassification } from "@commonweight/sdk/data";
import { type Architecture, type DenseLayer, layersOf } from "@commonweight/sdk/model";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { tinyExamples } from "../../../sdk/test/fixtures.ts";
import {
  assertExactLanes,
  assertTaskLanes,
  laneBounds,
  loadArchitecture,
  loadTask,
  narrowestStride,
  planSealModel,
  productsOf,
  UnsoundLanesError,
  widestLanes,
} from "../../generator/index.ts";
import { shapes } from "../support/definitions.ts";

const digits = asClassification(loadTask("digits-28"));
const mlp = loadArchitecture("digits-mlp");
const lanes = { kind: "lanes", stride: 18, perElement: 14, groups: 2 } as const;

/** digits-mlp with another dense layer. */
function withLayer(index: number, change: Partial<DenseLayer>): Architecture {
  return { ...mlp, layers: mlp.layers.with(index, { ...(mlp.layers[index] as DenseLayer), ...change }) };
}

test("the bounds of digits-mlp are those worked out by hand", () => {
  const [first, second] = productsOf(digits, mlp).map(({ bounds }) => bounds);
  // 64 inputs up to 15, weights to 2^7, biases to 2^15; claims to 2^11 + 2^5.
  assert.deepEqual(first, { accumulator: 155_648n, claim: 2_080n, difference: 157_728n });
  // 32 inputs up to 31; claims to 2^14.
  assert.deepEqual(second, { accumulator: 159_744n, claim: 16_384n, difference: 176_128n });
});

/** Of every form: the largest true number, and the largest that may be claimed. */
const BY_HAND: Readonly<Record<string, readonly (readonly [role: string, accumulator: bigint, claim: bigint])[]>> = {
  "tiny-cnn": [
    // Patches of 9 inputs up to 3, weights to 2, biases to 8. A member is 127 at most below a maximum in 7 bits.
    ["weights", 9n * 2n * 3n + 8n, 64n + 2n + 127n],
    ["weights", 18n * 8n * 7n + 32n, 256n + 4n],
    // Sums of four, of sums of two, of activations up to 7.
    ["weights", 2n * 128n * (4n * 2n * 7n) + 128n, 4096n],
  ],
  "tiny-lora": [
    ["down", 3n * 8n * 3n, 64n + 2n],
    // The second row of the base, 4, 127 and −128, gives most: 131 · 3, doubled. The adapter gives −16 to 15, twice.
    ["up", 2n * 131n * 3n + 2n * 8n * 16n + 32n, 4096n + 16n],
    ["weights", 4n * 8n * 7n + 32n, 512n],
  ],
  "tiny-moe": [
    ["weights", 3n * 8n * 3n + 16n, 128n + 2n],
    // A value is the largest, which is signed, less a deficit and one for the choice.
    ["router", 4n * 8n * 7n + 32n, 512n + 1023n + 1n],
    ...[0, 1, 2].map(() => ["expert", 4n * 8n * 7n + 32n, 256n + 4n] as const),
    // Weights of one bit are 1 or −1.
    ["weights", 3n * 1n * 7n + 32n, 256n],
  ],
  "tiny-next": [
    // One entry of the table.
    ["table", 4n, 4n],
    ["weights", 6n * 1n * 7n + 32n, 128n + 2n],
    ["weights", 4n * 8n * 7n + 32n, 512n],
  ],
  "tiny-regression": [
    ["weights", 3n * 8n * 3n + 16n, 128n + 2n],
    // Errors of 9 bits, around targets up to 3 shifted by 3.
    ["weights", 4n * 8n * 7n + 32n, 256n + 3n * 8n],
  ],
};

for (const { task, architecture } of tinyExamples.filter(({ architecture: { name } }) => name in BY_HAND)) {
  test(`the bounds of every form in ${architecture.name} are those worked out by hand, and refused one beyond`, () => {
    const bounds = productsOf(task, architecture).map(({ matrix, bounds: { accumulator, claim, difference } }) => {
      assert.equal(difference, accumulator + claim);
      const stride = narrowestStride(difference);
      assertExactLanes("narrowest", { stride, lanes: 1 }, difference);
      assert.throws(
        () => assertExactLanes("narrower", { stride: stride - 1, lanes: 1 }, difference),
        UnsoundLanesError,
      );
      return [matrix.role, accumulator, claim];
    });
    assert.deepEqual(bounds, BY_HAND[architecture.name]);
  });
}

/** Layers that read the input, with the narrowest stride that is sound for them, and the most lanes at it. */
const NARROWEST = [
  {
    features: 64,
    featureBits: 7,
    weightBits: 8,
    biasBits: 18,
    accumulatorBits: 19,
    shift: 9,
    stride: 21,
    perElement: 12,
  },
  {
    features: 64,
    featureBits: 4,
    weightBits: 8,
    biasBits: 16,
    accumulatorBits: 16,
    shift: 8,
    stride: 18,
    perElement: 14,
  },
  {
    features: 64,
    featureBits: 4,
    weightBits: 4,
    biasBits: 12,
    accumulatorBits: 14,
    shift: 7,
    stride: 15,
    perElement: 16,
  },
  {
    features: 196,
    featureBits: 7,
    weightBits: 8,
    biasBits: 18,
    accumulatorBits: 19,
    shift: 9,
    stride: 22,
    perElement: 11,
  },
  {
    features: 784,
    featureBits: 7,
    weightBits: 8,
    biasBits: 18,
    accumulatorBits: 19,
    shift: 9,
    stride: 24,
    perElement: 10,
  },
];

for (const { features, featureBits, weightBits, biasBits, accumulatorBits, shift, stride, perElement } of NARROWEST) {
  test(`${features} features of ${featureBits} bits with weights of ${weightBits}: lanes (${stride}, ${perElement}) and no tighter`, () => {
    const change = { weightBits, biasBits, accumulatorBits, requantise: { shift, activationBits: 4 } };
    const architecture = { ...withLayer(0, change), input: { kind: "features", features, featureBits } as const };
    const on = (encoding: typeof lanes | { stride: number; perElement: number }) =>
      productsOf({ ...digits, features, featureBits, encoding: { ...lanes, ...encoding } }, architecture)[0]!;
    const { difference } = on({ stride, perElement }).bounds;
    assert.throws(
      () => on({ stride: stride - 1, perElement }),
      (error) => error instanceof UnsoundLanesError && error.value === difference,
    );
    assert.deepEqual(widestLanes(difference, 100), { stride, lanes: perElement });
    assert.throws(
      () => assertExactLanes("one lane more", { stride, lanes: perElement + 1 }, difference),
      UnsoundLanesError,
    );
  });
}

test("biases of digits-mlp may be one bit wider than they are, and no more", () => {
  productsOf(digits, withLayer(0, { biasBits: 17 }));
  assert.throws(() => productsOf(digits, withLayer(0, { biasBits: 18, accumulatorBits: 16 })), {
    name: "UnsoundLanesError",
    message: /layer 0 \(dense\) of digits-mlp on digits-28 is \d+; expected less than 2\^stride = 2\^18 = 262144\./,
  });
});

test("a stride over outputs is sound from the narrowest on, and refused below it, whatever the task", () => {
  const { difference } = productsOf(digits, mlp)[1]!.bounds;
  const narrowest = narrowestStride(difference);
  planSealModel(withLayer(1, { lanes: { over: "outputs", stride: narrowest } }));
  assert.throws(() => planSealModel(withLayer(1, { lanes: { over: "outputs", stride: narrowest - 1 } })), {
    name: "UnsoundLanesError",
    message:
      /The largest difference in a lane of layer 1 \(dense\) of digits-mlp is 176128; expected less than 2\^stride/,
  });
});

test("lanes are exact at the limit, and refused one beyond it", () => {
  assertExactLanes("at the limit", { stride: 8, lanes: 3 }, 255n);
  assert.throws(() => assertExactLanes("beyond", { stride: 8, lanes: 3 }, 256n), /less than 2\^stride = 2\^8 = 256/);
  assertExactLanes("below p", { stride: 253, lanes: 1 }, 2n ** 253n - 1n);
  assert.throws(() => assertExactLanes("p", { stride: 254, lanes: 1 }, FIELD_ORDER), /less than p = /);
});

test("features and targets have to fit the lanes of their task", () => {
  assertTaskLanes({ ...digits, encoding: { ...lanes, stride: 4 } });
  assert.throws(
    () => assertTaskLanes({ ...digits, encoding: { ...lanes, stride: 3 } }),
    /features of digits-28 is 15;/,
  );
  const { task } = tinyExamples.at(-1)!;
  assert.equal(task.metric, "squared-error");
  if (task.metric !== "squared-error") return;
  const narrow = { ...task, targetBits: 4, encoding: { ...task.encoding, stride: 3 } };
  assert.throws(() => assertTaskLanes(narrow), /targets of tiny-denoiser is 15;/);
});

test("the bounds of every layer are reached by some weights, biases and inputs", () => {
  for (const { architecture, task } of shapes) {
    for (const placed of layersOf(architecture)) {
      for (const matrix of placed.matrices) {
        // The closed form for an adapter is over its actual base; tables choose a single weight.
        if (matrix.role === "up" || matrix.role === "table") continue;
        const most = matrix.weightBits === 1 ? 1 : 2 ** (matrix.weightBits - 1);
        const reach = matrix.columns * most * placed.input.maximum + (matrix.biasBits ? 2 ** (matrix.biasBits - 1) : 0);
        assert.equal(laneBounds(placed, matrix, task).accumulator, BigInt(reach));
      }
    }
  }
});

test("each product is checked in the cheaper way", () => {
  const checks = (name: string) => productsOf(loadTask(name), mlp).map(({ check }) => check);
  assert.deepEqual(checks("digits-28"), ["plain", "plain"]);
  assert.deepEqual(checks("digits-84"), ["freivalds", "plain"]);
});
