// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const circuit = await compile(mainOf("arithmetic/SignBit.circom", "SignBit()", ["in"]));
const offset = circuit.forger.wire("offset");

test("−1 and 1 are stored as a bit", () => {
  assert.equal(assertAccepted(circuit, { in: toField(-1n) })[offset], 0n);
  assert.equal(assertAccepted(circuit, { in: 1n })[offset], 1n);
});

test("every other number is refused, 0 among them", () => {
  const half = (FIELD_ORDER + 1n) / 2n;
  for (const number of [0n, 2n, 3n, -2n, -3n, 2n ** 100n, half, -half]) {
    assertRejected(circuit, { inputs: { in: toField(number) } }, /^offset$/);
    for (const bit of [0n, 1n]) {
      assertRejected(circuit, { inputs: { in: toField(number) }, changes: { offset: bit } }, /^in, offset$/);
    }
  }
});

test("a weight does not pass for its opposite", () => {
  assertRejected(circuit, { inputs: { in: 1n }, changes: { offset: 0n } }, /^in, offset$/);
  assertRejected(circuit, { inputs: { in: toField(-1n) }, changes: { offset: 1n } }, /^in, offset$/);
});

test("it costs one constraint", () => {
  assert.equal(multiplications(circuit), 1);
});

test("the bit is unique", () => {
  for (const number of [1n, -1n]) {
    const honest = assertAccepted(circuit, { in: toField(number) });
    assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^in$/ }), []);
  }
});
