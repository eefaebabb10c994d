// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { gainAt } from "@commonweight/sdk/training";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("the rate halves at its steps, and at no other", async () => {
  const halvings = [3, 6];
  const circuit = await compileTraining("RateGain", "2, [3, 6]", ["step"]);
  for (const step of [0, 2, 3, 4, 5, 6, 7, 2 ** 31 - 1]) {
    const [gain] = outputsOf(circuit, { step: BigInt(step) }, ["gain"]);
    assert.equal(gain, BigInt(gainAt({ halvings }, step)), `${step}`);
  }
  for (const step of [2n, 3n]) {
    const honest = assertAccepted(circuit, { step });
    assert.deepEqual(survivingChanges(circuit, honest, seeded(3), { given: /^step/ }), []);
  }
  assertRejected(circuit, { inputs: { step: 2n ** 31n } }, /range|late/);
  assertRejected(circuit, { inputs: { step: FIELD_ORDER - 1n } }, /range|late/);
  assertRejected(circuit, { inputs: { step: 4n }, changes: { "late[0].out[31]": 0n } }, /late/);
  const constant = await compileTraining("RateGain", "0, [0]", ["step"]);
  assert.deepEqual(outputsOf(constant, { step: 5n }, ["gain"]), [1n]);
});
