// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, fieldMatrix, product, readMatrix, toFields } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** p, k and q: all different, and the smallest. */
const SHAPES = [
  [3, 4, 2],
  [1, 1, 1],
] as const;
const circuits = await Promise.all(
  SHAPES.map((shape) => compile(mainOf("nn/MatrixProduct.circom", `MatrixProduct(${shape})`, ["left", "right"]))),
);
const [circuit] = circuits;

for (const [index, [p, k, q]] of SHAPES.entries()) {
  test(`the product is the reference's, for small integers and all field elements: ${p} × ${k} × ${q}`, () => {
    const random = seeded(index);
    for (let run = 0; run < 20; run++) {
      const isSmall = run % 2 === 0;
      const left = isSmall ? edgyMatrix(random, p, k, 0, 255) : fieldMatrix(random, p, k);
      const right = isSmall ? edgyMatrix(random, q, k, -128, 127) : fieldMatrix(random, q, k);
      const values = assertAccepted(circuits[index]!, { left: toFields(left), right: toFields(right) });
      assert.deepEqual(readMatrix(circuits[index]!, values, "product", p, q), toFields(product(left, right)));
    }
  });

  test(`it costs a constraint a term: ${p} × ${k} × ${q}`, () => {
    assert.equal(circuits[index]!.proven.constraints.length, p * k * q);
    assert.equal(multiplications(circuits[index]!), p * k * q);
  });
}

test("another term or another product is refused", () => {
  const random = seeded(2);
  const inputs = { left: fieldMatrix(random, 3, 4), right: fieldMatrix(random, 2, 4) };
  const honest = assertAccepted(circuit!, inputs);
  const changed = (name: string) => ({ [name]: honest[circuit!.forger.wire(name)]! + 1n });
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 2; j++) {
      for (let t = 0; t < 4; t++) {
        const stoppedBy = new RegExp(`^left\\[${i}\\], right\\[${j}\\], term\\[${i}\\]\\[${j}\\]$`);
        assertRejected(circuit!, { inputs, changes: changed(`term[${i}][${j}][${t}]`) }, stoppedBy);
      }
      const stoppedBy = new RegExp(`^product\\[${i}\\], term\\[${i}\\]\\[${j}\\]$`);
      assertRejected(circuit!, { inputs, changes: changed(`product[${i}][${j}]`) }, stoppedBy);
    }
  }
});

test("the product is unique", () => {
  const random = seeded(3);
  const honest = assertAccepted(circuit!, { left: fieldMatrix(random, 3, 4), right: fieldMatrix(random, 2, 4) });
  assert.deepEqual(survivingChanges(circuit!, honest, random, { given: /^(left|right)/ }), []);
});
