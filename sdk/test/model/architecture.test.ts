// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegressionTask, SequenceTask } from "../../src/data/index.ts";
import {
  type Architecture,
  assertFits,
  baseWeights,
  type DenseLayer,
  type LoraLayer,
  lanesOf,
  layersOf,
  matricesOf,
  modelWordCount,
  parseArchitecture,
} from "../../src/model/index.ts";
import { assertThrows, digits28, digitsMlp, seededRandom, tinyArchitecture, tinyTask } from "../fixtures.ts";
import { randomArchitecture } from "./anyLayers.ts";

const [first, last] = digitsMlp.layers as [DenseLayer, DenseLayer];
const { requantise: _, ...unrounded } = first;
const withLayers = (...layers: unknown[]) => ({ ...digitsMlp, layers });
const { lanes, ...narrow } = first;
const overOutputs = { over: "outputs", stride: 28 };

const image = { kind: "features", features: 64, featureBits: 4, shape: [8, 4, 2] };
const { outputs: __, ...widths } = narrow;
const conv2d = { ...widths, kind: "conv2d", channels: 3, kernel: 3, stride: 1, padding: 1, lanes };
const symbols = { kind: "symbols", symbols: 5, context: 4 };
const embedding = { kind: "embedding", dimensions: 3, weightBits: 4, lanes: overOutputs };
const lora = {
  ...narrow,
  kind: "lora",
  outputs: 2,
  base: `0x${"ff".repeat(128)}`,
  baseShift: 1,
  rank: 3,
  adapter: { accumulatorBits: 12, shift: 4 },
  lanes,
};
const experts = {
  ...narrow,
  kind: "experts",
  experts: 3,
  outputs: 4,
  router: { accumulatorBits: 12, stride: 30 },
  lanes: overOutputs,
};

const onImage = (...layers: unknown[]) => ({ ...digitsMlp, input: image, layers: [...layers, last] });
const onSymbols = (...layers: unknown[]) => ({ ...digitsMlp, input: symbols, layers: [...layers, last] });
const regressor = { ...digitsMlp, output: { kind: "values", values: 10 } };

