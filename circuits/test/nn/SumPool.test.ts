// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Height, width, channels and window. */
const SHAPES = [
  [4, 6, 2, 2],
  [3, 6, 1, 3],
  [2, 1, 3, 1],
] as const;
const circuits = await Promise.all(
  SHAPES.map((shape) => compile(mainOf("nn/SumPool.circom", `SumPool(${shape})`, ["image"]))),
);

/** Adds every pixel to the window that it is in. */
function pooledOf(image: readonly bigint[], [height, width, channels, window]: (typeof SHAPES)[number]): bigint[] {
  const sums = Array.from({ length: image.length / window ** 2 }, () => 0n);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = Math.floor(y / window) * (width / window) + Math.floor(x / window);
      for (let c = 0; c < channels; c++) sums[to * channels + c]! += image[(y * width + x) * channels + c]!;
    }
  }
  return sums;
}

const pooled = (index: number, values: readonly bigint[], count: number) =>
  Array.from({ length: count }, (_, i) => values[circuits[index]!.forger.wire(`pooled[${i}]`)]!);

for (const [index, shape] of SHAPES.entries()) {
  const [height, width, channels] = shape;

  test(`windows are summed channel by channel: ${shape}`, () => {
    const random = seeded(index);
    for (let run = 0; run < 20; run++) {
      const image = edgyMatrix(random, 1, height * width * channels, run % 2 === 0 ? 0 : -128, 127)[0]!;
      const expected = pooledOf(image, shape);
      const values = assertAccepted(circuits[index]!, { image: image.map(toField) });
      assert.deepEqual(pooled(index, values, expected.length), expected.map(toField));
      assert.equal(circuits[index]!.transparent.wireOf.has(`pooled[${expected.length}]`), false);
    }
  });

  test(`it costs no constraint: ${shape}`, () => {
    assert.equal(multiplications(circuits[index]!), 0);
  });
}

test("another sum is refused", () => {
  const image = edgyMatrix(seeded(4), 1, 48, 0, 127)[0]!;
  for (const [i, sum] of pooledOf(image, SHAPES[0]).entries()) {
    assertRejected(circuits[0]!, { inputs: { image }, changes: { [`pooled[${i}]`]: sum + 1n } }, /^image, pooled$/);
  }
});

test("the sums are unique", () => {
  const honest = assertAccepted(circuits[0]!, { image: edgyMatrix(seeded(5), 1, 48, 0, 127)[0]! });
  assert.deepEqual(survivingChanges(circuits[0]!, honest, seeded(6), { given: /^image/ }), []);
});

test("windows that do not tile the image do not compile", async () => {
  for (const call of ["SumPool(5, 4, 1, 2)", "SumPool(4, 5, 1, 2)"]) {
    await assert.rejects(compile(mainOf("nn/SumPool.circom", call)), /assert/i);
  }
});
