// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("a change of a weight and a remainder are one gradient", async () => {
  const names = ["before", "after", "remainder", "weight"];
  const circuit = await compileTraining("UpdatedGradient", "1, 2, 3, 5", names);
  for (let gradient = -40; gradient <= 40; gradient++) {
    // Of the weight with decay 5·(−2), and of the bias without.
    const inputs = {
      before: [[] as bigint[]],
      after: [[] as bigint[]],
      remainder: [[] as bigint[]],
      weight: [[toField(-2n)]],
    };
    for (const value of [gradient - 10, gradient]) {
      const quotient = Math.floor((value + 4) / 8);
      inputs.before[0]!.push(9n);
      inputs.after[0]!.push(toField(BigInt(9 - quotient)));
      inputs.remainder[0]!.push(BigInt(value + 4 - 8 * quotient));
    }
    const expected = toField(BigInt(gradient));
    assert.deepEqual(outputsOf(circuit, inputs, ["gradient[0][0]", "gradient[1][0]"]), [expected, expected]);
  }
  const rows = (a: bigint, b: bigint) => [[a, b]];
  const inputs = { before: rows(9n, 9n), after: rows(8n, 9n), remainder: rows(7n, 0n), weight: [[1n]] };
  const honest = assertAccepted(circuit, inputs);
  const given = /^(before|after|remainder|weight)/;
  assert.deepEqual(survivingChanges(circuit, honest, seeded(4), { given }), []);
  for (const value of [8n, FIELD_ORDER - 1n]) {
    assertRejected(circuit, { inputs: { ...inputs, remainder: rows(value, 0n) } }, /range/);
  }
  assert.equal(multiplications(circuit), 6);
});
