// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadArchitecture } from "@commonweight/circuits";
import { accuracyOf, trainModel } from "../../../scripts/demo/networks.ts";
import { drawGlyphs } from "../../../scripts/training/glyphs.ts";

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
    assert.ok(weak > 0.5 && weak < 0.82, `weak ${weak}`);
    assert.ok(middle > weak + 0.04 && middle < 0.92, `middle ${middle}`);
    assert.ok(strong > middle + 0.03 && strong < 0.99, `strong ${strong}`);
  });

  it("goes on with a model as good as it was, and makes it better", () => {
    const model = trainModel(architecture, training, { samples: 150, epochs: 15, seed: 7 });
    const begun = accuracyOf(model, unseen);
    const goOn = (samples: number, epochs: number) => {
      const from = { model, learningRate: 0.001 };
      return accuracyOf(trainModel(architecture, training, { samples, epochs, seed: 8, from }), unseen);
    };
    const unchanged = goOn(500, 0);
    assert.ok(Math.abs(unchanged - begun) < 0.02, `${begun}, without training ${unchanged}`);
    const better = goOn(3000, 3);
    assert.ok(better > begun + 0.08, `${begun}, tuned ${better}`);
  });
});
