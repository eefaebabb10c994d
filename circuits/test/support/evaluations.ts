// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, it } from "node:test";
import { planEvaluateModel } from "../../generator/index.ts";
import type { Shape } from "./definitions.ts";
import { compilePlan } from "./statements.ts";
import { evaluateModelChecks } from "./suite.ts";

/** Constraints up to which every wire is changed: larger circuits take long, and have no other kinds of wires. */
const SEARCHED = 4_000;

/** The tests of one EvaluateModel: everything that it has to pass. */
export function describeEvaluateModel(shape: Shape): void {
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
