// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { type Random, seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const [INPUTS, OUTPUTS, STRIDE] = [4, 3, 20];
const call = `DenseOverOutputs(${[INPUTS, OUTPUTS, STRIDE].join(", ")})`;
const circuit = await compile(
  mainOf("nn/DenseOverOutputs.circom", call, ["activation", "column", "bias", "accumulator"]),
);

function packed(values: readonly number[]): bigint {
  return toField(values.reduce((sum, value, i) => sum + BigInt(value) * 2n ** BigInt(STRIDE * i), 0n));
}

/** Weights and biases of 8 bits on activations of 7: |z| ≤ 4·128·127 + 128 < 2^16. */
function randomInputs(random: Random) {
  const activations = Array.from({ length: INPUTS }, () => random.edgy(0, 127));
  const rows = Array.from({ length: OUTPUTS }, () => Array.from({ length: INPUTS }, () => random.edgy(-128, 127)));
  const biases = rows.map(() => random.edgy(-128, 127));
  const accumulators = rows.map((row, i) => row.reduce((z, weight, j) => z + weight * activations[j]!, biases[i]!));
  return {
    activation: activations.map(BigInt),
    column: activations.map((_, j) => packed(rows.map((row) => row[j]!))),
    bias: packed(biases),
    accumulator: accumulators.map((z) => toField(BigInt(z))),
  };
}

test("the products of random weights and activations are accepted", () => {
  const random = seeded(1);
  for (let run = 0; run < 50; run++) circuit.calculate(randomInputs(random));
  assertAccepted(circuit, randomInputs(random));
});

test("another accumulator in range is refused, in each lane", () => {
  const inputs = randomInputs(seeded(2));
  for (let i = 0; i < OUTPUTS; i++) {
    for (const delta of [1n, -1n, 65_535n]) {
      const accumulator = inputs.accumulator.with(i, toField(inputs.accumulator[i]! + delta));
      assertRejected(circuit, { inputs: { ...inputs, accumulator } }, /claimed\.packed/);
    }
  }
});

test("the products are unique", () => {
  const random = seeded(3);
  const honest = assertAccepted(circuit, randomInputs(random));
  assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^(activation|column|bias|accumulator)/ }), []);
});

test("the caller must range accumulators: a carry between lanes passes", () => {
  const inputs = randomInputs(seeded(4));
  const [first, second, third] = inputs.accumulator as [bigint, bigint, bigint];
  const accumulator = [toField(first + 2n ** BigInt(STRIDE)), toField(second - 1n), third];
  assertFreedom(circuit, { inputs: { ...inputs, accumulator } });
});
