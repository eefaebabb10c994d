// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Values and bits of an error. */
const SHAPES = [
  [3, 6],
  [1, 1],
  [2, 20],
] as const;
const circuits = await Promise.all(
  SHAPES.map((shape) => compile(mainOf("nn/SquaredError.circom", `SquaredError(${shape})`, ["error"]))),
);
const [three] = circuits;
const RANGE = /^range\[\d\]\.bits\.in, range\[\d\]\.bits\.out$/;
const toFields = (errors: readonly number[]) => errors.map((error) => toField(BigInt(error)));

for (const [index, [values, bits]] of SHAPES.entries()) {
  const circuit = circuits[index]!;
  const [minimum, maximum] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];

  test(`the squares of errors in range are summed: ${values} of ${bits} bits`, () => {
    const random = seeded(index);
    for (let run = 0; run < 40; run++) {
      const errors = Array.from({ length: values }, () => random.edgy(minimum, maximum));
      const witness = assertAccepted(circuit, { error: toFields(errors) });
      const loss = errors.reduce((sum, error) => sum + error * error, 0);
      assert.equal(witness[circuit.forger.wire("loss")], BigInt(loss));
    }
    const all = assertAccepted(circuit, { error: toFields(Array.from({ length: values }, () => minimum)) });
    assert.equal(all[circuit.forger.wire("loss")], BigInt(values) * 2n ** BigInt(2 * bits - 2));
  });

  test(`errors out of range are refused: ${values} of ${bits} bits`, () => {
    for (let i = 0; i < values; i++) {
      for (const error of [BigInt(minimum - 1), BigInt(maximum + 1), 2n ** 130n, FIELD_ORDER / 2n]) {
        const inputs = { error: Array.from({ length: values }, (_, j) => (j === i ? toField(error) : 0n)) };
        assertRejected(circuit, { inputs }, RANGE);
      }
    }
  });

  test(`it costs a constraint a bit and a square: ${values} of ${bits} bits`, () => {
    assert.equal(circuit.proven.constraints.length, values * (bits + 1));
    assert.equal(multiplications(circuit), values * (bits + 1));
  });
}

test("an error whose square wraps around p to a small one is refused", () => {
  // 1/2 modulo p: its square is 1/4, and four of them would be a loss of 1.
  const half = (FIELD_ORDER + 1n) / 2n;
  assertRejected(three!, { inputs: { error: [half, half, 0n] } }, RANGE);
});

test("a square, or a loss, other than that of the errors is refused", () => {
  const inputs = { error: toFields([5, -32, 31]) };
  for (let i = 0; i < 3; i++) {
    for (const square of [0n, -1n]) {
      assertRejected(three!, { inputs, changes: { [`square[${i}]`]: square } }, /^error, square$/);
    }
  }
  assertRejected(three!, { inputs, changes: { loss: 0n } }, /^loss, square$/);
});

test("a bit other than 0 and 1 is refused", () => {
  // −33 + 32 = −1.
  const changes = Object.fromEntries(
    Array.from({ length: 6 }, (_, i) => [`range[1].bits.out[${i}]`, i === 0 ? -1n : 0n]),
  );
  assertRejected(three!, { inputs: { error: toFields([0, -33, 0]) }, changes }, /^range\[1\]\.bits\.out$/);
});

test("the witness is unique", () => {
  const random = seeded(4);
  for (const errors of [
    [0, 0, 0],
    [5, -32, 31],
  ]) {
    const honest = assertAccepted(three!, { error: toFields(errors) });
    assert.deepEqual(survivingChanges(three!, honest, random, { given: /^error/ }), []);
  }
});
