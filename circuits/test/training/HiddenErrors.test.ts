// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("sums are rounded, and gated by the slope", async () => {
  const circuit = await compileTraining("HiddenErrors", "1, 2, 6, 2", ["errorSum", "slope"]);
  for (let sum = -34; sum <= 29; sum++) {
    const value = toField(BigInt(sum));
    const expected = [toField(BigInt(Math.floor((sum + 2) / 4))), 0n];
    const inputs = { errorSum: [[value, value]], slope: [[1n, 0n]] };
    assert.deepEqual(outputsOf(circuit, inputs, ["error[0][0]", "error[0][1]"]), expected);
  }
  const inputs = { errorSum: [[7n, toField(-9n)]], slope: [[1n, 1n]] };
  const honest = assertAccepted(circuit, inputs);
  assert.deepEqual(survivingChanges(circuit, honest, seeded(5), { given: /^(errorSum|slope)/ }), []);
  for (const value of [30n, toField(-35n)]) {
    assertRejected(circuit, { inputs: { ...inputs, errorSum: [[value, 0n]] } }, /round/);
  }
  assert.equal(multiplications(circuit), 14);
});
