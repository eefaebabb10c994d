// SPDX-License-Identifier: GPL-3.0-or-later

// The suite of malicious provers against every EvaluateModel that ships, with the trained models. Compiling takes
// minutes, so that it is no part of `npm test`, where the same suite runs on small networks of every kind.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { score } from "@commonweight/sdk/model";
import { listCircuits, loadTask, planCircuit } from "../../generator/index.ts";
import { loadExample, randomChunk } from "../support/definitions.ts";
import { forgeriesOf, honestRun } from "../support/forgeries.ts";
import { seeded } from "../support/random.ts";
import { assertPublicOrder, compilePlan } from "../support/statements.ts";
import { assertAccepted, assertRejected } from "../support/verdicts.ts";

for (const circuitName of listCircuits()) {
  const plan = planCircuit(circuitName);
  if (plan.statement !== "EvaluateModel") continue;
  const [, taskName = "", architectureName = ""] = circuitName.split(".");

  describe(circuitName, () => {
    it("computes what the reference computes, and stops every forgery", async () => {
      const circuit = await compilePlan(plan);
      assertPublicOrder(circuit, plan.statement);
      const random = seeded(1);
      const task = loadTask(taskName);
      const model = await loadExample(architectureName);
      const chunk = randomChunk(task, random);
      const run = honestRun({ plan, task, model, chunk, modelSalt: random.bigint(2n ** 250n) });
      assert.equal(run.inputs.correct, BigInt(score({ model, task, chunk })));
      assertAccepted(circuit, run.inputs);
      const forgeries = forgeriesOf(run);
      for (const { stoppedBy, ...forgery } of forgeries) assertRejected(circuit, forgery, stoppedBy);
      assert.ok(forgeries.length >= 20, `${forgeries.length} forgeries`);
    });
  });
}
