// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { seeded } from "../support/random.ts";
import { compileTraining } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("every error times the gain, transposed", async () => {
  const circuit = await compileTraining("ScaledErrors", "2, 3", ["error", "gain"]);
  const error = [
    [1n, 2n, toField(-3n)],
    [4n, 0n, 6n],
  ];
  const inputs = { error, gain: 4n };
  const honest = assertAccepted(circuit, inputs);
  for (let s = 0; s < 2; s++) {
    for (let i = 0; i < 3; i++) {
      assert.equal(honest[circuit.forger.wire(`scaled[${i}][${s}]`)], toField(4n * error[s]![i]!));
    }
  }
  assert.deepEqual(survivingChanges(circuit, honest, seeded(6), { given: /^(error|gain)/ }), []);
  assertRejected(circuit, { inputs, changes: { "scaled[0][0]": 1n } }, /scaled/);
});
