// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { RegressionTask } from "../../src/data/index.ts";
import {
  type Architecture,
  agreement,
  checkCompleteness,
  evaluate,
  evaluateFloat,
  type FloatNetwork,
  layersOf,
  matricesOf,
  parseArchitecture,
  quantise,
} from "../../src/model/index.ts";
import {
  anyArchitecture,
  assertThrows,
  checkProperty,
  digitsMlp,
  integerBelow,
  seededRandom,
  tinyArchitecture,
} from "../fixtures.ts";
import { randomArchitecture } from "./anyLayers.ts";

type Random = () => number;

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const list = <value>(length: number, item: () => value) => Array.from({ length }, item);

/** Weights as at the start of training, times a factor. */
function randomNetwork(architecture: Architecture, random: Random, factor = 1): FloatNetwork {
  const last = architecture.layers.length - 1;
  const matrices = matricesOf(architecture).map(({ layer, role, rows, columns, biasBits }) => {
    const count = layer === last && architecture.output.kind === "logits" ? rows + 1 : rows;
    const spread = factor * (role === "table" ? 1 : Math.sqrt(2 / columns));
    return {
      weights: list(count, () => list(columns, () => spread * normal(random))),
      biases: biasBits === 0 ? [] : list(count, () => 0.1 * factor * normal(random)),
    };
  });
  const adapted = architecture.layers.filter(({ kind }) => kind === "lora").length;
  return adapted === 0 ? { matrices } : { matrices, baseScales: list(adapted, () => 0.01 * factor) };
}

function randomSamples(architecture: Architecture, random: Random, count: number): number[][] {
  const { input } = layersOf(architecture)[0]!;
  return list(count, () => list(input.count, () => integerBelow(random, input.maximum + 1)));
}

const samples = { over: "samples" } as const;
const outputs = { over: "outputs", stride: 40 } as const;
const int8 = { weightBits: 8, biasBits: 16 };
const hidden = { ...int8, accumulatorBits: 20, requantise: { shift: 8, activationBits: 7 }, lanes: outputs };
const last = { kind: "dense", outputs: 4, ...int8, accumulatorBits: 22, lanes: outputs };
const onImage = (...layers: unknown[]) =>
  parseArchitecture({
    name: "any",
    input: { kind: "features", features: 64, featureBits: 4, shape: [8, 8, 1] },
    output: { kind: "logits", classes: 4 },
    layers: [...layers, last],
  });
const conv2d = { ...hidden, kind: "conv2d", channels: 6, kernel: 3, stride: 1, padding: 1 };

/** Frozen weights of a layer of 16 neurons on 64 inputs, uniform over a byte. */
const base = (() => {
  const random = seededRandom(99);
  return `0x${list(16 * 64, () => integerBelow(random, 256).toString(16).padStart(2, "0")).join("")}`;
})();

/** Of each kind of layer a network whose widths suit it: the shares of samples on which integers must agree. */
const followed: [string, Architecture, number][] = [
  ["digits-mlp", digitsMlp, 0.95],
  ["a convolution with a maxPool", onImage(conv2d, { kind: "maxPool", window: 2 }), 0.97],
  [
    "pools of averages and a strided convolution",
    onImage({ ...conv2d, stride: 2 }, conv2d, { kind: "averagePool", window: 2 }),
    0.95,
  ],
  [
    "a residual",
    onImage(
      { ...conv2d, stride: 2 },
      { ...conv2d, requantise: { shift: 6, activationBits: 7 } },
      { kind: "residual", from: 0 },
    ),
    0.93,
  ],
  ["experts", onImage({ ...hidden, kind: "dense", outputs: 16 }, experts()), 0.93],
  [
    "an adapter on a frozen base",
    onImage({
      ...hidden,
      kind: "lora",
      outputs: 16,
      base,
      baseShift: 3,
      rank: 3,
      adapter: { accumulatorBits: 18, shift: 6 },
      accumulatorBits: 22,
      requantise: { shift: 9, activationBits: 7 },
      biasBits: 18,
      lanes: samples,
    }),
    0.95,
  ],
  [
    "an embedding",
    parseArchitecture({
      name: "text",
      input: { kind: "symbols", symbols: 20, context: 6 },
      output: { kind: "logits", classes: 4 },
      layers: [
        { kind: "embedding", dimensions: 5, weightBits: 8, lanes: outputs },
        {
          ...hidden,
          kind: "dense",
          outputs: 20,
          biasBits: 18,
          accumulatorBits: 22,
          requantise: { shift: 10, activationBits: 7 },
        },
        last,
      ],
    }),
    0.95,
  ],
];

