// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const circuit = await compile(mainOf("arithmetic/GatedSignedBits.circom", "GatedSignedBits(4)", ["in"]));

test("numbers in range are accepted as non-zero, and 0 as zero", () => {
  for (let number = -8n; number < 8n; number++) {
    const witness = circuit.calculate({ in: toField(number), nonZero: 1n });
    assert.equal(witness[circuit.proven.wireOf.get("offset")!], number + 8n);
    assertAccepted(circuit, { in: toField(number), nonZero: 1n });
  }
  assertAccepted(circuit, { in: 0n, nonZero: 0n });
});

test("numbers out of range are refused", () => {
  for (const number of [-9n, 8n, 2n ** 100n]) {
    assertRejected(circuit, { inputs: { in: toField(number), nonZero: 1n } }, /^bit, in$/);
  }
});

test("a number other than 0 does not pass for zero", () => {
  for (const number of [-8n, -1n, 1n, 7n]) {
    const inputs = { in: toField(number), nonZero: 0n };
    // Either the bits are those of the number, and not all 0, or they are 0, and not those of the number.
    assertRejected(circuit, { inputs }, /^bit, nonZero$|^bit$/);
    const none = { "bit[0]": 0n, "bit[1]": 0n, "bit[2]": 0n, "bit[3]": 0n };
    assertRejected(circuit, { inputs, changes: none }, /^bit, in$/);
  }
});

test("nonZero is nothing but 0 or 1", () => {
  // Bits of 0 or 2 would make 6 out of one of them, or 16.
  const changes = { "bit[0]": 2n, "bit[1]": 2n, "bit[2]": 0n, "bit[3]": 0n };
  assertRejected(circuit, { inputs: { in: 6n, nonZero: 2n }, changes }, /^nonZero$/);
});

test("the witness is unique, but 0 may be counted as non-zero", () => {
  const random = seeded(1);
  for (const number of [-8n, -1n, 5n]) {
    const honest = assertAccepted(circuit, { in: toField(number), nonZero: 1n });
    assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^in$/ }), []);
  }
  const zero = assertAccepted(circuit, { in: 0n, nonZero: 0n });
  assert.deepEqual(survivingChanges(circuit, zero, random, { given: /^in$/ }), ["nonZero +1"]);
});
