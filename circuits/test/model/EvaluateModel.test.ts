// SPDX-License-Identifier: GPL-3.0-or-later

// Every kind of layer, encoding and metric on small networks: the circuit and the SDK's reference agree at the edges of every
// range, every forgery of the suite is stopped, and witnesses are unique but for the freedoms that are documented.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planEvaluateModel } from "../../generator/index.ts";
import { folded, shapes } from "../support/definitions.ts";
import { compilePlan } from "../support/statements.ts";
import { evaluateModelChecks } from "../support/suite.ts";

/** Constraints up to which every wire is changed: larger circuits take long, and have no other kinds of wires. */
const SEARCHED = 4_000;

for (const shape of shapes) {
  const { task, architecture } = shape;
  describe(`EvaluateModel of ${architecture.name} on ${task.name}`, async () => {
    const plan = planEvaluateModel(task, architecture);
    const circuit = await compilePlan(plan);
    const isLarge = circuit.proven.constraints.length >= SEARCHED;

    for (const { name, run, isSearch } of evaluateModelChecks(plan, shape)) {
      const skip = isLarge && isSearch && "searched on smaller networks";
      it(name, { skip }, () => run(circuit));
    }
  });
}

describe("a layer that is checked by Freivalds", () => {
  it("is among them", () => {
    const { products } = planEvaluateModel(folded.task, folded.architecture);
    assert.deepEqual(
      products.map(({ check }) => check),
      ["freivalds", "plain", "plain"],
    );
  });
});
