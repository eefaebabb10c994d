// SPDX-License-Identifier: GPL-3.0-or-later

// Every kind of layer, encoding and metric on small networks: the circuit and the SDK's reference agree at the edges of every
// range, every forgery of the suite is stopped, and witnesses are unique but for the freedoms that are documented.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planEvaluateModel } from "../../generator/index.ts";
import { combinations, folded, shapes } from "../support/definitions.ts";
import { describeEvaluateModel } from "../support/evaluations.ts";

for (const shape of shapes) if (!combinations.includes(shape)) describeEvaluateModel(shape);

describe("a layer that is checked by Freivalds", () => {
  it("is among them", () => {
    const { products } = planEvaluateModel(folded.task, folded.architecture);
    assert.deepEqual(
      products.map(({ check }) => check),
      ["freivalds", "plain", "plain"],
    );
  });
});
