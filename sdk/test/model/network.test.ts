// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  assertModel,
  evaluate,
  evaluateTrace,
  type IntegerModel,
  requantised,
  score,
  strictArgmax,
} from "../../src/model/index.ts";
import {
  anyArchitecture,
  anyModel,
  assertThrows,
  checkProperty,
  digits28,
  digitsMlp,
  edgeInteger,
  randomChunk,
  randomModel,
  seededRandom,
  tinyArchitecture,
  tinyTask,
} from "../fixtures.ts";

/** The definition, over bigints: the quotient is decided by comparison, not by dividing. */
function naive(model: IntegerModel, features: readonly number[]): { logits: bigint[]; accumulators: bigint[][] } {
  let inputs = features.map(BigInt);
  const accumulators: bigint[][] = [];
  for (const [l, layer] of model.architecture.layers.entries()) {
    const { weights, biases } = model.layers[l]!;
    const sums = weights.map((row, i) => row.reduce((z, w, j) => z + BigInt(w) * inputs[j]!, BigInt(biases[i]!)));
    accumulators.push(sums);
    const { requantise } = layer;
    if (!requantise) return { logits: [0n, ...sums], accumulators };
    const step = 2n ** BigInt(requantise.shift);
    inputs = sums.map((z) => {
      let y = 0n;
      // The largest y whose rounding interval starts at or below z.
      while (y + 1n < 2n ** BigInt(requantise.activationBits) && (y + 1n) * step <= z + step / 2n) y++;
      return y;
    });
  }
  throw new Error("no last layer");
}

describe("evaluate", () => {
  it("equals the definition over bigints, at the edges of every range", () => {
    const example = anyArchitecture.chain((architecture) =>
      fc.tuple(
        anyModel(architecture),
        fc.array(edgeInteger(0, 2 ** architecture.featureBits - 1), {
          minLength: architecture.features,
          maxLength: architecture.features,
        }),
      ),
    );
    checkProperty(
      fc.property(example, ([model, features]) => {
        const expected = naive(model, features);
        const trace = evaluateTrace(model, features);
        assert.deepEqual(trace.logits.map(BigInt), expected.logits);
        assert.deepEqual(
          trace.layers.map(({ accumulators }) => accumulators.map(BigInt)),
          expected.accumulators,
        );
        assert.deepEqual(evaluate(model, features), trace.logits);
      }),
      300,
    );
  });

  it("traces activations of hidden layers and none of the last", () => {
    const { layers, logits } = evaluateTrace(randomModel(tinyArchitecture, seededRandom(1)), [1, 2, 3]);
    assert.deepEqual(
      layers.map(({ accumulators }) => accumulators.length),
      [4, 5, 2],
    );
    assert.deepEqual(
      layers.map(({ activations }) => activations.length),
      [4, 5, 0],
    );
    assert.equal(logits.length, 3);
  });

  it("refuses features of another number or out of range", () => {
    const model = randomModel(tinyArchitecture, seededRandom(1));
    assertThrows(
      () => evaluate(model, [1, 2]),
      "InvalidValueError",
      "The number of features in features is 2; expected 3.",
    );
    assertThrows(
      () => evaluate(model, [1, 2, 4]),
      "InvalidValueError",
      "features[2] is 4; expected an integer from 0 to 3.",
    );
  });
});

describe("requantised", () => {
  it("rounds to the nearest with halves up, and clamps", () => {
    const rounding = { shift: 2, activationBits: 3 };
    const pairs = [
      [-1000, 0],
      [-3, 0],
      [1, 0],
      [2, 1],
      [5, 1],
      [6, 2],
      [25, 6],
      [26, 7],
      [29, 7],
      [30, 7],
      [1000, 7],
    ] as const;
    for (const [z, y] of pairs) assert.equal(requantised(z, rounding), y, `z = ${z}`);
  });
});

