// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, poseidon } from "@commonweight/sdk/proving";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("low bits of a stream of hashes, strictly decomposed", async () => {
  const circuit = await compileTraining("SeededNumbers", "4, 3, 100", ["seed"]);
  const seed = 123_456_789n;
  const number = (element: bigint, at: bigint) => BigInt.asUintN(100, poseidon([seed, element]) >> (100n * at));
  const expected = [number(4n, 0n), number(4n, 1n), number(5n, 0n)];
  assert.deepEqual(outputsOf(circuit, { seed }, ["number[0]", "number[1]", "number[2]"]), expected);
  const honest = assertAccepted(circuit, { seed });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(7), { given: /^seed/ }), []);
});

test("the bits of a hash and p are refused, for a seed whose hash has room for it", async () => {
  const circuit = await compileTraining("SeededNumbers", "0, 1, 8", ["seed"]);
  let seed = 1n;
  while (poseidon([seed, 0n]) + FIELD_ORDER >= 2n ** 254n) seed++;
  const alias = poseidon([seed, 0n]) + FIELD_ORDER;
  const bits = Array.from({ length: 254 }, (_, k) => [`bits[0].n2b.out[${k}]`, (alias >> BigInt(k)) & 1n] as const);
  assertAccepted(circuit, { seed });
  assertRejected(circuit, { inputs: { seed }, changes: Object.fromEntries(bits) }, /aliasCheck/);
});
