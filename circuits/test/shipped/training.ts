// SPDX-License-Identifier: GPL-3.0-or-later

// The steps of the recipes that ship, with every forgery of the suite. They take minutes, and gigabytes for the larger ones.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadRecipe, planTrainStep, recipeNames } from "../../generator/index.ts";
import { seeded } from "../support/random.ts";
import { assertPublicOrder, compilePlan } from "../support/statements.ts";
import { honestStep, trainingForgeriesOf } from "../support/trainingForgeries.ts";
import { assertAccepted, assertRejected } from "../support/verdicts.ts";

for (const name of recipeNames()) {
  describe(`train-step.${name}`, () => {
    it("takes the steps that the SDK takes, and stops every forgery", async () => {
      const recipe = loadRecipe(name);
      const plan = planTrainStep(recipe);
      const circuit = await compilePlan(plan);
      assertPublicOrder(circuit, plan.statement);
      const honest = honestStep(plan, recipe, seeded(1));
      assertAccepted(circuit, honest.inputs);
      const forgeries = trainingForgeriesOf(honest);
      for (const { stoppedBy, ...forgery } of forgeries) assertRejected(circuit, forgery, stoppedBy);
      assert.ok(forgeries.length >= 30, `${forgeries.length} forgeries`);
    });
  });
}
