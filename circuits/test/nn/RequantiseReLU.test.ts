// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { requantised } from "@commonweight/sdk/model";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Accumulator bits, shift and activation bits: with several quotient bits above the activation's, with one, with none. */
const SHAPES = [
  [10, 2, 3],
  [9, 3, 4],
  [8, 3, 4],
] as const;

const circuits = await Promise.all(
  SHAPES.map(([a, shift, y]) =>
    compile(mainOf("nn/RequantiseReLU.circom", `RequantiseReLU(${a}, ${shift}, ${y})`, ["accumulator"])),
  ),
);
const [wide] = circuits;

for (const [index, [accumulatorBits, shift, activationBits]] of SHAPES.entries()) {
  const circuit = circuits[index]!;
  const minimum = -(2 ** (accumulatorBits - 1)) - 2 ** (shift - 1);
  const maximum = 2 ** (accumulatorBits - 1) - 2 ** (shift - 1) - 1;
  const name = `${accumulatorBits} bits, shift ${shift}, ${activationBits} activation bits`;

  test(`every accumulator in range gives what the reference gives: ${name}`, () => {
    const output = circuit.proven.wireOf.get("activation")!;
    for (let accumulator = minimum; accumulator <= maximum; accumulator++) {
      const expected = BigInt(requantised(accumulator, { shift, activationBits }));
      assert.equal(
        circuit.calculate({ accumulator: toField(BigInt(accumulator)) })[output],
        expected,
        `${accumulator}`,
      );
    }
    for (const accumulator of [minimum, -1, 0, maximum]) {
      assertAccepted(circuit, { accumulator: toField(BigInt(accumulator)) });
    }
  });

  test(`accumulators out of range are refused: ${name}`, () => {
    for (const accumulator of [BigInt(minimum - 1), BigInt(maximum + 1), 2n ** 200n]) {
      assertRejected(circuit, { inputs: { accumulator: toField(accumulator) } }, /^bits\.in, bits\.out$/);
    }
  });

  test(`the activation is unique: ${name}`, () => {
    const random = seeded(index);
    for (const accumulator of [minimum, -1, 0, 17, maximum]) {
      const honest = assertAccepted(circuit, { accumulator: toField(BigInt(accumulator)) });
      assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^accumulator$/ }), []);
    }
  });

  test(`the cost is the one that the generator counts with: ${name}`, () => {
    const above = accumulatorBits - 1 - shift - activationBits;
    const cost = accumulatorBits + 1 + (above > 0 ? 1 : 0) + Math.max(0, above - 1);
    assert.equal(circuit.proven.constraints.length, cost);
  });
}

test("a quotient that is one too large, with a negative remainder, is refused", () => {
  // 9 = 2·4 + 1, with rounding 11 = 2·4 + 3: claimed 3·4 − 1.
  const inputs = { accumulator: 9n };
  assertRejected(
    wide!,
    { inputs, changes: { "bits.out[0]": -1n, "bits.out[1]": 0n, "bits.out[2]": 1n } },
    /^bits\.out$/,
  );
});

test("a negative accumulator does not pass for a positive one", () => {
  const inputs = { accumulator: toField(-100n) };
  assertRejected(wide!, { inputs, changes: { "bits.out[9]": 1n } }, /^bits\.in, bits\.out$/);
});

test("saturation is neither hidden nor invented", () => {
  const inputs = { accumulator: 400n };
  assertRejected(wide!, { inputs, changes: { "saturated[4]": 0n } }, /saturated/);
  assertRejected(wide!, { inputs: { accumulator: 5n }, changes: { "saturated[4]": 1n } }, /saturated/);
  assertRejected(wide!, { inputs, changes: { activation: 3n } }, /^activation, /);
});

test("accumulators too narrow for the shift and the activation do not compile", async () => {
  await assert.rejects(compile(mainOf("nn/RequantiseReLU.circom", "RequantiseReLU(7, 3, 4)")), /assert/i);
});
