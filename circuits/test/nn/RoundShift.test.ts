// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Accumulator bits and shift: a plain one, the least and the largest shift. */
const SHAPES = [
  [8, 3],
  [5, 1],
  [6, 5],
] as const;
const circuits = await Promise.all(
  SHAPES.map((shape) => compile(mainOf("nn/RoundShift.circom", `RoundShift(${shape})`, ["in"]))),
);
const [eight] = circuits;

for (const [index, [bits, shift]] of SHAPES.entries()) {
  const circuit = circuits[index]!;
  const half = 2 ** (shift - 1);
  const [minimum, maximum] = [-(2 ** (bits - 1)) - half, 2 ** (bits - 1) - half - 1];
  const output = circuit.proven.wireOf.get("rounded")!;

  test(`every number in range is rounded, halves up: ${bits} bits, shift ${shift}`, () => {
    for (let number = minimum; number <= maximum; number++) {
      const rounded = BigInt(Math.floor(number / 2 ** shift + 0.5));
      assert.equal(circuit.calculate({ in: toField(BigInt(number)) })[output], toField(rounded), `${number}`);
    }
    for (const number of [minimum, -half - 1, -half, -1, 0, maximum])
      assertAccepted(circuit, { in: toField(BigInt(number)) });
    assert.equal(Math.floor(minimum / 2 ** shift + 0.5), -(2 ** (bits - 1 - shift)));
    assert.equal(Math.floor(maximum / 2 ** shift + 0.5), 2 ** (bits - 1 - shift) - 1);
  });

  test(`numbers out of range are refused: ${bits} bits, shift ${shift}`, () => {
    for (const number of [BigInt(minimum - 1), BigInt(maximum + 1), 2n ** 200n, FIELD_ORDER / 2n]) {
      assertRejected(circuit, { inputs: { in: toField(number) } }, /^bits\.in, bits\.out$/);
    }
  });

  test(`it costs a constraint a bit: ${bits} bits, shift ${shift}`, () => {
    assert.equal(circuit.proven.constraints.length, bits);
  });

  test(`the quotient is unique: ${bits} bits, shift ${shift}`, () => {
    for (const number of [minimum, -half, -1, 0, maximum]) {
      const honest = assertAccepted(circuit, { in: toField(BigInt(number)) });
      assert.deepEqual(survivingChanges(circuit, honest, seeded(index), { given: /^in$/ }), []);
    }
  });
}

test("a quotient that is one too large, with a negative remainder, is refused", () => {
  // 9 + 4 + 128 = 17·8 + 5: claimed 18·8 − 3.
  const changes = { "bits.out[0]": -3n, "bits.out[2]": 0n, "bits.out[3]": 0n, "bits.out[4]": 1n };
  assertRejected(eight!, { inputs: { in: 9n }, changes }, /^bits\.out$/);
});

test("a quotient that is one too small, with a remainder of 2^shift or more, is refused", () => {
  // 17·8 + 5: claimed 16·8 + 13.
  const changes = { "bits.out[0]": 9n, "bits.out[3]": 0n };
  assertRejected(eight!, { inputs: { in: 9n }, changes }, /^bits\.out$/);
});

test("a negative number does not pass for a positive one", () => {
  assertRejected(eight!, { inputs: { in: toField(-100n) }, changes: { "bits.out[7]": 1n } }, /^bits\.in, bits\.out$/);
});

test("another quotient is refused", () => {
  for (const rounded of [0n, 2n, 255n, -1n]) {
    assertRejected(eight!, { inputs: { in: 9n }, changes: { rounded } }, /^bits\.out, rounded$/);
  }
});

test("a shift of nothing, or of all bits, does not compile", async () => {
  for (const call of ["RoundShift(8, 0)", "RoundShift(8, 8)"]) {
    await assert.rejects(compile(mainOf("nn/RoundShift.circom", call)), /assert/i);
  }
});
