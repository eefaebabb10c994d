// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Alphabets: the smallest, an odd one, the largest. */
const ALPHABETS = [2, 5, 64];
const circuits = await Promise.all(
  ALPHABETS.map((symbols) => compile(mainOf("nn/Symbol.circom", `Symbol(${symbols})`, ["flag"]))),
);
const [, five] = circuits;
const ONE_HOT = /^isSymbol\.flag$/;
const flags = (symbols: number, symbol: number) => Array.from({ length: symbols }, (_, v) => (v === symbol ? 1n : 0n));

for (const [index, symbols] of ALPHABETS.entries()) {
  const circuit = circuits[index]!;

  test(`every symbol is the index of its flag: ${symbols}`, () => {
    for (let symbol = 0; symbol < symbols; symbol++) {
      const values = assertAccepted(circuit, { flag: flags(symbols, symbol) });
      assert.equal(values[circuit.forger.wire("value")], BigInt(symbol));
    }
  });

  test(`it costs a constraint a symbol: ${symbols}`, () => {
    assert.equal(multiplications(circuit), symbols);
  });
}

test("no flag, two flags, and flags that only sum to 1 are refused", () => {
  assertRejected(five!, { inputs: { flag: [0n, 0n, 0n, 0n, 0n] } }, ONE_HOT);
  // Their value is that of symbol 3.
  assertRejected(five!, { inputs: { flag: [0n, 1n, 1n, 0n, 0n] } }, ONE_HOT);
  assertRejected(five!, { inputs: { flag: [0n, toField(-1n), 2n, 0n, 0n] } }, ONE_HOT);
});

test("a symbol outside the alphabet is refused", () => {
  // 4 · 2 − 0 · 1: the value 8 of an alphabet of 5.
  assertRejected(five!, { inputs: { flag: [toField(-1n), 0n, 0n, 0n, 2n] } }, ONE_HOT);
  assertRejected(five!, { inputs: { flag: flags(5, 4) }, changes: { value: 5n } }, /^flag, value$/);
});

test("the value is unique", () => {
  const honest = assertAccepted(five!, { flag: flags(5, 3) });
  assert.deepEqual(survivingChanges(five!, honest, seeded(1), { given: /^flag/ }), []);
});
