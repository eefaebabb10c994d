// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, fieldMatrix, packRows, product, readMatrix, toFields } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const MATRIX = [
  [1n, -128n, 127n],
  [0n, 0n, -1n],
];
const call = `ConstantProduct(4, 3, 2, [${MATRIX.map((row) => `[${row}]`)}])`;
const circuit = await compile(mainOf("nn/ConstantProduct.circom", call, ["left"]));
const result = (values: readonly bigint[]) => readMatrix(circuit, values, "product", 4, 2);

test("the product is the reference's, for small integers and all field elements", () => {
  const random = seeded(1);
  for (let run = 0; run < 20; run++) {
    const left = run % 2 === 0 ? edgyMatrix(random, 4, 3, -255, 255) : fieldMatrix(random, 4, 3);
    assert.deepEqual(result(assertAccepted(circuit, { left: toFields(left) })), toFields(product(left, MATRIX)));
  }
});

test("lanes stay lanes", () => {
  const vectors = edgyMatrix(seeded(2), 12, 3, 0, 63);
  const values = assertAccepted(circuit, { left: packRows(vectors, 3, 20) });
  assert.deepEqual(result(values), toFields(packRows(product(vectors, MATRIX), 3, 20)));
});

test("it costs no constraint", () => {
  assert.equal(multiplications(circuit), 0);
});

test("another product is refused", () => {
  const inputs = { left: fieldMatrix(seeded(3), 4, 3) };
  const honest = result(assertAccepted(circuit, inputs));
  for (const [i, row] of honest.entries()) {
    for (const [j, value] of row.entries()) {
      const changes = { [`product[${i}][${j}]`]: value + 1n };
      assertRejected(circuit, { inputs, changes }, new RegExp(`^left\\[${i}\\], product\\[${i}\\]$`));
    }
  }
});

test("the product is unique", () => {
  const random = seeded(4);
  const honest = assertAccepted(circuit, { left: fieldMatrix(random, 4, 3) });
  assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^left/ }), []);
});
