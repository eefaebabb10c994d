// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("a weight is the highest bits of a master, and a bias a few more", async () => {
  const circuit = await compileTraining("MasterMatrix", "1, 2, 6, 2, 2", ["master"]);
  for (let value = -32; value < 32; value++) {
    const inputs = { master: [[toField(BigInt(value)), toField(BigInt(-1 - value))]] };
    const expected = [value >> 4, (-1 - value) >> 2, value + 32, 31 - value].map((n) => toField(BigInt(n)));
    assert.deepEqual(outputsOf(circuit, inputs, ["weight[0][0]", "bias[0]", "offset[0]", "offset[1]"]), expected);
  }
  const honest = assertAccepted(circuit, { master: [[17n, toField(-3n)]] });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^master/ }), []);
  for (const value of [32n, toField(-33n), 2n ** 200n]) {
    assertRejected(circuit, { inputs: { master: [[value, 0n]] } }, /bits/);
    assertRejected(circuit, { inputs: { master: [[0n, value]] } }, /bits/);
  }
  assert.equal(multiplications(circuit), 12);
});

test("weights as wide as masters do not compile", async () => {
  await assert.rejects(compileTraining("MasterMatrix", "1, 2, 6, 5, 2", ["master"]), /assert/i);
});