describe("parseArchitecture", () => {
  it("takes an architecture as it is", () => {
    assert.deepEqual(parseArchitecture(structuredClone(digitsMlp)), digitsMlp);
    const single = withLayers(last);
    assert.deepEqual(parseArchitecture(single), single);
  });

  it("takes what random layers make, and the same again from JSON", () => {
    for (let seed = 0; seed < 100; seed++) {
      const architecture = randomArchitecture(seededRandom(seed));
      assert.deepEqual(parseArchitecture(JSON.parse(JSON.stringify(architecture))), architecture);
    }
  });

  const refused: [string, unknown, string | RegExp][] = [
    ["text", "x", 'architecture is "x"; expected an object.'],
    ["an unknown key", { ...digitsMlp, task: "digits-28" }, 'architecture.task is "digits-28"; expected no such key.'],
    ["no layers", withLayers(), "architecture.layers is a list of 0; expected one layer or more."],
    [
      "another kind of layer",
      withLayers({ ...first, kind: "conv" }, last),
      'architecture.layers[0].kind is "conv"; expected "dense", "conv2d", "maxPool", "averagePool", "residual", "embedding", "lora" or "experts".',
    ],
    [
      "another kind of input",
      { ...digitsMlp, input: { ...digitsMlp.input, kind: "text" } },
      'architecture.input.kind is "text"; expected "features" or "symbols".',
    ],
    [
      "another kind of output",
      { ...digitsMlp, output: { kind: "labels" } },
      'architecture.output.kind is "labels"; expected "logits" or "values".',
    ],
    [
      "weights of no bits",
      withLayers({ ...first, weightBits: 0 }, last),
      "architecture.layers[0].weightBits is 0; expected an integer from 1 to 8.",
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
      "architecture.layers[1].outputs is 9; expected 10, the number of classes, on the last layer.",
    ],
    [
      "a classifier that does not bound its differences",
      withLayers(first, { ...last, accumulatorBits: undefined }),
      /^architecture\.layers\[1\]\.accumulatorBits is missing; expected/,
    ],
    [
      "a regression that bounds its values itself",
      regressor,
      "architecture.layers[1].accumulatorBits is 14; expected none: the task bounds the errors of values.",
    ],
    [
      "activations beyond the accumulator",
      withLayers({ ...first, accumulatorBits: 11 }, last),
      "architecture.layers[0].accumulatorBits is 11; expected at least shift + activationBits + 1 = 12.",
    ],
    [
      "activations of nine bits",
      withLayers({ ...first, requantise: { shift: 5, activationBits: 9 } }, last),
      /activationBits is 9; expected an integer from 1 to 8\.$/,
    ],
    [
      "an image of another size",
      { ...onImage(conv2d), input: { ...image, shape: [8, 8, 2] } },
      "The product of architecture.input.shape is 128; expected 64, the number of features.",
    ],
    [
      "a convolution of what is no image",
      withLayers(conv2d, last),
      /^The input of architecture\.layers\[0\] is "64 numbers"; expected an image:/,
    ],
    [
      "patches beyond the image",
      onImage({ ...conv2d, padding: 3 }),
      "architecture.layers[0].padding is 3; expected less than the kernel, 3: a patch must touch the image.",
    ],
    [
      "a kernel larger than the image",
      onImage({ ...conv2d, kernel: 7, padding: 1 }),
      "architecture.layers[0].kernel is 7; expected at most 6, the padded image.",
    ],
    [
      "a maxPool that follows no convolution",
      onImage(conv2d, { kind: "averagePool", window: 2 }, { kind: "maxPool", window: 2 }),
      /^The layer before architecture\.layers\[2\] is "averagePool"; expected a conv2d/,
    ],
    [
      "a window that does not divide the image",
      onImage(conv2d, { kind: "averagePool", window: 3 }),
      "architecture.layers[1].window is 3; expected a divisor of height 8 and width 4.",
    ],
    [
      "a pool of the features themselves",
      onImage({ kind: "averagePool", window: 2 }),
      /^architecture\.layers\[0\]\.kind is "averagePool"; expected a layer that computes/,
    ],
    [
      "a residual from the layer right before it",
      withLayers(first, first, { kind: "residual", from: 1 }, last),
      /^architecture\.layers\[2\]\.from is 1;/,
    ],
    [
      "a residual from a layer after it",
      withLayers(first, first, { kind: "residual", from: 3 }, last),
      /^architecture\.layers\[2\]\.from is 3;/,
    ],
    [
      "a residual of another shape",
      withLayers(first, { ...first, outputs: 31 }, { kind: "residual", from: 0 }, last),
      "architecture.layers[2].from is 0; expected a layer of the shape 31, not 32.",
    ],
    [
      "a residual from a convolution whose activations do not exist",
      onImage(conv2d, { kind: "maxPool", window: 2 }, conv2d, { kind: "residual", from: 0 }),
      /^architecture\.layers\[3\]\.from is 0; .* not of a conv2d with a maxPool\.$/,
    ],
    [
      "features that are embedded",
      withLayers(embedding, last),
      /^architecture\.layers\[0\]\.kind is "embedding"; expected/,
    ],
    [
      "activations that are embedded",
      onSymbols(embedding, embedding),
      /^architecture\.layers\[1\]\.kind is "embedding"; expected another: an embedding is the first layer of a network that reads symbols\.$/,
    ],
    [
      "symbols that are not embedded",
      onSymbols(first),
      /^architecture\.layers\[0\]\.kind is "dense"; expected "embedding"/,
    ],
    [
      "an embedding of one bit",
      onSymbols({ ...embedding, weightBits: 1 }),
      "architecture.layers[0].weightBits is 1; expected an integer from 2 to 8.",
    ],
    [
      "an alphabet of more than 64 symbols",
      { ...onSymbols(embedding), input: { ...symbols, symbols: 65 } },
      "architecture.input.symbols is 65; expected an integer from 2 to 64.",
    ],
    [
      "a base of another size",
      withLayers({ ...lora, outputs: 3 }, last),
      "The number of bytes of architecture.layers[0].base is 128; expected 192, outputs · inputs.",
    ],
    [
      "a base that is not hexadecimal",
      withLayers({ ...lora, base: "0xF" }, last),
      /^architecture\.layers\[0\]\.base is "0xF"; expected 0x and two lower-case/,
    ],
    [
      "an adapter whose rounding term is beyond its bits",
      withLayers({ ...lora, adapter: { accumulatorBits: 4, shift: 4 } }, last),
      "architecture.layers[0].adapter.accumulatorBits is 4; expected at least shift + 1 = 5.",
    ],
    [
      "experts on the features themselves",
      withLayers(experts, last),
      /^architecture\.layers\[0\]\.kind is "experts"; expected a layer that computes/,
    ],
    [
      "a single expert",
      withLayers(first, { ...experts, experts: 1 }, last),
      /\.experts is 1; expected an integer from 2/,
    ],
    [
      "a last layer that is not dense",
      withLayers(first, experts),
      /^architecture\.layers\[1\]\.kind is "experts"; expected "dense"/,
    ],
  ];
  for (const [what, json, message] of refused) {
    // As JSON has it: no keys whose value is undefined.
    const clean = JSON.parse(JSON.stringify(json));
    it(`refuses ${what}`, () => assertThrows(() => parseArchitecture(clean), "InvalidValueError", message));
  }
});

