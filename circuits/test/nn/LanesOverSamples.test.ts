// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, packRows, readMatrix, shifted, toFields } from "../support/matrices.ts";
import { type Random, seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const [ROWS, LANES, STRIDE] = [2, 3, 14];
/** Vectors: full groups only, a last one that is not full, a single one that is not. */
const COUNTS = [6, 4, 1];
const circuits = await Promise.all(
  COUNTS.map((vectors) => {
    const call = `LanesOverSamples(${[vectors, ROWS, LANES, STRIDE]})`;
    return compile(mainOf("nn/LanesOverSamples.circom", call, ["accumulator", "bias"]));
  }),
);

function random(source: Random, vectors: number) {
  const accumulators = edgyMatrix(source, vectors, ROWS, -8192, 8191);
  const biases = Array.from({ length: ROWS }, () => BigInt(source.edgy(-128, 127)));
  return { accumulators, biases, inputs: { accumulator: toFields(accumulators), bias: biases.map(toField) } };
}
const result = (index: number, values: readonly bigint[]) =>
  readMatrix(circuits[index]!, values, "product", Math.ceil(COUNTS[index]! / LANES), ROWS);

for (const [index, vectors] of COUNTS.entries()) {
  test(`the product is what accumulators less biases pack to: ${vectors} vectors`, () => {
    const source = seeded(index);
    for (let run = 0; run < 20; run++) {
      const { accumulators, biases, inputs } = random(source, vectors);
      const unbiased = accumulators.map((row) => row.map((z, i) => z - biases[i]!));
      const values = assertAccepted(circuits[index]!, inputs);
      assert.deepEqual(result(index, values), toFields(packRows(unbiased, LANES, STRIDE)));
    }
  });
}

const [, circuit] = circuits;
const { inputs } = random(seeded(3), 4);

test("it costs no constraint", () => {
  assert.deepEqual(circuits.map(multiplications), [0, 0, 0]);
});

test("another product is refused", () => {
  const honest = result(1, assertAccepted(circuit!, inputs));
  for (const [g, row] of honest.entries()) {
    for (const [i, value] of row.entries()) {
      const changes = { [`product[${g}][${i}]`]: value + 1n };
      assertRejected(circuit!, { inputs, changes }, new RegExp(`^accumulator\\[\\d\\],.* product\\[${g}\\]$`));
    }
  }
});

test("the product is unique", () => {
  const honest = assertAccepted(circuit!, inputs);
  assert.deepEqual(survivingChanges(circuit!, honest, seeded(4), { given: /^(accumulator|bias)/ }), []);
});

test("the caller must range accumulators: a carry between lanes gives the same product", () => {
  const honest = assertFreedom(circuit!, { inputs });
  const accumulator = shifted(shifted(inputs.accumulator, 0, 1, 2n ** BigInt(STRIDE)), 1, 1, -1n);
  assert.deepEqual(result(1, assertFreedom(circuit!, { inputs: { ...inputs, accumulator } })), result(1, honest));
});

test("lanes that fill more than 253 bits do not compile", async () => {
  await assert.rejects(compile(mainOf("nn/LanesOverSamples.circom", "LanesOverSamples(2, 1, 2, 127)")), /assert/i);
});