function experts() {
  return { ...hidden, kind: "experts", experts: 3, outputs: 12, router: { accumulatorBits: 20, stride: 40 } };
}

describe("quantise", () => {
  for (const [what, architecture, least] of followed) {
    it(`follows ${what} on samples that it was not calibrated on`, () => {
      const random = seededRandom(1);
      const network = randomNetwork(architecture, random);
      const model = quantise({ architecture, network, calibration: randomSamples(architecture, random, 200) });
      checkCompleteness(model);
      const share = agreement({ model, network, samples: randomSamples(architecture, random, 400) });
      // Logits of an untrained network are close to each other: a trained one agrees more often.
      assert.ok(share >= least, `agrees on ${share}`);
    });
  }

  const task: RegressionTask = {
    name: "values",
    metric: "squared-error",
    features: 64,
    featureBits: 4,
    targets: 4,
    targetBits: 4,
    targetShift: 8,
    errorBits: 19,
    encoding: { kind: "lanes", stride: 24, perElement: 10, groups: 1 },
  };
  const regression = parseArchitecture({
    name: "values",
    input: { kind: "features", features: 64, featureBits: 4 },
    output: { kind: "values", values: 4 },
    layers: [
      { ...hidden, kind: "dense", outputs: 16, lanes: samples },
      { kind: "dense", outputs: 4, ...int8, lanes: samples },
    ],
  });

  it("gives a regression the scale of its targets", () => {
    const random = seededRandom(2);
    const network = randomNetwork(regression, random, 0.5);
    const calibration = randomSamples(regression, random, 200);
    const model = quantise({ architecture: regression, network, calibration, task });
    checkCompleteness(model, task);
    for (const sample of randomSamples(regression, random, 100)) {
      const reference = evaluateFloat(regression, network, sample);
      // A value of 1 is the largest target, 15, times 2^8; a step of the targets is 256.
      for (const [i, value] of evaluate(model, sample).entries()) {
        assert.ok(Math.abs(value - 15 * 256 * reference[i]!) < 100, `${value} for ${15 * 256 * reference[i]!}`);
      }
    }
    assert.equal(agreement({ model, network, samples: calibration, task }), 1);
  });

  it("keeps the errors of a regression within bits that are too few for its network", () => {
    const network = randomNetwork(regression, seededRandom(3), 10);
    const calibration = randomSamples(regression, seededRandom(4), 20);
    checkCompleteness(quantise({ architecture: regression, network, calibration, task: { ...task, errorBits: 14 } }), {
      ...task,
      errorBits: 14,
    });
  });

  it("asks for the task of a regression", () => {
    const network = randomNetwork(regression, seededRandom(3));
    const calibration = randomSamples(regression, seededRandom(4), 2);
    assertThrows(
      () => quantise({ architecture: regression, network, calibration }),
      "InvalidValueError",
      "task is missing; expected one with targets for the network's values.",
    );
  });

  it("takes signs for weights of one bit, and loses nothing of a network that was trained with signs", () => {
    const architecture = onImage({
      ...hidden,
      kind: "dense",
      outputs: 24,
      weightBits: 1,
      requantise: { shift: 2, activationBits: 7 },
    });
    const random = seededRandom(5);
    const network = randomNetwork(architecture, random);
    const [first] = network.matrices as [FloatNetwork["matrices"][0]];
    first.weights = first.weights.map((row, i) => row.map((weight) => Math.sign(weight) * (0.1 + 0.01 * i)));
    const model = quantise({ architecture, network, calibration: randomSamples(architecture, random, 200) });
    assert.deepEqual(
      model.matrices[0]!.weights,
      first.weights.map((row) => row.map((weight) => Math.sign(weight))),
    );
    const share = agreement({ model, network, samples: randomSamples(architecture, random, 400) });
    assert.ok(share >= 0.95, `agrees on ${share}`);
  });

  for (const weightBits of [2, 3, 4]) {
    it(`finds weights of ${weightBits} bits on the grid that they were trained on`, () => {
      const narrow = {
        ...hidden,
        kind: "dense",
        outputs: 16,
        weightBits,
        requantise: { shift: weightBits, activationBits: 7 },
      };
      const architecture = onImage(narrow, narrow);
      const random = seededRandom(6);
      const limit = 2 ** (weightBits - 1) - 1;
      const network = randomNetwork(architecture, random);
      const integers = [0, 1].map((m) =>
        network.matrices[m]!.weights.map((row) => row.map(() => integerBelow(random, 2 * limit + 1) - limit)),
      );
      for (const [m, rows] of integers.entries()) {
        // Each row reaches the limit, at one scale for all.
        for (const row of rows) row[0] = limit;
        network.matrices[m]!.weights = rows.map((row) => row.map((weight) => (weight * (m + 0.7)) / limit / 8));
      }
      const model = quantise({ architecture, network, calibration: randomSamples(architecture, random, 200) });
      assert.deepEqual(model.matrices[0]!.weights, integers[0]);
      assert.deepEqual(model.matrices[1]!.weights, integers[1]);
    });
  }

  it("does not depend on the scale of the network's layers", () => {
    const random = seededRandom(2);
    const network = randomNetwork(digitsMlp, random);
    const calibration = randomSamples(digitsMlp, random, 50);
    const [first, second] = network.matrices as [FloatNetwork["matrices"][0], FloatNetwork["matrices"][0]];
    const times = (values: number[], factor: number) => values.map((value) => value * factor);
    // Powers of two, so that no rounding differs: the hidden layer grows 1,024-fold, and the logits shrink 16-fold.
    const scaled: FloatNetwork = {
      matrices: [
        { weights: first.weights.map((row) => times(row, 1024)), biases: times(first.biases, 1024) },
        { weights: second.weights.map((row) => times(row, 2 ** -14)), biases: times(second.biases, 2 ** -4) },
      ],
    };
    const model = quantise({ architecture: digitsMlp, network, calibration });
    assert.deepEqual(quantise({ architecture: digitsMlp, network: scaled, calibration }), model);
  });

  it("stores differences to the first row, so that adding to all logits changes nothing", () => {
    const random = seededRandom(3);
    const network = randomNetwork(tinyArchitecture, random);
    const calibration = randomSamples(tinyArchitecture, random, 50);
    const raised = structuredClone(network);
    const final = raised.matrices[2]!;
    final.weights = final.weights.map((row) => row.map((weight, j) => weight + j + 1));
    final.biases = final.biases.map((bias) => bias + 64);
    const [a, b] = [network, raised].map((each) =>
      quantise({ architecture: tinyArchitecture, network: each, calibration }),
    );
    // Rounding of the real numbers themselves may differ in the last place.
    const share = calibration.filter((sample) => String(evaluate(a!, sample)) === String(evaluate(b!, sample))).length;
    assert.ok(share >= 48, `${share} of 50 are the same`);
    assert.equal(evaluate(a!, calibration[0]!)[0], 0);
  });

  it("gives dense models that can always be proven, however large the weights", () => {
    checkProperty(
      fc.property(anyArchitecture, fc.integer(), fc.constantFrom(1e-6, 1, 1e6), (architecture, seed, factor) => {
        const random = seededRandom(seed);
        const network = randomNetwork(architecture, random, factor);
        checkCompleteness(quantise({ architecture, network, calibration: randomSamples(architecture, random, 5) }));
      }),
      100,
    );
  });

  it("gives models of every kind of layer that can always be proven", () => {
    const seen = new Set<string>();
    checkProperty(
      fc.property(fc.integer(), fc.constantFrom(1e-3, 1, 1e3), (seed, factor) => {
        const random = seededRandom(seed);
        const architecture = randomArchitecture(random, {
          weightBits: [2, 3, 4, 8],
          biasBits: [2, 8, 12, 18],
          activationBits: [1, 7],
          headroom: [0, 8],
        });
        if (architecture.output.kind === "values") return;
        const network = randomNetwork(architecture, random, factor);
        checkCompleteness(quantise({ architecture, network, calibration: randomSamples(architecture, random, 5) }));
        for (const { kind } of architecture.layers) seen.add(kind);
      }),
      150,
    );
    assert.equal(seen.size, 8, `saw ${[...seen]}`);
  });

  it("refuses what no model could prove: weights of one bit, or a frozen base, beyond the accumulator", () => {
    const narrow = { accumulatorBits: 8, requantise: { shift: 1, activationBits: 5 } };
    const attempt = (layer: object, baseScales?: number[]) => {
      const architecture = onImage(layer);
      const { matrices } = randomNetwork(architecture, seededRandom(7));
      const network = baseScales ? { matrices, baseScales } : { matrices };
      return () => quantise({ architecture, network, calibration: randomSamples(architecture, seededRandom(8), 5) });
    };
    const signs = { ...hidden, ...narrow, kind: "dense", outputs: 2, weightBits: 1 };
    assertThrows(attempt(signs), "AccumulatorOverflowError", /^Neuron 0 of layer 0: the accumulator can reach/);
    const frozen = {
      kind: "lora",
      outputs: 16,
      base,
      baseShift: 0,
      rank: 1,
      adapter: { accumulatorBits: 12, shift: 4 },
    };
    assertThrows(
      attempt({ ...hidden, ...narrow, ...frozen, lanes: samples }, [0.01]),
      "AccumulatorOverflowError",
      /^Neuron 0 of layer 0: the accumulator can reach/,
    );
  });

  it("takes a network of zeros, and neurons that never fire", () => {
    const network = randomNetwork(tinyArchitecture, seededRandom(4), 0);
    const calibration = [[0, 0, 0]];
    const model = quantise({ architecture: tinyArchitecture, network, calibration });
    assert.deepEqual(evaluate(model, [3, 3, 3]), [0, 0, 0]);
    network.matrices[0]!.weights[0] = [-1, -1, -1];
    network.matrices[0]!.biases[0] = -1;
    assert.deepEqual(
      evaluate(quantise({ architecture: tinyArchitecture, network, calibration }), [3, 3, 3]),
      [0, 0, 0],
    );
  });

  it("refuses other shapes, numbers that are not finite, and nothing to calibrate on", () => {
    const network = randomNetwork(tinyArchitecture, seededRandom(5));
    const attempt = (change: (copy: FloatNetwork) => void, calibration = [[0, 1, 2]]) => {
      const copy = structuredClone(network);
      change(copy);
      return () => quantise({ architecture: tinyArchitecture, network: copy, calibration });
    };
    const unchanged = () => {};
    const refused: [() => unknown, string | RegExp][] = [
      [attempt(unchanged, []), "The number of calibration samples is 0; expected at least 1."],
      [attempt(unchanged, [[0, 1, 4]]), "calibration[0][2] is 4; expected an integer from 0 to 3."],
      [attempt((n) => n.matrices.pop()), "The number of matrices of the network is 2; expected 3."],
      [
        attempt((n) => n.matrices[2]!.weights.pop()),
        "The number of rows of network.matrices[2].weights is 2; expected 3.",
      ],
      [
        attempt((n) => n.matrices[1]!.weights[0]!.pop()),
        /^The number of weights in network\.matrices\[1\]\.weights\[0\] is 3;/,
      ],
      [attempt((n) => n.matrices[1]!.biases.pop()), "The number of network.matrices[1].biases is 4; expected 5."],
      [
        attempt((n) => n.matrices[1]!.biases.splice(0, 1, Number.NaN)),
        "network.matrices[1].biases[0] is NaN; expected a finite number.",
      ],
      [
        attempt((n) => n.matrices[0]!.weights[0]!.splice(0, 1, Number.NEGATIVE_INFINITY)),
        /^network\.matrices\[0\]\.weights\[0\]\[0\] is -Infinity;/,
      ],
      [
        attempt((n) => Object.assign(n, { baseScales: [1] })),
        "The number of network.baseScales is 1; expected 0, one for each lora layer.",
      ],
    ];
    for (const [action, message] of refused) assertThrows(action, "InvalidValueError", message);
    const adapted = followed.find(([what]) => what === "an adapter on a frozen base")![1];
    assertThrows(
      () =>
        quantise({
          architecture: adapted,
          network: { ...randomNetwork(adapted, seededRandom(1)), baseScales: [0] },
          calibration: [],
        }),
      "InvalidValueError",
      "network.baseScales[0] is 0; expected a positive finite number.",
    );
  });
});

