// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { RegressionTask } from "../../src/data/index.ts";
import {
  AccumulatorOverflowError,
  type Architecture,
  accumulatorBounds,
  checkCompleteness,
  evaluateTrace,
  type IntegerMatrix,
  type IntegerModel,
  layersOf,
  parseArchitecture,
} from "../../src/model/index.ts";
import { assertThrows, checkProperty, seededRandom } from "../fixtures.ts";
import { edgeInput, edgeModel, randomArchitecture } from "./anyLayers.ts";

const features = (count: number, featureBits: number, shape?: [number, number, number]) => ({
  kind: "features",
  features: count,
  featureBits,
  ...(shape && { shape }),
});
const lanes = { over: "outputs", stride: 28 };
/** Its accumulators may reach −34 … 29. */
const hidden = {
  kind: "dense",
  weightBits: 4,
  biasBits: 6,
  accumulatorBits: 6,
  requantise: { shift: 2, activationBits: 3 },
  lanes,
};
/** Leads may reach 62. */
const last = { kind: "dense", outputs: 3, weightBits: 4, biasBits: 7, accumulatorBits: 6, lanes };
const logits = { kind: "logits", classes: 3 };

const zeros = (rows: number, columns: number): IntegerMatrix => ({
  weights: Array.from({ length: rows }, () => Array(columns).fill(0)),
  biases: Array(rows).fill(0),
});

/** All inputs of an architecture. */
function allInputs(architecture: Architecture): number[][] {
  const { count, maximum } = layersOf(architecture)[0]!.input;
  let inputs: number[][] = [[]];
  for (let j = 0; j < count; j++) {
    inputs = inputs.flatMap((input) => Array.from({ length: maximum + 1 }, (_, x) => [...input, x]));
  }
  return inputs;
}

/** Two features of two bits, so that x_max = 3; y_max = 7. */
const architecture = parseArchitecture({
  name: "edge",
  input: features(2, 2),
  output: logits,
  layers: [{ ...hidden, outputs: 2 }, last],
});

const model = (first: [number[], number], lastRow: [number[], number]): IntegerModel => ({
  architecture,
  matrices: [
    { weights: [[0, 0], first[0]], biases: [0, first[1]] },
    { weights: [lastRow[0], [0, 0]], biases: [lastRow[1], 0] },
  ],
});

const nothing: [number[], number] = [[0, 0], 0];

describe("checkCompleteness of dense layers", () => {
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

  it("carries layer, role, neuron, value and bound", () => {
    assert.throws(
      () => checkCompleteness(model([[7, 7], 0], nothing)),
      (error: unknown) =>
        error instanceof AccumulatorOverflowError &&
        error.layer === 0 &&
        error.role === "weights" &&
        error.neuron === 1 &&
        error.value === 42 &&
        error.bound === 29,
    );
  });

  it("passes exactly the models whose first layer overflows on no input at all", () => {
    const inputs = allInputs(architecture);
    let passed = 0;
    const runs = 300;
    checkProperty(
      fc.property(fc.integer(), (seed) => {
        const [first] = edgeModel(architecture, seededRandom(seed)).matrices as [IntegerMatrix];
        // A last layer of zeros, which cannot overflow, leaves the first to be judged.
        const example = { architecture, matrices: [first, zeros(2, 2)] };
        const overflows = inputs.some((input) =>
          evaluateTrace(example, input)
            .layers[0]!.accumulators.flat()
            .some((z) => z > 29 || z < -34),
        );
        if (overflows) assertThrows(() => checkCompleteness(example), "AccumulatorOverflowError", /of layer 0/);
        else checkCompleteness(example);
        if (!overflows) passed++;
      }),
      runs,
    );
    assert.ok(passed > 10 && passed < runs - 10, `${passed} passed`);
  });

  it("passes exactly the networks whose logits are too far apart on no input at all", () => {
    const single = parseArchitecture({ name: "single", input: features(3, 2), output: logits, layers: [last] });
    const inputs = allInputs(single);
    let passed = 0;
    checkProperty(
      fc.property(fc.integer(), (seed) => {
        const example = edgeModel(single, seededRandom(seed));
        const lead = Math.max(
          ...inputs.map((input) => {
            const { outputs } = evaluateTrace(example, input);
            return Math.max(...outputs) - Math.min(...outputs) + 1;
          }),
        );
        if (lead <= 63) checkCompleteness(example);
        else {
          assert.throws(
            () => checkCompleteness(example),
            (error: unknown) => error instanceof AccumulatorOverflowError && error.value > 63 && error.value <= lead,
          );
        }
        if (lead <= 63) passed++;
      }),
      300,
    );
    assert.ok(passed > 10 && passed < 290, `${passed} passed`);
  });

  it("refuses a malformed model first", () => {
    assertThrows(
      () => checkCompleteness({ architecture, matrices: [] }),
      "InvalidValueError",
      /^The number of matrices/,
    );
  });
});

