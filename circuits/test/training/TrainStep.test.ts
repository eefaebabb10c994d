// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { trainStepInputs } from "@commonweight/sdk/training";
import { planTrainStep } from "../../generator/index.ts";
import { seeded } from "../support/random.ts";
import { deepRecipe, lastLayerRecipe, randomStep, referenceStep, tinyRecipe } from "../support/recipes.ts";
import {
  assertEstimate,
  assertPublicInputsMatter,
  assertPublicOrder,
  claimsOf,
  compilePlan,
  operator,
} from "../support/statements.ts";
import { honestStep, trainingForgeriesOf } from "../support/trainingForgeries.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Products checked plainly and at the challenge, one hidden layer and two, all layers and the last. */
const CASES = [
  { recipe: tinyRecipe, options: {} },
  { recipe: deepRecipe, options: { check: "freivalds" } },
  { recipe: lastLayerRecipe, options: {} },
] as const;

/** Constraints up to which every wire is changed. */
const SEARCHED = 4_000;

for (const { recipe, options } of CASES) {
  describe(`TrainStep of ${recipe.name}`, async () => {
    const plan = planTrainStep(recipe, options);
    const circuit = await compilePlan(plan);

    it("takes the steps that the SDK takes, and that bigints take, from the whole range", () => {
      const random = seeded(1);
      for (let run = 0; run < 12; run++) {
        const drawn = randomStep(recipe, random);
        const { inputs } = trainStepInputs({ ...drawn, salt: random.bigint(2n ** 250n), operator });
        circuit.calculate(inputs);
        const after = referenceStep(recipe, drawn.master, drawn.batch, drawn.step).flat();
        const claimed = Object.entries(inputs).flatMap(([name, value]) =>
          name.startsWith("after") ? (value as bigint[][]).flat() : [],
        );
        assert.deepEqual(
          claimed,
          after.map((value) => toField(BigInt(value))),
        );
      }
      assertAccepted(circuit, honestStep(plan, recipe, random).inputs);
    });

    it("has the SDK's public inputs, and each matters", () => {
      assertPublicOrder(circuit, "TrainStep");
      const { inputs } = honestStep(plan, recipe, seeded(2));
      assertAccepted(circuit, inputs);
      assertPublicInputsMatter(circuit, inputs, "TrainStep");
    });

    it("has as many constraints as expected, or a few less", () => assertEstimate(circuit, plan));

    it("stops every forgery", () => {
      const honest = honestStep(plan, recipe, seeded(3));
      assertAccepted(circuit, honest.inputs);
      const forgeries = trainingForgeriesOf(honest);
      for (const { stoppedBy, ...forgery } of forgeries) {
        try {
          assertRejected(circuit, forgery, stoppedBy);
        } catch (cause) {
          throw new Error(`${forgery.name} is not stopped as it should be`, { cause });
        }
      }
      assert.ok(forgeries.length >= 30, `${forgeries.length} forgeries`);
    });

    const isLarge = circuit.proven.constraints.length >= SEARCHED;
    it("has one witness", { skip: isLarge && "searched on smaller recipes" }, () => {
      const random = seeded(4);
      const honest = assertAccepted(circuit, honestStep(plan, recipe, random).inputs);
      assert.deepEqual(survivingChanges(circuit, honest, random), []);
      const freed = survivingChanges(circuit, honest, random, { following: claimsOf("TrainStep") });
      // What commitments hide, and who the account is. Another step is one as long as the rate is the same.
      for (const name of freed) assert.match(name, /^(salt|dataSalt|operator|step) /);
    });
  });
}
