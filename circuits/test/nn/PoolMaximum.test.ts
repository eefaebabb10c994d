// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const BITS = 5;
const SIZES = [2, 3, 4];

// The values are given out for a caller to compare; here they are compared with an input, as the network's would be.
const circuits = await Promise.all(
  SIZES.map((size) =>
    compile(`pragma circom 2.2.0;
include "circuits/src/nn/PoolMaximum.circom";
template Network() {
    signal input value[${size}];
    signal input maximum;
    signal input below[${size}];
    component pool = PoolMaximum(${size}, ${BITS});
    pool.maximum <== maximum;
    pool.below <== below;
    value === pool.value;
}
component main {public [value]} = Network();
`),
  ),
);
const [, , four] = circuits;

/** The claim that some number is the largest. */
function claim(values: readonly number[], maximum = Math.max(...values)) {
  return {
    value: values.map((value) => toField(BigInt(value))),
    maximum: toField(BigInt(maximum)),
    below: values.map((value) => toField(BigInt(maximum - value))),
  };
}

const RANGE = /^pool\.range\[\d\]\.in, pool\.range\[\d\]\.out$/;
const PRODUCT = /^pool\.below, pool\.product$/;

for (const [index, size] of SIZES.entries()) {
  const circuit = circuits[index]!;

  test(`the largest of ${size} is accepted, and no other number`, () => {
    const random = seeded(size);
    for (let run = 0; run < 60; run++) {
      const values = Array.from({ length: size }, () => random.edgy(-16, 15));
      const largest = Math.max(...values);
      if (run < 5) assertAccepted(circuit, claim(values));
      circuit.calculate(claim(values));
      for (const maximum of [-17, -16, 0, 15, 16, largest - 1, largest + 1, values[0]!]) {
        if (maximum === largest) continue;
        assert.throws(() => circuit.calculate(claim(values, maximum)), /Assert failed/, `${values}: ${maximum}`);
      }
    }
  });

  test(`every member may be the largest, alone or with others: ${size}`, () => {
    for (let i = 0; i < size; i++) {
      assertAccepted(circuit, claim(Array.from({ length: size }, (_, j) => (i === j ? 15 : -16))));
      assertAccepted(circuit, claim(Array.from({ length: size }, (_, j) => (i === j ? -16 : 15))));
    }
    assertAccepted(circuit, claim(Array.from({ length: size }, () => -3)));
  });

  test(`it costs A bits a member, and a product less than members: ${size}`, () => {
    assert.equal(circuit.proven.constraints.length, size * BITS + size - 1);
  });

  test(`the witness is unique: ${size}`, () => {
    const random = seeded(size);
    for (const values of [
      [15, -16, 4, 4],
      [-1, -1, -2, -1],
      [-16, 3, 15, 2],
    ].map((list) => list.slice(0, size))) {
      const honest = assertAccepted(circuit, claim(values));
      assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^value/ }), []);
    }
  });
}

test("members up to 2^A − 1 below the maximum are accepted, and no further", () => {
  assertAccepted(four!, claim([15, -16, 15, -16]));
  assertRejected(four!, { inputs: claim([15, -17, 15, -16]) }, RANGE);
});

test("a maximum that no member reaches is refused", () => {
  for (const values of [
    [1, 2, 3, 4],
    [-5, -5, -5, -5],
  ]) {
    assertRejected(four!, { inputs: claim(values, Math.max(...values) + 1) }, PRODUCT);
    // A product of 0 that its factors do not have.
    const changes = { "pool.product[2]": 0n };
    assertRejected(four!, { inputs: claim(values, Math.max(...values) + 1), changes }, PRODUCT);
  }
});

test("a member above the maximum is refused: it would stay p − 1 or p − 5 below it", () => {
  assertRejected(four!, { inputs: claim([1, 2, 3, 4], 3) }, RANGE);
  assertRejected(four!, { inputs: claim([8, 2, 3, 3], 3) }, RANGE);
});

test("bits other than 0 and 1 do not hide a member above the maximum", () => {
  assertRejected(
    four!,
    { inputs: claim([1, 2, 3, 4], 3), changes: { "pool.range[3].out[0]": -1n, ...zeros(3) } },
    /^pool\.range\[3\]\.out$/,
  );
});

/** Settings of the other bits of a member. */
function zeros(member: number): Record<string, bigint> {
  return Object.fromEntries([1, 2, 3, 4].map((bit) => [`pool.range[${member}].out[${bit}]`, 0n]));
}

test("another value is refused", () => {
  const inputs = claim([1, 2, 3, 4]);
  for (let i = 0; i < 4; i++) {
    const value = inputs.value.with(i, toField(inputs.value[i]! + 1n));
    assertRejected(
      four!,
      { inputs: { ...inputs, value } },
      /^pool\.value, value$|^pool\.below, pool\.maximum, pool\.value$/,
    );
  }
});
