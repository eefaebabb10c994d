// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, survivingChanges } from "../support/verdicts.ts";

// Words of 10 bits: three numbers of 3 bits a word, two of 4. The second section shares words with the first.
const circuit = await compile(
  mainOf("arithmetic/PackWords.circom", "PackWords(10, 7, [0, 2, 0, 3, 3, 0, 1], [0, 3, 0, 3, 4, 4, 3])", ["in"]),
);

function words(values: readonly bigint[]): bigint[] {
  return [0, 1, 2, 3, 4].map((k) => values[circuit.transparent.wireOf.get(`word[${k}]`)!]!);
}

test("numbers are packed lowest first, and another width starts a new word", () => {
  const numbers = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 1n];
  const honest = assertAccepted(circuit, { in: numbers });
  assert.deepEqual(words(honest), [0b011_010_001n, 0b101_100n, 0b0111_0110n, 0b1000n, 0b001n]);
  assert.equal(circuit.transparent.wireOf.has("word[5]"), false);
});

test("the words of numbers are unique", () => {
  const honest = assertAccepted(circuit, { in: [7n, 0n, 7n, 1n, 2n, 15n, 0n, 15n, 7n] });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^in/ }), []);
});

test("the caller must range numbers: a carry between places gives the same words", () => {
  const honest = assertFreedom(circuit, { inputs: { in: [0n, 1n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] } });
  const carried = assertFreedom(circuit, { inputs: { in: [8n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] } });
  assert.deepEqual(words(carried), words(honest));
});