describe("checkCompleteness of images", () => {
  const image = (conv: object, ...others: object[]) =>
    parseArchitecture({
      name: "image",
      input: features(4, 2, [2, 2, 1]),
      output: logits,
      layers: [
        { ...hidden, kind: "conv2d", outputs: undefined, channels: 1, stride: 1, ...conv },
        ...others,
        { ...last, accumulatorBits: 14 },
      ].map(({ outputs, ...layer }: { outputs?: number }) => (outputs === undefined ? layer : { outputs, ...layer })),
    });

  it("passes exactly the convolutions that overflow on no image at all", () => {
    const conv = image({ kernel: 2, padding: 1 });
    const inputs = allInputs(conv);
    let passed = 0;
    checkProperty(
      fc.property(fc.integer(), (seed) => {
        const [first] = edgeModel(conv, seededRandom(seed)).matrices as [IntegerMatrix];
        const example = { architecture: conv, matrices: [first, zeros(2, 9)] };
        const overflows = inputs.some((input) =>
          evaluateTrace(example, input)
            .layers[0]!.accumulators.flat()
            .some((z) => z > 29 || z < -34),
        );
        if (overflows) assertThrows(() => checkCompleteness(example), "AccumulatorOverflowError", /of layer 0/);
        else checkCompleteness(example);
        if (!overflows) passed++;
      }),
      100,
    );
    assert.ok(passed > 3 && passed < 97, `${passed} passed`);
  });

  it("lets accumulators stay below the largest of their window by as much as there are bits for, and no more", () => {
    const pooled = image({ kernel: 1, padding: 0 }, { kind: "maxPool", window: 2 });
    // z = 21·x − 34: from the least to the greatest that is allowed.
    const wide = parseArchitecture({
      ...pooled,
      layers: pooled.layers.map((layer, l) => (l === 0 ? { ...layer, weightBits: 6, biasBits: 7 } : layer)),
    } as never);
    const example = { architecture: wide, matrices: [{ weights: [[21]], biases: [-34] }, zeros(2, 1)] };
    checkCompleteness(example);
    const sums = allInputs(wide).map((input) => evaluateTrace(example, input).layers[0]!.accumulators.flat());
    const below = Math.max(...sums.map((window) => Math.max(...window) - Math.min(...window)));
    assert.equal(below, 63);
  });

  it("counts what pools and residuals sum into the largest input of the next layer", () => {
    const summed = parseArchitecture({
      name: "sums",
      input: features(4, 2, [2, 2, 1]),
      output: logits,
      layers: [
        ...[0, 1].map(() => ({ ...hidden, kind: "conv2d", channels: 1, kernel: 1, stride: 1, padding: 0 })),
        { kind: "residual", from: 0 },
        { kind: "averagePool", window: 2 },
        { ...last, accumulatorBits: 8 },
      ],
    });
    // Both give up to 7 at each of 4 pixels: 56 in all. Leads may reach 254.
    const example = (weight: number, bias: number): IntegerModel => ({
      architecture: summed,
      matrices: [zeros(1, 1), zeros(1, 1), { weights: [[weight], [0]], biases: [bias, 0] }],
    });
    checkCompleteness(example(4, 30));
    assertThrows(
      () => checkCompleteness(example(4, 31)),
      "AccumulatorOverflowError",
      "Neuron 1 of layer 4: its lead over class 0, plus one, can reach 256; expected at most 255.",
    );
  });
});

