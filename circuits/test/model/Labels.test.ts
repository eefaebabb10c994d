// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

// 244 bits: they would fit a word of 248, but of labels it holds 240. So three a word, and one in the last.
const SAMPLES = 4;
const CLASSES = 61;
const circuit = await compile(mainOf("model/Labels.circom", `Labels(${SAMPLES}, ${CLASSES})`, ["label"]));
const stoppedBy = /^oneHot\[2\]\.flag$/;

const oneHot = (label: number): bigint[] => Array.from({ length: CLASSES }, (_, j) => (j === label ? 1n : 0n));
const honestLabels = [0, 60, 7, 33];
const label = honestLabels.map(oneHot);
/** Flags of one sample set, the others 0. */
const flags = (values: Readonly<Record<number, bigint>>) => oneHot(-1).map((zero, j) => toField(values[j] ?? zero));

test("every label is a bit of a word, which holds 240 bits of them", () => {
  const honest = assertAccepted(circuit, { label });
  const words = [0, 1].map((k) => honest[circuit.forger.wire(`word[${k}]`)]);
  assert.deepEqual(words, [(1n << 0n) + (1n << (61n + 60n)) + (1n << (122n + 7n)), 1n << 33n]);
  assert.equal(circuit.transparent.wireOf.has("word[2]"), false);
});

test("no label, two labels, and flags that only sum to 1 are refused", () => {
  for (const forged of [flags({}), flags({ 7: 1n, 8: 1n }), flags({ 7: 2n, 8: -1n }), flags({ 7: 5n, 8: -4n })]) {
    assertRejected(circuit, { inputs: { label: label.with(2, forged) } }, stoppedBy);
  }
});

test("flags that leave the word as it was are refused", () => {
  const honest = assertAccepted(circuit, { label });
  const word = circuit.forger.wire("word[0]");
  // 2^7 as 2 · 2^6; and as 2^8 − 2^7.
  for (const same of [flags({ 6: 2n }), flags({ 8: 1n, 7: -1n })]) {
    const forged = label.with(2, same);
    assert.equal(circuit.forger.witness({ label: forged })[word], honest[word]);
    assertRejected(circuit, { inputs: { label: forged } }, stoppedBy);
  }
});

test("labels cost a constraint a class", () => {
  assert.equal(multiplications(circuit), SAMPLES * CLASSES);
});

test("the witness is unique", () => {
  const honest = assertAccepted(circuit, { label });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^label/ }), []);
});