describe("evaluateFloat", () => {
  const matrix = (weights: number[][], ...biases: number[]) => ({ weights, biases });

  it("reads features as fractions of the largest, and applies a ReLU to all but the last layer", () => {
    const architecture: Architecture = {
      ...tinyArchitecture,
      input: { kind: "features", features: 1, featureBits: 2 },
      layers: [tinyArchitecture.layers[0]!, tinyArchitecture.layers[2]!],
    };
    const network = {
      matrices: [
        matrix([[3], [-3]], 0, 1),
        matrix(
          [
            [1, 1],
            [-1, 0],
          ],
          0,
          0.5,
        ),
      ],
    };
    assert.deepEqual(evaluateFloat(architecture, network, [3]), [3, -2.5]);
    assert.deepEqual(evaluateFloat(architecture, network, [0]), [1, 0.5]);
  });

  const pixels = (...layers: unknown[]) =>
    parseArchitecture({
      name: "pixels",
      input: { kind: "features", features: 4, featureBits: 1, shape: [2, 2, 1] },
      output: { kind: "values", values: 1 },
      layers: [...layers, { kind: "dense", outputs: 1, weightBits: 8, biasBits: 8, lanes: outputs }],
    });
  const conv = { ...hidden, kind: "conv2d", channels: 1, kernel: 1, stride: 1, padding: 0 };

  it("pools the largest and the mean, and adds residuals", () => {
    const network = { matrices: [matrix([[2]], 0.5), matrix([[1]], 0)] };
    assert.deepEqual(evaluateFloat(pixels(conv, { kind: "maxPool", window: 2 }), network, [0, 1, 0, 0]), [2.5]);
    assert.deepEqual(evaluateFloat(pixels(conv, { kind: "averagePool", window: 2 }), network, [0, 1, 1, 0]), [1.5]);
    const summed = pixels(conv, conv, { kind: "residual", from: 0 }, { kind: "averagePool", window: 2 });
    const doubled = { matrices: [matrix([[2]], 0), matrix([[-1]], 1), matrix([[1]], 0)] };
    // Of 1: 2 + max(−1, 0); of 0: 0 + 1.
    assert.deepEqual(evaluateFloat(summed, doubled, [1, 0, 0, 0]), [1.25]);
  });

  it("pads images with zeros", () => {
    const padded = pixels({ ...conv, kernel: 2, padding: 1 }, { kind: "averagePool", window: 3 });
    // Each of the 4 weights meets the one pixel that is set once; 9 positions.
    const network = { matrices: [matrix([[1, 2, 4, 8]], 0), matrix([[9]], 0)] };
    assert.deepEqual(evaluateFloat(padded, network, [0, 0, 0, 1]), [15]);
  });

  it("adds an adapter to a frozen base at its scale, and applies the chosen expert only", () => {
    const adapted = pixels({
      ...hidden,
      kind: "lora",
      outputs: 1,
      base: "0x04ff0000",
      baseShift: 3,
      rank: 1,
      adapter: { accumulatorBits: 8, shift: 2 },
      lanes: samples,
    });
    const network = { matrices: [matrix([[1, 1, 0, 0]]), matrix([[10]], 1), matrix([[1]], 0)], baseScales: [0.5] };
    assert.deepEqual(evaluateFloat(adapted, network, [1, 0, 1, 1]), [0.5 * 4 + 10 + 1]);
    assert.deepEqual(evaluateFloat(adapted, network, [0, 1, 1, 1]), [-0.5 + 10 + 1]);

    const two = { ...experts(), experts: 2, outputs: 1 };
    const routed = pixels({ ...hidden, kind: "dense", outputs: 1 }, two);
    const choosing = {
      matrices: [
        matrix([[1, 0, 0, 0]], 0),
        matrix([[0], [1]], 0, 0),
        matrix([[0]], 3),
        matrix([[0]], 7),
        matrix([[1]], 0),
      ],
    };
    assert.deepEqual(evaluateFloat(routed, choosing, [0, 1, 1, 1]), [3], "equal: the first");
    assert.deepEqual(evaluateFloat(routed, choosing, [1, 1, 1, 1]), [7]);
  });

  it("looks symbols up in the table", () => {
    const text = parseArchitecture({
      name: "text",
      input: { kind: "symbols", symbols: 2, context: 2 },
      output: { kind: "values", values: 1 },
      layers: [
        { kind: "embedding", dimensions: 2, weightBits: 4, lanes: outputs },
        { kind: "dense", outputs: 1, weightBits: 8, biasBits: 8, lanes: outputs },
      ],
    });
    const network = {
      matrices: [
        matrix([
          [0.5, -1],
          [2, 4],
        ]),
        matrix([[1, 10, 100, 1000]], 0),
      ],
    };
    assert.deepEqual(evaluateFloat(text, network, [1, 0]), [-1 + 40 + 50 + 2000]);
  });
});