describe("checkCompleteness of an embedding", () => {
  it("counts its vectors as numbers from zero to the largest of their bits", () => {
    const embedded = parseArchitecture({
      name: "text",
      input: { kind: "symbols", symbols: 2, context: 2 },
      output: logits,
      layers: [{ kind: "embedding", dimensions: 1, weightBits: 3, lanes }, last],
    });
    const example = (bias: number): IntegerModel => ({
      architecture: embedded,
      matrices: [
        { weights: [[0, -4]], biases: [] },
        {
          weights: [
            [4, 0],
            [0, 0],
          ],
          biases: [bias, 0],
        },
      ],
    });
    // 4 · 7 + 34 = 62.
    checkCompleteness(example(34));
    assertThrows(
      () => checkCompleteness(example(35)),
      "AccumulatorOverflowError",
      "Neuron 1 of layer 1: its lead over class 0, plus one, can reach 64; expected at most 63.",
    );
  });
});

describe("checkCompleteness of an adapter", () => {
  const adapted = (layer: object = {}) =>
    parseArchitecture({
      name: "adapted",
      input: features(2, 2),
      output: logits,
      layers: [
        {
          ...hidden,
          kind: "lora",
          outputs: 1,
          base: "0x05fd",
          baseShift: 1,
          rank: 2,
          adapter: { accumulatorBits: 6, shift: 3 },
          accumulatorBits: 8,
          lanes: { over: "samples" },
          ...layer,
        },
        last,
      ],
    });
  const withAdapter = (architecture: Architecture, down: number[][], up: number[], bias: number): IntegerModel => ({
    architecture,
    matrices: [{ weights: down, biases: [] }, { weights: [up], biases: [bias] }, zeros(2, 1)],
  });

  it("takes A·x up to the ends of its bits, and refuses one further", () => {
    const narrow = adapted();
    assert.deepEqual(accumulatorBounds(6, 3), { minimum: -36, maximum: 27 });
    checkCompleteness(
      withAdapter(
        narrow,
        [
          [-8, -4],
          [7, 2],
        ],
        [0, 0],
        0,
      ),
    );
    assertThrows(
      () =>
        checkCompleteness(
          withAdapter(
            narrow,
            [
              [0, 0],
              [7, 3],
            ],
            [0, 0],
            0,
          ),
        ),
      "AccumulatorOverflowError",
      "Neuron 1 of the adapter of layer 0: the accumulator can reach 30; expected at most 27.",
    );
    assertThrows(
      () =>
        checkCompleteness(
          withAdapter(
            narrow,
            [
              [-8, -5],
              [0, 0],
            ],
            [0, 0],
            0,
          ),
        ),
      "AccumulatorOverflowError",
      "Neuron 0 of the adapter of layer 0: the accumulator can reach -39; expected at least -36.",
    );
  });

  it("never passes what overflows, and what it refuses comes within half of B of overflowing", () => {
    const architectures = [adapted(), adapted({ accumulatorBits: 7 }), adapted({ base: "0x8040", baseShift: 0 })];
    let [passed, refused] = [0, 0];
    checkProperty(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const architecture = architectures[Math.abs(seed) % architectures.length]!;
        const example = { ...edgeModel(architecture, random) };
        example.matrices[2] = zeros(2, 1);
        const { accumulatorBits } = architecture.layers[0] as { accumulatorBits: number };
        const { minimum, maximum } = accumulatorBounds(accumulatorBits, 2);
        const reached = allInputs(architecture).map((input) => evaluateTrace(example, input).layers[0]!);
        const sums = reached.map(({ accumulators }) => accumulators[0]![0]!);
        const adapter = accumulatorBounds(6, 3);
        if (reached.some((trace) => trace.adapter!.some((z) => z < adapter.minimum || z > adapter.maximum))) return;
        const slack = example.matrices[1]!.weights[0]!.reduce((sum, weight) => sum + Math.abs(weight), 0);
        let error: unknown;
        try {
          checkCompleteness(example);
        } catch (thrown) {
          error = thrown;
        }
        if (!error) {
          passed++;
          assert.ok(Math.max(...sums) <= maximum && Math.min(...sums) >= minimum);
        } else {
          refused++;
          assert.ok(error instanceof AccumulatorOverflowError && error.role === "up");
          // The reach of the combined row is that of some input, and half a step of each u the rest: rounding goes both ways.
          assert.ok(Math.max(...sums) + slack > maximum || Math.min(...sums) - slack < minimum);
        }
      }),
      2000,
    );
    assert.ok(passed > 50 && refused > 50, `${passed} passed, ${refused} refused`);
  });

  it("lets base and adapter cancel, as they move together", () => {
    // z = 16·x − 8·⌊(8·x + 4) / 8⌋ = 8·x, though the base alone reaches 48.
    const cancelling = adapted({
      base: "0x0800",
      rank: 1,
      adapter: { accumulatorBits: 8, shift: 3 },
      accumulatorBits: 6,
    });
    const wide = parseArchitecture({
      ...cancelling,
      layers: cancelling.layers.map((layer, l) => (l === 0 ? { ...layer, weightBits: 5 } : layer)),
    } as never);
    checkCompleteness(withAdapter(wide, [[8, 0]], [-8], 0));
    assertThrows(
      () => checkCompleteness(withAdapter(wide, [[0, 0]], [0], 0)),
      "AccumulatorOverflowError",
      "Neuron 0 of layer 0: the accumulator can reach 48; expected at most 29.",
    );
  });
});

