// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("every accumulator gives its activation and slope, uniquely", async () => {
  // Eight bits, shift 2, three activation bits: two bits above; and one with none.
  for (const [a, shift, y] of [
    [8, 2, 3],
    [6, 2, 3],
  ] as const) {
    const circuit = await compileTraining("RequantiseSlope", `${a}, ${shift}, ${y}`, ["accumulator"]);
    const [least, most] = [-(2 ** (a - 1)) - 2 ** (shift - 1), 2 ** (a - 1) - 2 ** (shift - 1) - 1];
    for (let z = least; z <= most; z++) {
      const quotient = Math.floor((z + 2 ** (shift - 1)) / 2 ** shift);
      const expected = [Math.min(Math.max(quotient, 0), 2 ** y - 1), quotient >= 0 && quotient < 2 ** y ? 1 : 0];
      const found = outputsOf(circuit, { accumulator: toField(BigInt(z)) }, ["activation", "slope"]);
      assert.deepEqual(found, expected.map(BigInt), `${z}`);
    }
    for (const z of [least, -1, 0, most]) {
      const honest = assertAccepted(circuit, { accumulator: toField(BigInt(z)) });
      assert.deepEqual(survivingChanges(circuit, honest, seeded(z), { given: /^accumulator/ }), []);
    }
    for (const z of [least - 1, most + 1]) {
      assertRejected(circuit, { inputs: { accumulator: toField(BigInt(z)) } }, /^bits\.in, bits\.out$/);
    }
    const above = a - 1 - shift - y;
    assert.equal(multiplications(circuit), a + 1 + (above > 0 ? above + 1 : 0));
  }
});

test("a slope is neither hidden nor invented", async () => {
  const circuit = await compileTraining("RequantiseSlope", "8, 2, 3", ["accumulator"]);
  assertRejected(circuit, { inputs: { accumulator: 9n }, changes: { slope: 0n } }, /slope/);
  assertRejected(circuit, { inputs: { accumulator: toField(-9n) }, changes: { slope: 1n } }, /slope/);
  assertRejected(circuit, { inputs: { accumulator: 60n }, changes: { "inside[2]": 1n } }, /inside/);
});
