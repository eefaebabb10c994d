// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { batchIndex, initialMaster, seedElement, stepperOf } from "@commonweight/sdk/training";
import { forgedMasters } from "../../../scripts/demo/training/forgery.ts";
import { randomChunk, seededRandom } from "../../../sdk/test/fixtures.ts";
import { calmRecipe as recipe } from "../../../sdk/test/support/recipes.ts";

const random = seededRandom(7);
const chunks = Array.from({ length: 3 }, () => randomChunk(recipe.task, random));
const seed = 2n ** 200n + 9n;
const STEPS = 12;

describe("forgedMasters", () => {
  for (const taken of [0, 1, 4, 10]) {
    it(`takes the first ${taken} of ${STEPS} steps, and the last`, () => {
      const masters = forgedMasters({ recipe, seed, steps: STEPS, chunks, taken });
      assert.equal(masters.length, STEPS + 1);
      assert.deepEqual(masters[0], initialMaster(recipe, seedElement(seed)));
      const take = stepperOf(recipe);
      const trueSteps = Array.from({ length: STEPS }, (_, step) => step).filter((step) => {
        const { next } = take(masters[step]!, chunks[batchIndex(seed, step, chunks.length)]!, step);
        return JSON.stringify(next) === JSON.stringify(masters[step + 1]);
      });
      assert.deepEqual(trueSteps, [...Array(taken).keys(), STEPS - 1]);
    });
  }

  it("changes every checkpoint that it makes up", () => {
    const masters = forgedMasters({ recipe, seed, steps: STEPS, chunks, taken: 2 });
    for (let step = 2; step < STEPS - 1; step++) assert.notDeepEqual(masters[step + 1], masters[step]);
  });
});
