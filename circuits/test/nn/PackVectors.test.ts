// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, packRows, readMatrix, shifted, toFields } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const [COLUMNS, LANES, STRIDE] = [2, 3, 10];
/** Vectors: full groups only, a last one that is not full, a single one that is not. */
const COUNTS = [6, 5, 2];
const circuits = await Promise.all(
  COUNTS.map((vectors) =>
    compile(mainOf("nn/PackVectors.circom", `PackVectors(${[vectors, COLUMNS, LANES, STRIDE]})`, ["in"])),
  ),
);
const packed = (index: number, values: readonly bigint[]) =>
  readMatrix(circuits[index]!, values, "packed", Math.ceil(COUNTS[index]! / LANES), COLUMNS);

for (const [index, vectors] of COUNTS.entries()) {
  test(`signed numbers are summed at the stride, column by column: ${vectors} vectors`, () => {
    const random = seeded(index);
    for (let run = 0; run < 20; run++) {
      const rows = edgyMatrix(random, vectors, COLUMNS, -512, 511);
      const values = assertAccepted(circuits[index]!, { in: toFields(rows) });
      assert.deepEqual(packed(index, values), toFields(packRows(rows, LANES, STRIDE)));
    }
    assert.equal(circuits[index]!.transparent.wireOf.has(`packed[${Math.ceil(vectors / LANES)}][0]`), false);
  });
}

const [, circuit] = circuits;
const rows = edgyMatrix(seeded(4), 5, COLUMNS, -512, 511);

test("it costs no constraint", () => {
  assert.deepEqual(circuits.map(multiplications), [0, 0, 0]);
});

test("another element is refused", () => {
  const inputs = { in: toFields(rows) };
  const honest = packed(1, assertAccepted(circuit!, inputs));
  for (const [g, row] of honest.entries()) {
    for (const [j, value] of row.entries()) {
      const changes = { [`packed[${g}][${j}]`]: value + 2n ** BigInt(STRIDE) };
      assertRejected(circuit!, { inputs, changes }, new RegExp(`^in\\[\\d\\],.* packed\\[${g}\\]$`));
    }
  }
});

test("the elements are unique", () => {
  const honest = assertAccepted(circuit!, { in: toFields(rows) });
  assert.deepEqual(survivingChanges(circuit!, honest, seeded(5), { given: /^in/ }), []);
});

test("the caller must range numbers: a carry between lanes gives the same elements", () => {
  const honest = assertFreedom(circuit!, { inputs: { in: toFields(rows) } });
  const carried = shifted(shifted(rows, 3, 1, 2n ** BigInt(STRIDE)), 4, 1, -1n);
  assert.deepEqual(packed(1, assertFreedom(circuit!, { inputs: { in: carried } })), packed(1, honest));
});

test("lanes that fill more than 253 bits do not compile", async () => {
  await assert.rejects(compile(mainOf("nn/PackVectors.circom", "PackVectors(2, 1, 2, 127)")), /assert/i);
});
