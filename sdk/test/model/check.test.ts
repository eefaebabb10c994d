// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  AccumulatorOverflowError,
  type Architecture,
  checkCompleteness,
  checkModel,
  evaluateTrace,
  type FloatNetwork,
  type IntegerModel,
  layersOf,
  marginsOf,
  modelBits,
  modelWordCount,
  parseArchitecture,
  quantise,
} from "../../src/model/index.ts";
import { assertThrows, integerBelow, seededRandom, tinyExamples, tinyTask } from "../fixtures.ts";
import { edgeModel, randomArchitecture } from "./anyLayers.ts";

const lanes = { over: "outputs", stride: 40 };

/** Three features of two bits; sums of −34 … 29 fit layer 0, leads of 62 the last. */
const architecture = parseArchitecture({
  name: "two",
  input: { kind: "features", features: 3, featureBits: 2 },
  output: { kind: "logits", classes: 3 },
  layers: [
    {
      kind: "dense",
      outputs: 2,
      weightBits: 4,
      biasBits: 6,
      accumulatorBits: 6,
      requantise: { shift: 2, activationBits: 3 },
      lanes: { over: "samples" },
    },
    { kind: "dense", outputs: 3, weightBits: 4, biasBits: 7, accumulatorBits: 6, lanes },
  ],
});

const model: IntegerModel = {
  architecture,
  matrices: [
    {
      weights: [
        [1, 0, 0],
        [0, 3, -1],
      ],
      biases: [2, 0],
    },
    {
      weights: [
        [1, 0],
        [0, 2],
      ],
      biases: [0, -3],
    },
  ],
};

describe("marginsOf", () => {
  it("gives the row closest to its bounds, what it reaches, what it may, and the doublings between", () => {
    const [hidden, last] = marginsOf(model);
    assert.deepEqual(hidden, [
      {
        role: "weights",
        quantity: "accumulator",
        neuron: 1,
        reach: { minimum: -3, maximum: 9 },
        bounds: { minimum: -34, maximum: 29 },
        bitsLeft: Math.log2(29 / 9),
      },
    ]);
    // Class 2 over class 0: 2 · 7 − 3; over class 1 as much; class 1 over class 2: 7 + 3.
    assert.equal(last![0]!.neuron, 2);
    assert.deepEqual(last![0]!.reach, { minimum: -10, maximum: 11 });
    assert.equal(last![0]!.bitsLeft, Math.log2(62 / 11));
  });

  it("has none negative exactly where a model can be proven, of any kind of layers", () => {
    const counts = { complete: 0, overflowing: 0 };
    for (let seed = 0; seed < 400; seed++) {
      const random = seededRandom(seed);
      const any = randomArchitecture(random);
      if (any.output.kind !== "logits") continue;
      const drawn = edgeModel(any, random);
      const least = Math.min(...marginsOf(drawn).flatMap((margins) => margins.map(({ bitsLeft }) => bitsLeft)));
      try {
        checkCompleteness(drawn);
        assert.ok(least >= 0, `seed ${seed}: ${least}`);
        counts.complete++;
      } catch (error) {
        assert.ok(error instanceof AccumulatorOverflowError);
        assert.ok(least < 0, `seed ${seed}: ${least}`);
        counts.overflowing++;
      }
    }
    assert.ok(counts.complete > 5 && counts.overflowing > 5, JSON.stringify(counts));
  });

  it("names every expert and both matrices of an adapter, and nothing of layers without sums", () => {
    const described = tinyExamples.map(({ architecture: own, task }) => {
      const zero: IntegerModel = {
        architecture: own,
        matrices: layersOf(own).flatMap(({ matrices }) =>
          matrices.map(({ rows, columns, weightBits, biasBits }) => ({
            weights: Array.from({ length: rows }, () => Array<number>(columns).fill(weightBits === 1 ? 1 : 0)),
            biases: Array<number>(biasBits === 0 ? 0 : rows).fill(0),
          })),
        ),
      };
      return marginsOf(zero, task).map((margins) =>
        margins.map(({ role, expert }) => `${role}${expert ?? ""}`).join(" "),
      );
    });
    assert.deepEqual(described, [
      ["weights", "weights", "weights"],
      ["weights", "", "weights", "", "", "weights"],
      ["down up", "weights"],
      ["weights", "router expert0 expert1 expert2", "weights"],
      ["", "weights", "weights"],
      ["weights", "weights"],
    ]);
  });

  it("says that sums of nothing can double for ever, and asks for the task of values", () => {
    const zeros = {
      ...model,
      matrices: model.matrices.map((m) => ({
        weights: m.weights.map((row) => row.map(() => 0)),
        biases: m.biases.map(() => 0),
      })),
    };
    assert.equal(marginsOf(zeros)[0]![0]!.bitsLeft, Number.POSITIVE_INFINITY);
    const { architecture: regression } = tinyExamples.at(-1)!;
    assertThrows(
      () => marginsOf(edgeModel(regression, seededRandom(1))),
      "InvalidValueError",
      "task is missing; expected the one that bounds the errors of the network's values.",
    );
  });
});

