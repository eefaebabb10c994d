// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drawGlyphs, type LabelledSamples } from "../../scripts/demo/glyphs.ts";
import { accuracyOf, predictFloat, trainNetwork } from "../../scripts/demo/train.ts";

/** Two classes that no line divides. */
const exclusiveOr: LabelledSamples = {
  features: [
    [0, 0],
    [0, 15],
    [15, 0],
    [15, 15],
  ],
  labels: [0, 1, 1, 0],
};
const unseen = drawGlyphs(1000, 99);

function trainOn(samples: number, epochs: number): number {
  const layers = trainNetwork(drawGlyphs(samples, 1), { widths: [64, 32, 10], epochs, seed: 7, featureScale: 15 });
  return accuracyOf(unseen, (row) => predictFloat(layers, row));
}

describe("trainNetwork", () => {
  it("learns what no linear network can", () => {
    const layers = trainNetwork(exclusiveOr, { widths: [2, 8, 2], epochs: 400, seed: 3, featureScale: 15, batch: 4 });
    assert.equal(
      accuracyOf(exclusiveOr, (row) => predictFloat(layers, row)),
      1,
    );
  });

  it("gives the same network for the same seed", () => {
    const training = { widths: [2, 4, 2], epochs: 2, seed: 1, featureScale: 15 };
    assert.deepEqual(trainNetwork(exclusiveOr, training), trainNetwork(exclusiveOr, training));
    assert.notDeepEqual(trainNetwork(exclusiveOr, training), trainNetwork(exclusiveOr, { ...training, seed: 2 }));
  });

  it("lowers the loss, epoch by epoch at first", () => {
    const losses: number[] = [];
    trainNetwork(drawGlyphs(400, 1), {
      widths: [64, 32, 10],
      epochs: 4,
      seed: 7,
      featureScale: 15,
      onEpoch: (epoch, loss) => {
        assert.equal(epoch, losses.length);
        losses.push(loss);
      },
    });
    assert.deepEqual(
      losses,
      losses.toSorted((a, b) => b - a),
    );
  });

  it("answers digits that it never saw, better with more training, never all of them", () => {
    const weak = trainOn(150, 15);
    const middle = trainOn(400, 20);
    const strong = trainOn(3000, 15);
    assert.ok(weak > 0.6 && weak < 0.82, `weak ${weak}`);
    assert.ok(middle > weak + 0.04 && middle < 0.92, `middle ${middle}`);
    assert.ok(strong > middle + 0.03 && strong < 0.99, `strong ${strong}`);
  });
});
