// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { batchesWithin, LARGEST_BATCH, LARGEST_DATA } from "../../src/actions/internal/batches.ts";

describe("batches of what a transaction can carry", () => {
  const sizesOf = (sizes: number[]) => batchesWithin(sizes, (bytes) => bytes).map(({ length }) => length);

  it("takes eight small ones, two of the largest chunks", () => {
    assert.deepEqual(sizesOf(Array(17).fill(1_024)), [8, 8, 1]);
    assert.deepEqual(sizesOf(Array(5).fill(24_000)), [2, 2, 1]);
    assert.deepEqual(sizesOf([]), []);
  });

  it("keeps the order, stays within both limits, and cuts no sooner than it must", () => {
    const property = fc.property(fc.array(fc.integer({ min: 32, max: 24_000 })), (sizes) => {
      const batches = batchesWithin(sizes, (bytes) => bytes);
      assert.deepEqual(batches.flat(), sizes);
      const sum = (list: number[]) => list.reduce((total, bytes) => total + bytes, 0);
      for (const [i, batch] of batches.entries()) {
        assert.ok(batch.length <= LARGEST_BATCH && sum(batch) <= LARGEST_DATA);
        const next = batches[i + 1]?.[0];
        if (next !== undefined) assert.ok(batch.length === LARGEST_BATCH || sum(batch) + next > LARGEST_DATA);
      }
    });
    fc.assert(property, { seed: 1 });
  });
});
