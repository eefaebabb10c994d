// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { orderPublicInputs, statements } from "../../src/proving/index.ts";

describe("the statements", () => {
  it("put public inputs in the order of the verifier", () => {
    assert.deepEqual(
      orderPublicInputs("SealModel", { operator: 5n, bits: 4n, digest: 3n, challenge: 2n, modelCommitment: 1n }),
      [1n, 2n, 3n, 4n, 5n],
    );
  });

  it("name each input once", () => {
    for (const inputs of Object.values(statements)) assert.equal(new Set(inputs).size, inputs.length);
  });
});
