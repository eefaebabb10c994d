// SPDX-License-Identifier: MIT
// Every kind of layer against finite differences: a derivative that is wrong anywhere shows, and one that is missing too.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Architecture, type Layer, parseArchitecture } from "@commonweight/sdk/model";
import { crossEntropy, squaredError } from "../../scripts/training/losses.ts";
import { createNetwork, type TrainedNetwork } from "../../scripts/training/network.ts";
import { createRandom } from "../../scripts/training/random.ts";

const CLASSES = 3;
const STEP = 1e-6;
const TOLERANCE = 1e-5;

const samples = { over: "samples" } as const;
const outputs = { over: "outputs", stride: 40 } as const;
const widths = { weightBits: 8, biasBits: 16 };
const hidden = { ...widths, accumulatorBits: 16, requantise: { shift: 8, activationBits: 6 } };
const dense = (count: number): Layer => ({ kind: "dense", outputs: count, ...hidden, lanes: samples });
const last: Layer = { kind: "dense", outputs: CLASSES, ...widths, accumulatorBits: 17, lanes: samples };
const conv: Layer = { kind: "conv2d", channels: 2, kernel: 3, stride: 1, padding: 1, ...hidden, lanes: samples };
const image = { kind: "features", features: 16, featureBits: 4, shape: [4, 4, 1] } as const;
const base =
  `0x${Array.from({ length: 5 * 16 }, (_, i) => ((i * 37) % 256).toString(16).padStart(2, "0")).join("")}` as const;

const networks: Record<string, { input?: Architecture["input"]; layers: Layer[]; baseScales?: number[] }> = {
  dense: { layers: [dense(5), last] },
  conv2d: { layers: [conv, last] },
  "conv2d, with a stride and without padding": {
    layers: [{ ...conv, kernel: 2, stride: 2, padding: 0 } as Layer, last],
  },
  maxPool: { layers: [conv, { kind: "maxPool", window: 2 }, last] },
  averagePool: { layers: [conv, { kind: "averagePool", window: 2 }, last] },
  residual: { layers: [dense(6), dense(6), { kind: "residual", from: 0 }, last] },
  embedding: {
    input: { kind: "symbols", symbols: 16, context: 4 },
    layers: [{ kind: "embedding", dimensions: 3, weightBits: 5, lanes: outputs }, dense(5), last],
  },
  lora: {
    layers: [
      {
        kind: "lora",
        outputs: 5,
        base,
        baseShift: 0,
        rank: 2,
        adapter: { accumulatorBits: 16, shift: 4 },
        ...hidden,
        lanes: samples,
      },
      last,
    ],
    baseScales: [0.01],
  },
  experts: {
    layers: [
      dense(6),
      {
        kind: "experts",
        experts: 3,
        outputs: 5,
        ...hidden,
        router: { accumulatorBits: 16, stride: 40 },
        lanes: outputs,
      },
      last,
    ],
  },
};

/** A network of which no weight is zero, and a sample for it. */
function networkOf(name: string): { network: TrainedNetwork; sample: number[] } {
  const { input = image, layers, baseScales } = networks[name]!;
  const output = { kind: "logits", classes: CLASSES };
  const architecture = parseArchitecture({ name: "tested", input, output, layers });
  const network = createNetwork(architecture, { seed: 5, baseScales });
  const random = createRandom(11);
  for (const { values } of network.parameters)
    for (let i = 0; i < values.length; i++) values[i]! += 0.2 * random.normal();
  const count = input.kind === "features" ? input.features : input.context;
  return { network, sample: Array.from({ length: count }, () => random.below(16)) };
}

/** Checks every derivative of a loss. @returns How many of them are not zero. */
function checkGradients(network: TrainedNetwork, sample: readonly number[], lossOf: () => number): number {
  const loss = () => {
    network.forward(sample);
    return lossOf();
  };
  loss();
  network.backward();
  let counted = 0;
  for (const [p, { values, gradients }] of network.parameters.entries()) {
    const found = gradients.slice();
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      values[i] = value + STEP;
      const above = loss();
      values[i] = value - STEP;
      const below = loss();
      values[i] = value;
      const expected = (above - below) / (2 * STEP);
      const apart = Math.abs(found[i]! - expected);
      assert.ok(
        apart < TOLERANCE * Math.max(1, Math.abs(expected)),
        `parameter ${p}, ${i}: ${found[i]}, not ${expected}`,
      );
      if (found[i] !== 0) counted++;
    }
  }
  return counted;
}

describe("derivatives of the cross-entropy", () => {
  for (const name of Object.keys(networks)) {
    it(`agree with finite differences: ${name}`, () => {
      const { network, sample } = networkOf(name);
      const counted = checkGradients(network, sample, () => crossEntropy(network.output, 1));
      const total = network.parameters.reduce((sum, { values }) => sum + values.length, 0);
      assert.ok(counted > total / 5, `${counted} of ${total} derivatives are not zero`);
    });
  }

  it("agree with finite differences: experts, once the router is fixed, which then has none", () => {
    const { network, sample } = networkOf("experts");
    network.onProgress(1);
    checkGradients(network, sample, () => crossEntropy(network.output, 1));
    // The router's weights and biases come right after those of the first layer.
    for (const { gradients } of network.parameters.slice(2, 4))
      assert.ok(gradients.every((gradient) => gradient === 0));
  });
});

describe("derivatives of the squared error", () => {
  it("agree with finite differences", () => {
    const { network, sample } = networkOf("dense");
    checkGradients(network, sample, () => squaredError(network.output, [0.2, -0.5, 1]));
  });
});
