// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { batchCommitments, batchesRoot, makeBatches } from "../../src/index.ts";
import { assertThrows } from "../fixtures.ts";
import { calmRecipe } from "../support/recipes.ts";

/** So many samples of three features, all different. */
const samplesOf = (count: number) => ({
  features: Array.from({ length: count }, (_, i) => [i % 4, Math.floor(i / 4) % 4, 1]),
  labels: Array.from({ length: count }, (_, i) => i % 3),
});
const rootOf = (count: number) => batchesRoot(batchCommitments(calmRecipe, makeBatches(calmRecipe, samplesOf(count))));

describe("the batches of samples", () => {
  it("are cut in their order, and follow from the samples alone", () => {
    const { features, labels } = samplesOf(9);
    const batches = makeBatches(calmRecipe, { features, labels });
    assert.deepEqual(
      batches,
      [0, 1, 2].map((number) => ({
        salt: BigInt(number),
        features: features.slice(3 * number, 3 * number + 3),
        labels: labels.slice(3 * number, 3 * number + 3),
      })),
    );
    assert.equal(rootOf(9), rootOf(9));
    const swapped = makeBatches(calmRecipe, { features: features.toReversed(), labels });
    assert.notEqual(batchesRoot(batchCommitments(calmRecipe, swapped)), rootOf(9));
  });

  it("leave out what fills none", () => {
    assert.equal(makeBatches(calmRecipe, samplesOf(11)).length, 3);
    assert.equal(rootOf(11), rootOf(9));
    assert.notEqual(rootOf(12), rootOf(9));
  });

  it("are refused where there is none, or a value does not fit", () => {
    assertThrows(
      () => makeBatches(calmRecipe, samplesOf(2)),
      "InvalidValueError",
      /^The number of samples is 2; expected a positive multiple of 3/,
    );
    assertThrows(() => makeBatches(calmRecipe, { features: [], labels: [] }), "InvalidValueError", /is 0; expected/);
    const { features, labels } = samplesOf(3);
    const beyond = { features: [[4, 0, 0], ...features.slice(1)], labels };
    assertThrows(() => makeBatches(calmRecipe, beyond), "InvalidValueError", /4/);
    const fewer = { features: features.slice(1), labels };
    assertThrows(() => makeBatches(calmRecipe, fewer), "InvalidValueError", /^The number of /);
  });
});
