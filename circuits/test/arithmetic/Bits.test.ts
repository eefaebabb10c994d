// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const eight = await compile(mainOf("arithmetic/Bits.circom", "Bits(8)", ["in"]));
const widest = await compile(mainOf("arithmetic/Bits.circom", "Bits(253)", ["in"]));

/** Settings of the bits of a number, whatever its size. */
function bits(number: bigint, count: number): Record<string, bigint> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`out[${i}]`, (number >> BigInt(i)) & 1n]));
}

test("numbers below 2^n have their bits", () => {
  for (let number = 0n; number < 256n; number++) {
    const witness = eight.calculate({ in: number });
    for (let i = 0; i < 8; i++)
      assert.equal(witness[eight.proven.wireOf.get(`out[${i}]`)!], (number >> BigInt(i)) & 1n);
  }
  for (const number of [0n, 1n, 255n]) assertAccepted(eight, { in: number });
  for (const number of [0n, 2n ** 253n - 1n]) assertAccepted(widest, { in: number });
});

test("numbers from 2^n on are refused", () => {
  for (const number of [256n, 257n, 2n ** 253n, FIELD_ORDER - 1n, FIELD_ORDER - 5n]) {
    assertRejected(eight, { inputs: { in: number } }, /^in, out$/);
  }
  for (const number of [2n ** 253n, FIELD_ORDER - 1n]) assertRejected(widest, { inputs: { in: number } }, /^in, out$/);
});

test("the bits of x + p do not pass for those of x", () => {
  const alias = 5n + FIELD_ORDER;
  assert.equal(alias >> 253n, 1n, "the alias needs a bit more than the template has");
  assertRejected(widest, { inputs: { in: 5n }, changes: bits(alias, 253) }, /^in, out$/);
});

test("so many bits that there are aliases do not compile", async () => {
  await assert.rejects(compile(mainOf("arithmetic/Bits.circom", "Bits(254)")), /assert/i);
});

test("a bit is nothing but 0 or 1", () => {
  // 4 = 2·2; and −1 = 127 − 128.
  assertRejected(eight, { inputs: { in: 4n }, changes: { "out[1]": 2n, "out[2]": 0n } }, /^out$/);
  assertRejected(eight, { inputs: { in: FIELD_ORDER - 1n }, changes: { ...bits(127n, 7), "out[7]": -1n } }, /^out$/);
});

test("the bits are unique", () => {
  const random = seeded(1);
  for (const number of [0n, 77n, 255n]) {
    const honest = assertAccepted(eight, { in: number });
    assert.deepEqual(survivingChanges(eight, honest, random, { given: /^in$/ }), []);
  }
});