describe("layersOf", () => {
  const outputsOf = (json: unknown) =>
    layersOf(parseArchitecture(json)).map(({ output, positions }) => [
      output.shape ?? output.count,
      output.maximum,
      positions,
    ]);
  const shapesOf = (json: unknown) =>
    matricesOf(parseArchitecture(json)).map(({ layer, role, rows, columns, biasBits }) => [
      layer,
      role,
      rows,
      columns,
      biasBits,
    ]);

  it("places convolutions, pools and residuals", () => {
    const json = onImage(
      { ...conv2d, stride: 2 },
      conv2d,
      { kind: "residual", from: 0 },
      { kind: "averagePool", window: 2 },
      { ...conv2d, kernel: 2, padding: 1 },
    );
    assert.deepEqual(outputsOf(json), [
      [[4, 2, 3], 31, 8],
      [[4, 2, 3], 31, 8],
      [[4, 2, 3], 62, 1],
      [[2, 1, 3], 248, 1],
      [[3, 2, 3], 31, 6],
      [10, 0, 1],
    ]);
    assert.deepEqual(shapesOf(json), [
      [0, "weights", 3, 18, 16],
      [1, "weights", 3, 27, 16],
      [4, "weights", 3, 12, 16],
      [5, "weights", 9, 18, 16],
    ]);
  });

  it("places an embedding, and a matrix of dimensions by symbols without biases", () => {
    const json = onSymbols(embedding);
    assert.deepEqual(outputsOf(json), [
      [12, 15, 4],
      [10, 0, 1],
    ]);
    assert.deepEqual(shapesOf(json), [
      [0, "table", 3, 5, 0],
      [1, "weights", 9, 12, 16],
    ]);
  });

  it("lists the matrices of adapters and of experts", () => {
    assert.deepEqual(shapesOf(withLayers(lora, experts, last)), [
      [0, "down", 3, 64, 0],
      [0, "up", 2, 3, 16],
      [1, "router", 3, 2, 16],
      [1, "expert", 4, 2, 16],
      [1, "expert", 4, 2, 16],
      [1, "expert", 4, 2, 16],
      [2, "weights", 9, 4, 16],
    ]);
  });

  it("stores a classifier's last layer without logit 0, and a regression's whole", () => {
    const { accumulatorBits: ___, ...valued } = last;
    assert.deepEqual(
      [digitsMlp, parseArchitecture({ ...regressor, layers: [first, valued] })].map(
        (architecture) => matricesOf(architecture).at(-1)!.rows,
      ),
      [9, 10],
    );
  });

  it("gives each layer the index of its first matrix, and a conv2d the pool that follows", () => {
    const placed = layersOf(
      parseArchitecture(
        onImage(conv2d, { kind: "maxPool", window: 2 }, experts, { ...lora, base: `0x${"00".repeat(8)}` }),
      ),
    );
    assert.deepEqual(
      placed.map(({ firstMatrix, pool, isLast }) => [firstMatrix, pool?.window, isLast]),
      [
        [0, 2, false],
        [1, undefined, false],
        [1, undefined, false],
        [5, undefined, false],
        [7, undefined, true],
      ],
    );
  });

  it("reads the base of an adapter as signed bytes, row by row", () => {
    assert.deepEqual(baseWeights({ ...lora, outputs: 2, base: "0x7f80ff010002" } as LoraLayer, 3), [
      [127, -128, -1],
      [1, 0, 2],
    ]);
  });
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

  const over = (architecture: Architecture, l: number): Architecture => ({
    ...architecture,
    layers: architecture.layers.map((layer, i) =>
      i === l ? { ...layer, lanes: overOutputs } : layer,
    ) as Architecture["layers"],
  });

  it("wants lanes over samples where several samples share an element", () => {
    assertThrows(
      () => assertFits(over(digitsMlp, 0), digits28),
      "InvalidValueError",
      /^Layer 0 of digits-mlp is "dense"; expected a layer with lanes over samples: digits-28 packs/,
    );
    assertFits(over(digitsMlp, 0), { ...digits28, encoding: { kind: "dense", samples: 28 } });
  });

  it("compares the values of a regression, whose targets share elements too", () => {
    const task: RegressionTask = {
      name: "values",
      metric: "squared-error",
      features: 64,
      featureBits: 4,
      targets: 10,
      targetBits: 4,
      targetShift: 2,
      errorBits: 12,
      encoding: { kind: "lanes", stride: 18, perElement: 14, groups: 1 },
    };
    const { accumulatorBits: ___, ...valued } = { ...last, lanes };
    const fitting = parseArchitecture({ ...regressor, layers: [first, valued] });
    assertFits(fitting, task);
    assertThrows(
      () => assertFits(fitting, { ...task, targets: 9 }),
      "InvalidValueError",
      /^values of .* is 10; expected 9/,
    );
    assertThrows(() => assertFits(fitting, digits28), "InvalidValueError", /^classes of .* is "none"; expected 10/);
    assertThrows(
      () => assertFits(over(fitting, 1), task),
      "InvalidValueError",
      /^The last layer of digits-mlp is "lanes over outputs"; expected lanes over samples: values packs the targets/,
    );
  });

  it("compares alphabet and context of a sequence", () => {
    const task: SequenceTask = {
      name: "text",
      metric: "next-symbol",
      symbols: 10,
      context: 4,
      encoding: { kind: "symbols", samples: 8 },
    };
    const fitting = parseArchitecture({ ...onSymbols(embedding), input: { ...symbols, symbols: 10 } });
    assertFits(fitting, task);
    assertThrows(
      () => assertFits(fitting, { ...task, context: 5 }),
      "InvalidValueError",
      /^context of .* is 4; expected 5/,
    );
    assertThrows(
      () => assertFits(fitting, { ...task, symbols: 9 }),
      "InvalidValueError",
      /^symbols of .* is 10; expected 9/,
    );
    assertThrows(() => assertFits(digitsMlp, task), "InvalidValueError", /^symbols of .* is "none"; expected 10/);
  });
});

describe("an architecture", () => {
  it("packs rows by stride, and lets the task lay out lanes over samples", () => {
    const matrices = matricesOf(digitsMlp);
    assert.deepEqual(lanesOf(matrices[1]!), { stride: 28, perElement: 9, elements: 1 });
    assert.deepEqual(lanesOf(matricesOf(tinyArchitecture)[1]!), { stride: 84, perElement: 3, elements: 2 });
    assert.deepEqual(lanesOf({ rows: 9, lanes: { over: "outputs", stride: 252 } }), {
      stride: 252,
      perElement: 1,
      elements: 9,
    });
    assertThrows(() => lanesOf(matrices[0]!), "InvalidValueError", 'lanes.over is "samples"; expected "outputs".');
  });

  it("is published in as many words as its widths need", () => {
    assert.equal(modelWordCount(digitsMlp), 80);
    assert.equal(modelWordCount(tinyArchitecture), 5);
    const twice = parseArchitecture(withLayers({ ...first, weightBits: 4 }, last));
    assert.equal(modelWordCount(twice), 1 + Math.ceil(2048 / 62) + Math.ceil(288 / 31) + 3);
  });
});
