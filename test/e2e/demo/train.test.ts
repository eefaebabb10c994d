// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadArchitecture } from "@commonweight/circuits";
import type { Samples } from "@commonweight/sdk/data";
import type { FloatNetwork } from "@commonweight/sdk/model";
import { drawGlyphs } from "../../../scripts/demo/glyphs.ts";
import { accuracyOf, trainModel } from "../../../scripts/demo/networks.ts";
import { trainNetwork } from "../../../scripts/demo/train.ts";

/** Two classes that no line divides. */
const exclusiveOr: Samples = {
  features: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  labels: [0, 1, 1, 0],
};

function logits({ layers }: FloatNetwork, features: number[]): number[] {
  return layers.reduce(
    (inputs, { weights, biases }, index) =>
      weights.map((row, output) => {
        const sum = row.reduce((partial, weight, input) => partial + weight * inputs[input]!, biases[output]!);
        return index === layers.length - 1 ? sum : Math.max(0, sum);
      }),
    features,
  );
}

describe("trainNetwork", () => {
  it("learns what no linear network can", () => {
    const network = trainNetwork(exclusiveOr, { widths: [2, 8, 2], epochs: 400, seed: 3, batch: 4 });
    for (const [sample, label] of exclusiveOr.labels.entries()) {
      const [zero, one] = logits(network, exclusiveOr.features[sample]!);
      assert.equal(Number(one! > zero!), label);
    }
  });

  it("gives the same network for the same seed, and another for another", () => {
    const training = { widths: [2, 4, 2], epochs: 2, seed: 1 };
    assert.deepEqual(trainNetwork(exclusiveOr, training), trainNetwork(exclusiveOr, training));
    assert.notDeepEqual(trainNetwork(exclusiveOr, training), trainNetwork(exclusiveOr, { ...training, seed: 2 }));
  });

  it("lowers the loss, epoch by epoch at first", () => {
    const { features, labels } = drawGlyphs(400, 1);
    const losses: number[] = [];
    trainNetwork(
      { features: features.map((row) => row.map((cell) => cell / 15)), labels },
      {
        widths: [64, 32, 10],
        epochs: 4,
        seed: 7,
        onEpoch: (epoch, loss) => {
          assert.equal(epoch, losses.length);
          losses.push(loss);
        },
      },
    );
    assert.equal(losses.length, 4);
    assert.deepEqual(
      losses,
      losses.toSorted((a, b) => b - a),
    );
  });
});

describe("trainModel", () => {
  const architecture = loadArchitecture("digits-mlp");
  const training = drawGlyphs(3000, 1);
  const unseen = drawGlyphs(1000, 99);
  const accuracyAfter = (samples: number, epochs: number) =>
    accuracyOf(trainModel(architecture, training, { samples, epochs, seed: 7 }), unseen);

  it("answers digits that it never saw, better with more training, never all of them", () => {
    const weak = accuracyAfter(150, 15);
    const middle = accuracyAfter(400, 20);
    const strong = accuracyAfter(3000, 15);
    assert.ok(weak > 0.6 && weak < 0.82, `weak ${weak}`);
    assert.ok(middle > weak + 0.04 && middle < 0.92, `middle ${middle}`);
    assert.ok(strong > middle + 0.03 && strong < 0.99, `strong ${strong}`);
  });
});
