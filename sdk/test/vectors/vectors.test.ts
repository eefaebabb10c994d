// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeVectors, readVector, vectorText } from "./vectors.ts";

describe("the shared vectors", () => {
  for (const [name, vector] of Object.entries(makeVectors())) {
    it(`${name}.json is what the specification computes`, () => {
      assert.deepEqual(JSON.parse(vectorText(vector)), readVector(name));
    });
  }
});
