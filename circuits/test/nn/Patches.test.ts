// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, fieldMatrix, readMatrix, toFields } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Height, width, channels, kernel, stride and padding. */
const SHAPES = [
  [3, 4, 2, 2, 1, 0],
  [4, 3, 1, 3, 2, 1],
  [5, 4, 2, 2, 2, 1],
  [2, 2, 3, 1, 1, 0],
  [1, 2, 1, 3, 1, 2],
] as const;
type Shape = (typeof SHAPES)[number];
const circuits = await Promise.all(
  SHAPES.map((shape) => compile(mainOf("nn/Patches.circom", `Patches(${shape})`, ["image"]))),
);

/** Cuts patches out of an image with zeros around it. */
function patchesOf(image: readonly bigint[], [height, width, channels, kernel, stride, padding]: Shape): bigint[][] {
  const black = Array.from({ length: channels }, () => 0n);
  const padded = Array.from({ length: height + 2 * padding }, () =>
    Array.from({ length: width + 2 * padding }, () => black),
  );
  for (let at = 0; at < height * width; at++) {
    padded[Math.floor(at / width) + padding]![(at % width) + padding] = image.slice(at * channels, (at + 1) * channels);
  }
  const patches: bigint[][] = [];
  for (let top = 0; top + kernel <= padded.length; top += stride) {
    for (let left = 0; left + kernel <= padded[0]!.length; left += stride) {
      patches.push(padded.slice(top, top + kernel).flatMap((row) => row.slice(left, left + kernel).flat()));
    }
  }
  return patches;
}

for (const [index, shape] of SHAPES.entries()) {
  const [height, width, channels, kernel] = shape;
  const circuit = circuits[index]!;
  const elements = height * width * channels;

  test(`patches are cut out of the padded image: ${shape}`, () => {
    const random = seeded(index);
    for (let run = 0; run < 10; run++) {
      const image = (run % 2 === 0 ? edgyMatrix(random, 1, elements, 0, 255) : fieldMatrix(random, 1, elements))[0]!;
      const expected = patchesOf(image, shape);
      const values = assertAccepted(circuit, { image });
      assert.deepEqual(readMatrix(circuit, values, "patch", expected.length, expected[0]!.length), expected);
      assert.equal(circuit.transparent.wireOf.has(`patch[${expected.length}][0]`), false);
      assert.equal(circuit.transparent.wireOf.has(`patch[0][${kernel * kernel * channels}]`), false);
    }
  });

  test(`it costs no constraint: ${shape}`, () => {
    assert.equal(multiplications(circuit), 0);
  });
}

test("packed elements give packed patches", () => {
  const random = seeded(8);
  const [circuit, shape] = [circuits[1]!, SHAPES[1]];
  const images = edgyMatrix(random, 2, 12, -8, 7);
  const pack = ([first, second]: readonly bigint[][]) => first!.map((x, j) => x + second![j]! * 2n ** 20n);
  const expected = images.map((image) => patchesOf(image, shape));
  const values = assertAccepted(circuit, { image: pack(images).map(toField) });
  const packed = expected[0]!.map((patch, position) => pack([patch, expected[1]![position]!]));
  assert.deepEqual(readMatrix(circuit, values, "patch", packed.length, 9), toFields(packed));
});

test("another element of a patch is refused, one of the padding too", () => {
  const image = edgyMatrix(seeded(9), 1, 12, 0, 255)[0]!;
  const expected = patchesOf(image, SHAPES[1]);
  for (const [position, patch] of expected.entries()) {
    for (const [column, value] of patch.entries()) {
      const changes = { [`patch[${position}][${column}]`]: value + 1n };
      assertRejected(circuits[1]!, { inputs: { image }, changes }, new RegExp(`^(image, )?patch\\[${position}\\]$`));
    }
  }
});

test("the patches are unique", () => {
  const honest = assertAccepted(circuits[1]!, { image: edgyMatrix(seeded(10), 1, 12, 0, 255)[0]! });
  assert.deepEqual(survivingChanges(circuits[1]!, honest, seeded(11), { given: /^image/ }), []);
});

test("a kernel that is larger than the padded image does not compile", async () => {
  for (const call of ["Patches(2, 4, 1, 3, 1, 0)", "Patches(4, 2, 1, 5, 1, 1)"]) {
    await assert.rejects(compile(mainOf("nn/Patches.circom", call)), /assert/i);
  }
});