describe("strictArgmax", () => {
  it("is the class of the only largest logit", () => {
    assert.equal(strictArgmax([0, -1, -1]), 0);
    assert.equal(strictArgmax([0, 3, 5, 4]), 2);
  });

  it("is none on a tie at the top, though ties below do not matter", () => {
    assert.equal(strictArgmax([0, 0]), undefined);
    assert.equal(strictArgmax([0, 7, 7]), undefined);
    assert.equal(strictArgmax([0, 7, 0]), 1);
  });
});

describe("score", () => {
  it("counts samples on which the label has the only largest logit", () => {
    const model = randomModel(digitsMlp, seededRandom(4));
    const chunk = randomChunk(digits28, seededRandom(5));
    const answers = chunk.features.map((features) => strictArgmax(evaluate(model, features)));
    assert.equal(
      score({ model, task: digits28, chunk: { ...chunk, labels: answers.map((answer) => answer ?? 0) } }),
      28,
    );
    const wrong = answers.map((answer) => ((answer ?? 0) + 1) % 10);
    assert.equal(score({ model, task: digits28, chunk: { ...chunk, labels: wrong } }), 0);
  });

  it("is zero for a network of zeros", () => {
    const { layers } = randomModel(tinyArchitecture, seededRandom(1));
    const zeros = layers.map(({ weights, biases }) => ({
      weights: weights.map((row) => row.map(() => 0)),
      biases: biases.map(() => 0),
    }));
    const chunk = randomChunk(tinyTask, seededRandom(1));
    assert.equal(score({ model: { architecture: tinyArchitecture, layers: zeros }, task: tinyTask, chunk }), 0);
  });

  it("refuses a model of another shape than the task's", () => {
    const model = randomModel(tinyArchitecture, seededRandom(1));
    const chunk = randomChunk(digits28, seededRandom(1));
    assertThrows(
      () => score({ model, task: digits28, chunk }),
      "InvalidValueError",
      /^features of the architecture tiny-mlp is 3;/,
    );
  });
});

describe("assertModel", () => {
  const changed = (change: (copy: IntegerModel) => void): IntegerModel => {
    const copy = structuredClone(randomModel(tinyArchitecture, seededRandom(1)));
    change(copy);
    return copy;
  };
  const refused: [string, IntegerModel, string | RegExp][] = [
    ["a missing layer", changed((m) => m.layers.pop()), "The number of layers of the model is 2; expected 3."],
    [
      "a row for logit 0",
      changed((m) => m.layers[2]!.weights.push([0, 0, 0, 0, 0])),
      "The number of rows of model.layers[2].weights is 3; expected 2.",
    ],
    [
      "a missing weight",
      changed((m) => m.layers[0]!.weights[1]!.pop()),
      "The number of weights in model.layers[0].weights[1] is 2; expected 3.",
    ],
    [
      "a missing bias",
      changed((m) => m.layers[1]!.biases.pop()),
      "The number of model.layers[1].biases is 4; expected 5.",
    ],
    [
      "a large weight",
      changed((m) => m.layers[0]!.weights[1]!.splice(2, 1, 4)),
      "model.layers[0].weights[1][2] is 4; expected an integer from -4 to 3.",
    ],
    ["a small weight", changed((m) => m.layers[0]!.weights[1]!.splice(2, 1, -5)), /weights\[1\]\[2\] is -5;/],
    ["a fraction", changed((m) => m.layers[0]!.weights[1]!.splice(2, 1, 0.5)), /weights\[1\]\[2\] is 0\.5;/],
    [
      "a large bias",
      changed((m) => m.layers[2]!.biases.splice(1, 1, 32)),
      "model.layers[2].biases[1] is 32; expected an integer from -32 to 31.",
    ],
  ];
  for (const [what, model, message] of refused) {
    it(`refuses ${what}`, () => assertThrows(() => assertModel(model), "InvalidValueError", message));
  }
});
