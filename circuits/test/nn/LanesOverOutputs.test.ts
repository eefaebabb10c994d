// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, packRows, readMatrix, shifted, toFields } from "../support/matrices.ts";
import { type Random, seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const VECTORS = 2;
/** Rows and stride: three lanes an element, full ones only; a last one that is not full; a single one that is not. */
const SHAPES = [
  [6, 84],
  [5, 84],
  [2, 60],
] as const;
const lanesOf = (stride: number) => Math.floor(252 / stride);
const circuits = await Promise.all(
  SHAPES.map(([rows, stride]) => {
    const call = `LanesOverOutputs(${[VECTORS, rows, stride]})`;
    return compile(mainOf("nn/LanesOverOutputs.circom", call, ["accumulator", "bias"]));
  }),
);

/** Rows of numbers with several lanes an element: of each row one element a chunk. */
function packColumns(rows: readonly (readonly bigint[])[], stride: number): bigint[][] {
  return rows.map((row) =>
    packRows(
      row.map((value) => [value]),
      lanesOf(stride),
      stride,
    ).flat(),
  );
}

function random(source: Random, index: number) {
  const [rows, stride] = SHAPES[index]!;
  const accumulators = edgyMatrix(source, VECTORS, rows, -(2 ** 31), 2 ** 31 - 1);
  const biases = edgyMatrix(source, 1, rows, -(2 ** 17), 2 ** 17 - 1);
  const bias = packColumns(biases, stride)[0]!.map(toField);
  return { accumulators, biases: biases[0]!, inputs: { accumulator: toFields(accumulators), bias } };
}
const result = (index: number, values: readonly bigint[]) => {
  const [rows, stride] = SHAPES[index]!;
  return readMatrix(circuits[index]!, values, "product", VECTORS, Math.ceil(rows / lanesOf(stride)));
};

for (const [index, [rows, stride]] of SHAPES.entries()) {
  test(`the product is what accumulators less biases pack to: ${rows} rows at stride ${stride}`, () => {
    const source = seeded(index);
    for (let run = 0; run < 20; run++) {
      const { accumulators, biases, inputs } = random(source, index);
      const unbiased = accumulators.map((row) => row.map((z, i) => z - biases[i]!));
      const values = assertAccepted(circuits[index]!, inputs);
      assert.deepEqual(result(index, values), toFields(packColumns(unbiased, stride)));
    }
  });
}

const [, circuit] = circuits;
const { inputs } = random(seeded(3), 1);

test("it costs no constraint", () => {
  assert.deepEqual(circuits.map(multiplications), [0, 0, 0]);
});

test("another product is refused", () => {
  const honest = result(1, assertAccepted(circuit!, inputs));
  for (const [v, row] of honest.entries()) {
    for (const [c, value] of row.entries()) {
      const changes = { [`product[${v}][${c}]`]: value + 1n };
      assertRejected(circuit!, { inputs, changes }, new RegExp(`^accumulator\\[${v}\\], bias, product\\[${v}\\]$`));
    }
  }
});

test("the product is unique", () => {
  const honest = assertAccepted(circuit!, inputs);
  assert.deepEqual(survivingChanges(circuit!, honest, seeded(4), { given: /^(accumulator|bias)/ }), []);
});

test("the caller must range accumulators: a carry between lanes gives the same product", () => {
  const honest = assertFreedom(circuit!, { inputs });
  const accumulator = shifted(shifted(inputs.accumulator, 1, 3, 2n ** 84n), 1, 4, -1n);
  assert.deepEqual(result(1, assertFreedom(circuit!, { inputs: { ...inputs, accumulator } })), result(1, honest));
});

test("a stride wider than an element does not compile", async () => {
  await assert.rejects(compile(mainOf("nn/LanesOverOutputs.circom", "LanesOverOutputs(1, 1, 253)")), /assert/i);
});
