// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const [sign, two, eight] = await Promise.all(
  [1, 2, 8].map((bits) =>
    compile(mainOf("arithmetic/GatedWeightRange.circom", `GatedWeightRange(${bits})`, ["in", "nonZero"])),
  ),
);

test("weights of one bit are stored as the bit, and always count", () => {
  for (const [weight, bit] of [
    [-1n, 0n],
    [1n, 1n],
  ] as const) {
    const values = assertAccepted(sign!, { in: toField(weight), nonZero: 1n });
    assert.equal(values[sign!.forger.wire("offset")], bit);
    for (const nonZero of [0n, 2n, FIELD_ORDER - 1n]) {
      assertRejected(sign!, { inputs: { in: toField(weight), nonZero } }, /^nonZero$/);
    }
  }
});

test("0 is no weight of one bit, counted or not", () => {
  for (const nonZero of [0n, 1n]) {
    assertRejected(sign!, { inputs: { in: 0n, nonZero } }, /^sign\.offset$|^nonZero$/);
  }
  for (const number of [-3n, -2n, 2n, 3n]) {
    assertRejected(sign!, { inputs: { in: toField(number), nonZero: 1n } }, /^sign\.offset$/);
  }
});

test("wider weights are stored with an offset, and count unless they are 0", () => {
  for (const [circuit, half] of [
    [two!, 2n],
    [eight!, 128n],
  ] as const) {
    for (const weight of [-half, -1n, 0n, 1n, half - 1n]) {
      const values = assertAccepted(circuit, { in: toField(weight), nonZero: weight === 0n ? 0n : 1n });
      assert.equal(values[circuit.forger.wire("offset")], weight + half);
      if (weight !== 0n) {
        assertRejected(circuit, { inputs: { in: toField(weight), nonZero: 0n } }, /^range\.bit(, range\.nonZero)?$/);
      }
    }
    for (const number of [-half - 1n, half]) {
      assertRejected(circuit, { inputs: { in: toField(number), nonZero: 1n } }, /^range\.bit, range\.in$/);
    }
  }
});

test("one bit costs a constraint, n ≥ 2 bits cost n + 1", () => {
  assert.deepEqual([sign!, two!, eight!].map(multiplications), [1, 3, 9]);
});

test("the stored form is unique", () => {
  for (const [circuit, weight] of [
    [sign!, -1n],
    [sign!, 1n],
    [two!, -2n],
    [eight!, 127n],
  ] as const) {
    const honest = assertAccepted(circuit, { in: toField(weight), nonZero: 1n });
    assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^(in|nonZero)$/ }), []);
  }
});
