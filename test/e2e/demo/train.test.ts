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
});