describe("checkCompleteness of experts", () => {
  const expert = parseArchitecture({
    name: "experts",
    input: features(1, 2),
    output: logits,
    layers: [
      { ...hidden, outputs: 1 },
      { ...hidden, kind: "experts", experts: 2, outputs: 2, router: { accumulatorBits: 5, stride: 20 } },
      last,
    ],
  });
  const withExperts = (router: IntegerMatrix, ...experts: [IntegerMatrix, IntegerMatrix]): IntegerModel => ({
    architecture: expert,
    matrices: [zeros(1, 1), router, ...experts, zeros(2, 2)],
  });

  it("bounds each of them, whichever the router chooses", () => {
    const second = (weight: number, bias: number) =>
      withExperts(zeros(2, 1), zeros(2, 1), { weights: [[0], [weight]], biases: [0, bias] });
    checkCompleteness(second(4, 1));
    checkCompleteness(second(-5, 1));
    assertThrows(
      () => checkCompleteness(second(4, 2)),
      "AccumulatorOverflowError",
      "Neuron 1 of expert 1 of layer 1: the accumulator can reach 30; expected at most 29.",
    );
    assertThrows(
      () => checkCompleteness(second(-5, 0)),
      "AccumulatorOverflowError",
      "Neuron 1 of expert 1 of layer 1: the accumulator can reach -35; expected at least -34.",
    );
  });

  it("bounds the router's values as signed numbers, and so their differences", () => {
    const router = (...rows: [number, number][]) =>
      withExperts(
        { weights: rows.map(([weight]) => [weight]), biases: rows.map(([, bias]) => bias) },
        zeros(2, 1),
        zeros(2, 1),
      );
    checkCompleteness(router([2, 1], [-2, -2]));
    assertThrows(
      () => checkCompleteness(router([2, 2], [0, 0])),
      "AccumulatorOverflowError",
      "Neuron 0 of the router of layer 1: its value can reach 16; expected at most 15.",
    );
    assertThrows(
      () => checkCompleteness(router([0, 0], [-2, -3])),
      "AccumulatorOverflowError",
      "Neuron 1 of the router of layer 1: its value can reach -17; expected at least -16.",
    );
  });
});

