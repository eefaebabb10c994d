// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

// An alphabet that leaves three numbers of its bits unused; 82 symbols a word, and two in the last.
const COUNT = 84;
const SYMBOLS = 5;
const circuit = await compile(mainOf("model/Symbols.circom", `Symbols(${COUNT}, ${SYMBOLS}, 3)`, ["flag"]));
const stoppedBy = /^oneHot\[1\]\.flag$/;

const oneHot = (symbol: number): bigint[] => Array.from({ length: SYMBOLS }, (_, v) => (v === symbol ? 1n : 0n));
const symbols = Array.from({ length: COUNT }, (_, n) => (n * 3 + 2) % SYMBOLS);
const flag = symbols.map(oneHot);
/** The second symbol is 0 in these, and the first 2. */
const second = (...flags: bigint[]) => flag.with(1, flags.map(toField));

test("symbols are numbers of three bits, tight in words", () => {
  const honest = assertAccepted(circuit, { flag });
  for (const k of [0, 1]) {
    const own = symbols.slice(k * 82, (k + 1) * 82);
    const word = own.reduce((sum, symbol, n) => sum + (BigInt(symbol) << BigInt(3 * n)), 0n);
    assert.equal(honest[circuit.forger.wire(`word[${k}]`)], word);
  }
  assert.equal(circuit.transparent.wireOf.has("word[2]"), false);
});

test("no symbol, two symbols, and flags that only sum to 1 are refused", () => {
  for (const forged of [second(0n, 0n, 0n, 0n, 0n), second(1n, 1n, 0n, 0n, 0n), second(0n, 0n, 0n, 2n, -1n)]) {
    assertRejected(circuit, { inputs: { flag: forged } }, stoppedBy);
  }
});

test("a symbol beyond the alphabet, and a carry from the one before, are refused", () => {
  // 2·4 − 1·1 = 7: three bits, but no symbol.
  assertRejected(circuit, { inputs: { flag: second(0n, -1n, 0n, 0n, 2n) } }, stoppedBy);
  // The first is larger by 8, and the second −1: the word stays as it was.
  const carried = second(2n, -1n, 0n, 0n, 0n).with(0, [0n, 0n, 5n, 0n, 0n]);
  const word = circuit.forger.wire("word[0]");
  assert.equal(circuit.forger.witness({ flag: carried })[word], circuit.forger.witness({ flag })[word]);
  assertRejected(circuit, { inputs: { flag: carried } }, /^oneHot\[[01]\]\.flag$/);
});

test("symbols cost a constraint each of the alphabet", () => {
  assert.equal(multiplications(circuit), COUNT * SYMBOLS);
});

test("the witness is unique", () => {
  const honest = assertAccepted(circuit, { flag });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^flag/ }), []);
});

test("an alphabet that its bits do not number does not compile", async () => {
  await assert.rejects(compile(mainOf("model/Symbols.circom", "Symbols(2, 5, 2)", ["flag"])), /False assert reached/);
});
