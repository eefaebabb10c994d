// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Architecture,
  checkCompleteness,
  evaluateFloat,
  type Layer,
  quantise,
  strictArgmax,
} from "@commonweight/sdk/model";
import { loadArchitecture, loadTask } from "../../circuits/generator/definitions.ts";
import { EXAMPLES } from "../../scripts/examples/examples.ts";
import { answersOfModel, answersOfNetwork, measure } from "../../scripts/examples/measure.ts";
import { drawGlyphs } from "../../scripts/training/glyphs.ts";
import { type Training, trainNetwork } from "../../scripts/training/train.ts";

/** Two classes that no line divides. */
const exclusiveOr = {
  inputs: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  labels: [0, 1, 1, 0],
};

function denseNetwork(parameters: { hidden: number; weightBits: number }): Architecture {
  const common = { weightBits: parameters.weightBits, biasBits: 12, lanes: { over: "samples" } } as const;
  const requantise = { shift: 4, activationBits: 5 };
  return {
    name: "tested",
    input: { kind: "features", features: 2, featureBits: 1 },
    output: { kind: "logits", classes: 2 },
    layers: [
      { kind: "dense", outputs: parameters.hidden, accumulatorBits: 12, requantise, ...common },
      { kind: "dense", outputs: 2, accumulatorBits: 14, ...common },
    ],
  };
}

const wide = denseNetwork({ hidden: 8, weightBits: 8 });
const patient: Training = { epochs: 300, seed: 3, batch: 4, learningRate: 0.02 };

describe("trainNetwork", () => {
  it("learns what no linear network can", () => {
    const network = trainNetwork(wide, exclusiveOr, patient);
    for (const [sample, input] of exclusiveOr.inputs.entries()) {
      assert.equal(strictArgmax(evaluateFloat(wide, network, input)), exclusiveOr.labels[sample]);
    }
  });

  it("learns targets, and comes close to them", () => {
    const architecture = withValues(wide);
    const targets = exclusiveOr.labels.map((label) => [label / 2, 1 - label]);
    const network = trainNetwork(architecture, { inputs: exclusiveOr.inputs, targets }, patient);
    for (const [sample, input] of exclusiveOr.inputs.entries()) {
      const outputs = evaluateFloat(architecture, network, input);
      for (const [i, output] of outputs.entries()) assert.ok(Math.abs(output - targets[sample]![i]!) < 0.1);
    }
  });

  it("gives the same network for the same seed, and another for another", () => {
    const training = { epochs: 2, seed: 1 };
    assert.deepEqual(trainNetwork(wide, exclusiveOr, training), trainNetwork(wide, exclusiveOr, training));
    const other = trainNetwork(wide, exclusiveOr, { ...training, seed: 2 });
    assert.notDeepEqual(trainNetwork(wide, exclusiveOr, training), other);
  });

  it("lowers the loss, epoch by epoch at first", () => {
    const { features: inputs, labels } = drawGlyphs(400, 1);
    const losses: number[] = [];
    const onEpoch = (epoch: number, loss: number) => {
      assert.equal(epoch, losses.length);
      losses.push(loss);
    };
    trainNetwork(loadArchitecture("digits-mlp"), { inputs, labels }, { epochs: 4, seed: 7, onEpoch });
    assert.equal(losses.length, 4);
    assert.deepEqual(
      losses,
      losses.toSorted((a, b) => b - a),
    );
  });

  it("gives weights of few bits that are integers times a step of their row, and still answers", () => {
    for (const weightBits of [1, 2, 4]) {
      const narrow = denseNetwork({ hidden: 16, weightBits });
      const { matrices } = trainNetwork(narrow, exclusiveOr, patient);
      const network = trainNetwork(narrow, exclusiveOr, { ...patient, learningRate: 0.01, matrices, rounded: true });
      const largest = weightBits === 1 ? 1 : 2 ** (weightBits - 1) - 1;
      for (const row of network.matrices[0]!.weights) {
        const step = Math.max(...row.map(Math.abs)) / largest || 1;
        for (const weight of row) {
          const multiple = weight / step;
          assert.ok(Math.abs(multiple - Math.round(multiple)) < 1e-9, `${weightBits} bits: ${multiple}`);
          if (weightBits === 1) assert.equal(Math.abs(Math.round(multiple)), 1);
        }
      }
      assert.ok(network.matrices[1]!.weights[0]!.every((weight) => weight === 0));
      const right = exclusiveOr.inputs.filter(
        (input, s) => strictArgmax(evaluateFloat(narrow, network, input)) === exclusiveOr.labels[s],
      );
      assert.equal(right.length, 4, `${weightBits} bits`);
    }
  });
});

describe("an example", () => {
  it("digits-mlp learns anew in seconds, and its integers follow", () => {
    const example = EXAMPLES.find(({ architecture }) => architecture === "digits-mlp")!;
    const architecture = loadArchitecture(example.architecture);
    const { training, test } = example.data(loadTask(example.task));
    assert.ok("labels" in training);
    const lessons = { inputs: training.inputs.slice(0, 4000), labels: training.labels.slice(0, 4000) };
    const network = trainNetwork(architecture, lessons, { epochs: 8, seed: 1, learningRate: 0.01, weightDecay: 0.05 });
    const model = quantise({ architecture, network, calibration: lessons.inputs.slice(0, 500) });
    checkCompleteness(model);
    const float = measure(test, answersOfNetwork(architecture, network));
    const integer = measure(test, answersOfModel(model, 1));
    assert.ok(float > 0.92, `float ${float}`);
    assert.ok(Math.abs(float - integer) < 0.01, `integer ${integer}, float ${float}`);
  });
});

function withValues(architecture: Architecture): Architecture {
  const layers = architecture.layers.map((layer, l): Layer => {
    if (l === 0 || layer.kind !== "dense") return layer;
    const { accumulatorBits, ...others } = layer;
    return others;
  });
  return { ...architecture, output: { kind: "values", values: 2 }, layers };
}