describe("checkCompleteness of a regression", () => {
  const task: RegressionTask = {
    name: "values",
    metric: "squared-error",
    features: 2,
    featureBits: 2,
    targets: 1,
    targetBits: 2,
    targetShift: 1,
    errorBits: 5,
    encoding: { kind: "lanes", stride: 20, perElement: 2, groups: 1 },
  };
  const values = parseArchitecture({
    name: "values",
    input: features(2, 2),
    output: { kind: "values", values: 1 },
    layers: [{ kind: "dense", outputs: 1, weightBits: 4, biasBits: 6, lanes: { over: "samples" } }],
  });
  const withBias = (bias: number): IntegerModel => ({
    architecture: values,
    matrices: [{ weights: [[4, -3]], biases: [bias] }],
  });

  it("bounds the error for every input and every target", () => {
    // z from bias − 9 to bias + 12; targets count up to 6; errors from −16 to 15.
    checkCompleteness(withBias(3), task);
    checkCompleteness(withBias(-1), task);
    assertThrows(
      () => checkCompleteness(withBias(4), task),
      "AccumulatorOverflowError",
      "Neuron 0 of layer 0: the error can reach 16; expected at most 15.",
    );
    assertThrows(
      () => checkCompleteness(withBias(-2), task),
      "AccumulatorOverflowError",
      "Neuron 0 of layer 0: the error can reach -17; expected at least -16.",
    );
  });

  it("needs a task that bounds the error, and of its shape", () => {
    assertThrows(
      () => checkCompleteness(withBias(0)),
      "InvalidValueError",
      "task is missing; expected the one that bounds the errors of the network's values.",
    );
    assertThrows(
      () => checkCompleteness(withBias(0), { ...task, targets: 2 }),
      "InvalidValueError",
      /^values of the architecture/,
    );
  });
});

describe("checkCompleteness", () => {
  it("lets no input overflow any layer of a model that it passes, whatever the layers", () => {
    let passed = 0;
    checkProperty(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const architecture = randomArchitecture(random, {
          weightBits: [1, 2, 3],
          biasBits: [2, 4],
          activationBits: [1, 3],
          headroom: [4, 8],
        });
        if (architecture.output.kind === "values") return;
        const example = edgeModel(architecture, random);
        try {
          checkCompleteness(example);
        } catch {
          return;
        }
        passed++;
        for (let run = 0; run < 20; run++) assertWithinBounds(example, edgeInput(architecture, random));
      }),
      500,
    );
    assert.ok(passed > 50, `${passed} passed`);
  });

  function assertWithinBounds(example: IntegerModel, input: number[]): void {
    const { layers, outputs } = evaluateTrace(example, input);
    for (const [l, layer] of example.architecture.layers.entries()) {
      const { accumulators, adapter = [], router = [] } = layers[l]!;
      if ("requantise" in layer && layer.requantise) {
        assertIn(accumulators.flat(), accumulatorBounds(layer.accumulatorBits!, layer.requantise.shift));
      }
      if (layer.kind === "lora") {
        assertIn(adapter, accumulatorBounds(layer.adapter.accumulatorBits, layer.adapter.shift));
      }
      if (layer.kind === "experts") {
        const half = 2 ** (layer.router.accumulatorBits - 1);
        assertIn(router, { minimum: -half, maximum: half - 1 });
      }
    }
    const { accumulatorBits } = example.architecture.layers.at(-1) as { accumulatorBits: number };
    assert.ok(Math.max(...outputs) - Math.min(...outputs) + 1 < 2 ** accumulatorBits);
  }

  function assertIn(values: readonly number[], { minimum, maximum }: { minimum: number; maximum: number }): void {
    assert.ok(values.every((value) => value >= minimum && value <= maximum));
  }
});
