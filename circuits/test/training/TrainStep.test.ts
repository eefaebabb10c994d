// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { ClassificationChunk } from "@commonweight/sdk/data";
import { layoutId, toField } from "@commonweight/sdk/proving";
import { trainStepInputs } from "@commonweight/sdk/training";
import type { Address } from "viem";
import { planTrainStep, REPOSITORY } from "../../generator/index.ts";
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

interface Vector {
  layoutId: string;
  salt: string;
  operator: Address;
  batches: (Omit<ClassificationChunk, "salt"> & { salt: string })[];
  dataCommitments: string[];
  steps: { step: number; batch: number }[];
  masters: number[][][];
  commitments: string[];
}

const vectors = JSON.parse(readFileSync(join(REPOSITORY, "sdk/test/vectors/training.json"), "utf8")) as Vector[];

/**
 * Products checked plainly and at the challenge, one hidden layer and two, all layers and the last. A search for other witnesses takes
 * long: each is made where it says most.
 */
const CASES = [
  { recipe: tinyRecipe, options: {}, search: "claims follow" },
  { recipe: deepRecipe, options: { check: "freivalds" }, search: undefined },
  { recipe: lastLayerRecipe, options: {}, search: "every wire" },
] as const;

for (const { recipe, options, search } of CASES) {
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

    it("takes the step of the shared vector, and no public input but the written ones", () => {
      const vector = vectors.find(({ layoutId: id }) => BigInt(id) === layoutId(recipe))!;
      const { step, batch: index } = vector.steps.at(-1)!;
      const batch = { ...vector.batches[index]!, salt: BigInt(vector.batches[index]!.salt) };
      const master = vector.masters[step]!.map((layer) => Int32Array.from(layer));
      const whose = { salt: BigInt(vector.salt), operator: vector.operator };
      const { inputs } = trainStepInputs({ recipe, master, batch, step, ...whose });
      const written = {
        commitmentBefore: BigInt(vector.commitments[step]!),
        commitmentAfter: BigInt(vector.commitments[step + 1]!),
        dataCommitment: BigInt(vector.dataCommitments[index]!),
        step: BigInt(step),
        operator: BigInt(vector.operator),
      };
      const publicInputs = circuit.calculate({ ...inputs, ...written }).slice(1, 6);
      assert.deepEqual(publicInputs, Object.values(written));
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

    it("has one witness", { skip: !search && "searched on smaller recipes" }, () => {
      const random = seeded(4);
      const honest = assertAccepted(circuit, honestStep(plan, recipe, random).inputs);
      const following = search === "claims follow" ? claimsOf("TrainStep") : [];
      const found = survivingChanges(circuit, honest, random, following.length > 0 ? { following } : {});
      if (following.length === 0) assert.deepEqual(found, []);
      // What commitments hide, and who the account is. Another step is one as long as the rate is the same.
      for (const name of found) assert.match(name, /^(salt|dataSalt|operator|step) /);
    });
  });
}
