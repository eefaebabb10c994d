// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type Architecture,
  agreement,
  checkCompleteness,
  evaluate,
  evaluateFloat,
  type FloatNetwork,
  layerInputs,
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

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Weights as at the start of training, times a factor. */
function randomNetwork(architecture: Architecture, random: () => number, factor = 1): FloatNetwork {
  return {
    layers: architecture.layers.map(({ outputs }, l) => {
      const inputs = layerInputs(architecture, l);
      const spread = factor * Math.sqrt(2 / inputs);
      return {
        weights: Array.from({ length: outputs }, () => Array.from({ length: inputs }, () => spread * normal(random))),
        biases: Array.from({ length: outputs }, () => 0.1 * factor * normal(random)),
      };
    }),
  };
}

function randomSamples(architecture: Architecture, random: () => number, count: number): number[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: architecture.features }, () => integerBelow(random, 2 ** architecture.featureBits)),
  );
}

describe("quantise", () => {
  it("follows a network of the size of digits-mlp on samples that it was not calibrated on", () => {
    const random = seededRandom(1);
    const network = randomNetwork(digitsMlp, random);
    const model = quantise({ architecture: digitsMlp, network, calibration: randomSamples(digitsMlp, random, 200) });
    const share = agreement({ model, network, samples: randomSamples(digitsMlp, random, 500) });
    // Logits of an untrained network are close to each other: a trained one agrees more often.
    assert.ok(share >= 0.95, `agrees on ${share}`);
  });

  it("does not depend on the scale of the network's layers", () => {
    const random = seededRandom(2);
    const network = randomNetwork(digitsMlp, random);
    const calibration = randomSamples(digitsMlp, random, 50);
    const [hidden, last] = network.layers as [FloatNetwork["layers"][0], FloatNetwork["layers"][0]];
    const times = (values: number[], factor: number) => values.map((value) => value * factor);
    // Powers of two, so that no rounding differs: the hidden layer grows 1,024-fold, and the logits shrink 16-fold.
    const scaled: FloatNetwork = {
      layers: [
        { weights: hidden.weights.map((row) => times(row, 1024)), biases: times(hidden.biases, 1024) },
        { weights: last.weights.map((row) => times(row, 2 ** -14)), biases: times(last.biases, 2 ** -4) },
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
    const last = raised.layers[2]!;
    last.weights = last.weights.map((row) => row.map((weight, j) => weight + j + 1));
    last.biases = last.biases.map((bias) => bias + 64);
    const model = quantise({ architecture: tinyArchitecture, network, calibration });
    assert.deepEqual(quantise({ architecture: tinyArchitecture, network: raised, calibration }), model);
    assert.equal(evaluate(model, calibration[0]!)[0], 0);
  });

  it("gives models that can always be proven, whatever the architecture and however large the weights", () => {
    checkProperty(
      fc.property(anyArchitecture, fc.integer(), fc.constantFrom(1e-6, 1, 1e6), (architecture, seed, factor) => {
        const random = seededRandom(seed);
        const network = randomNetwork(architecture, random, factor);
        checkCompleteness(quantise({ architecture, network, calibration: randomSamples(architecture, random, 5) }));
      }),
      200,
    );
  });

  it("takes a network of zeros, and neurons that never fire", () => {
    const network = randomNetwork(tinyArchitecture, seededRandom(4), 0);
    const calibration = [[0, 0, 0]];
    const model = quantise({ architecture: tinyArchitecture, network, calibration });
    assert.deepEqual(evaluate(model, [3, 3, 3]), [0, 0, 0]);
    network.layers[0]!.weights[0] = [-1, -1, -1];
    network.layers[0]!.biases[0] = -1;
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
    assertThrows(
      attempt(unchanged, []),
      "InvalidValueError",
      "The number of calibration samples is 0; expected at least 1.",
    );
    assertThrows(
      attempt(unchanged, [[0, 1, 4]]),
      "InvalidValueError",
      "calibration[0][2] is 4; expected an integer from 0 to 3.",
    );
    assertThrows(
      attempt((n) => n.layers.pop()),
      "InvalidValueError",
      "The number of layers of the network is 2; expected 3.",
    );
    assertThrows(
      attempt((n) => n.layers[2]!.weights.pop()),
      "InvalidValueError",
      "The number of rows of network.layers[2].weights is 2; expected 3.",
    );
    assertThrows(
      attempt((n) => n.layers[1]!.weights[0]!.pop()),
      "InvalidValueError",
      /^The number of weights in network\.layers\[1\]\.weights\[0\] is 3;/,
    );
    assertThrows(
      attempt((n) => n.layers[1]!.biases.pop()),
      "InvalidValueError",
      "The number of network.layers[1].biases is 4; expected 5.",
    );
    assertThrows(
      attempt((n) => n.layers[1]!.biases.splice(0, 1, Number.NaN)),
      "InvalidValueError",
      "network.layers[1].biases[0] is NaN; expected a finite number.",
    );
    assertThrows(
      attempt((n) => n.layers[0]!.weights[0]!.splice(0, 1, Number.NEGATIVE_INFINITY)),
      "InvalidValueError",
      /^network\.layers\[0\]\.weights\[0\]\[0\] is -Infinity;/,
    );
  });
});

describe("evaluateFloat", () => {
  it("reads features as fractions of the largest, and applies a ReLU to all but the last layer", () => {
    const architecture: Architecture = {
      ...tinyArchitecture,
      features: 1,
      layers: [tinyArchitecture.layers[0]!, tinyArchitecture.layers[2]!],
    };
    const network: FloatNetwork = {
      layers: [
        { weights: [[3], [-3]], biases: [0, 1] },
        {
          weights: [
            [1, 1],
            [-1, 0],
          ],
          biases: [0, 0.5],
        },
      ],
    };
    assert.deepEqual(evaluateFloat(architecture, network, [3]), [3, -2.5]);
    assert.deepEqual(evaluateFloat(architecture, network, [0]), [1, 0.5]);
  });
});