describe("checkModel", () => {
  const task = tinyTask;
  const inputs = Array.from({ length: 64 }, (_, i) => [i & 3, (i >> 2) & 3, (i >> 4) & 3]);
  // The class that the model itself chooses but for every fourth sample.
  const labels = inputs.map((input, i) => {
    const { outputs } = evaluateTrace(model, input);
    const best = outputs.indexOf(Math.max(...outputs));
    return i % 4 === 0 ? (best + 1) % 3 : best;
  });

  it("counts what is right, what saturates and what is zero, and the sums seen", () => {
    const check = checkModel({ model, task, samples: { inputs, labels } });
    const traces = inputs.map((input) => evaluateTrace(model, input));
    const right = traces.filter(({ outputs }, s) => {
      return outputs.every((logit, k) => k === labels[s] || logit < outputs[labels[s]!]!);
    });
    assert.equal(check.samples, 64);
    assert.deepEqual(check.measured, {
      metric: "accuracy",
      integer: right.length / 64,
      float: undefined,
      agreement: undefined,
    });
    const activations = traces.flatMap(({ layers }) => layers[0]!.activations);
    const [hidden, last] = check.layers;
    assert.equal(hidden!.zero, activations.filter((activation) => activation === 0).length / 128);
    assert.equal(hidden!.saturated, 0);
    assert.deepEqual(hidden!.seen, { minimum: -3, maximum: 9 });
    assert.equal(last!.zero, undefined);
    assert.equal(last!.saturated, undefined);
    assert.deepEqual(hidden!.margins, marginsOf(model)[0]);
  });

  it("sees activations cut off", () => {
    const hot = structuredClone(model);
    // 7 · 3 + 8 reaches 29, which rounds to 7, the largest; from 26 on.
    hot.matrices[0] = {
      weights: [
        [7, 0, 0],
        [0, 0, 0],
      ],
      biases: [8, 0],
    };
    const { layers } = checkModel({ model: hot, task, samples: { inputs, labels } });
    assert.equal(layers[0]!.saturated, 1 / 8);
    assert.equal(layers[0]!.zero, 1 / 2);
  });

  it("counts bits, weights and biases as the protocol does", () => {
    const { size } = checkModel({ model, task, samples: { inputs, labels } });
    assert.deepEqual(size, { bits: modelBits(model), frozenBits: 0, weights: 10, nonZeroWeights: 5, biases: 4 });
    assert.equal(size.bits, 5 * 4 + 2 * 6 + 2 * 7);
  });

  it("says what would be proven", () => {
    const { measured, provable } = checkModel({ model, task, samples: { inputs, labels }, chunks: 3 });
    assert.deepEqual(provable, {
      circuits: { SealModel: "seal-model.two", EvaluateModel: "evaluate-model.tiny.two" },
      proofs: 4,
      chunks: 3,
      samplesPerChunk: 4,
      points: 12,
      expectedPoints: Math.floor(12 * measured.integer),
      words: modelWordCount(architecture),
      bytes: 32 * modelWordCount(architecture),
    });
  });

  /** A network of real numbers, and the model made of it. */
  function quantised(any: Architecture, seed: number, regression?: Parameters<typeof quantise>[0]["task"]) {
    const random = seededRandom(seed);
    const last = any.layers.length - 1;
    const network: FloatNetwork = {
      matrices: layersOf(any).flatMap(({ matrices }) =>
        matrices.map(({ layer, rows, columns }) => {
          const count = layer === last && any.output.kind === "logits" ? rows + 1 : rows;
          const weights = Array.from({ length: count }, () => Array.from({ length: columns }, () => random() - 0.4));
          return { weights, biases: weights.map(() => 0.1 * random()) };
        }),
      ),
    };
    const { count, maximum } = layersOf(any)[0]!.input;
    const samples = Array.from({ length: 100 }, () =>
      Array.from({ length: count }, () => integerBelow(random, maximum + 1)),
    );
    return {
      network,
      samples,
      model: quantise({ architecture: any, network, calibration: samples, task: regression }),
    };
  }

  it("compares with the network of real numbers, or with outputs from elsewhere", () => {
    const own = quantised(architecture, 3);
    const samples = { inputs: own.samples, labels: own.samples.map((sample) => sample[0]! % 3) };
    const byNetwork = checkModel({ model: own.model, task, samples, network: own.network }).measured;
    assert.ok(byNetwork.agreement! > 0.6, `${byNetwork.agreement}`);
    assert.ok(Math.abs(byNetwork.integer - byNetwork.float!) <= 1 - byNetwork.agreement!);
    // Logits that always choose class 1.
    const reference = samples.inputs.map(() => [0, 1, 0]);
    const { float } = checkModel({ model: own.model, task, samples, reference }).measured;
    assert.equal(float, samples.labels.filter((label) => label === 1).length / 100);
  });

  it("takes squared errors in steps of the targets, and misses as many points as they cost", () => {
    const { architecture: regression, task: values } = tinyExamples.at(-1)!;
    assert.ok(values.metric === "squared-error");
    const own = quantised(regression, 4, values);
    const targets = own.samples.map((sample) => sample.slice(0, 2));
    const { measured, provable } = checkModel({
      model: own.model,
      task: values,
      samples: { inputs: own.samples, targets },
      network: own.network,
    });
    // By hand: outputs stand for targets times 2^targetShift.
    const squares = own.samples.flatMap((sample, s) =>
      evaluateTrace(own.model, sample).outputs.map(
        (value, i) => (value / 2 ** values.targetShift - targets[s]![i]!) ** 2,
      ),
    );
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    assert.ok(Math.abs(measured.integer - mean) < 1e-9);
    assert.ok(measured.agreement! > 0.5 && measured.float! > 0);
    const missed = mean * 4 ** values.targetShift * 4 * 2;
    assert.ok(Math.abs(provable.points - missed - provable.expectedPoints) <= 1);
  });

  it("refuses samples, references and chunks that do not fit", () => {
    const samples = { inputs, labels };
    const cases: [() => unknown, string][] = [
      [
        () => checkModel({ model, task, samples: { inputs: [], labels: [] } }),
        "The number of samples is 0; expected at least 1.",
      ],
      [
        () => checkModel({ model, task, samples: { inputs, labels: [1] } }),
        "The number of labels is 1; expected 64, one for each sample.",
      ],
      [
        () => checkModel({ model, task, samples: { inputs, targets: [] } }),
        'samples is "targets"; expected labels, as in tiny.',
      ],
      [
        () => checkModel({ model, task, samples, reference: [] }),
        "The number of reference outputs is 0; expected 64, one for each sample.",
      ],
      [() => checkModel({ model, task, samples, chunks: 0 }), "chunks is 0; expected an integer of 1 or more."],
    ];
    for (const [act, message] of cases) assertThrows(act, "InvalidValueError", message);
  });

  it("refuses a model that some input could not be proven of", () => {
    const wide = structuredClone(model);
    wide.matrices[0]!.weights[0] = [7, 7, 7];
    assert.throws(() => checkModel({ model: wide, task, samples: { inputs, labels } }), AccumulatorOverflowError);
  });
});
