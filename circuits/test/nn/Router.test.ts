// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import { compile } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const BITS = 5;
const COUNTS = [2, 4];

// The values are given out for a caller to compare; here they are compared with an input, as the network's would be.
const circuits = await Promise.all(
  COUNTS.map((experts) =>
    compile(`pragma circom 2.2.0;
include "circuits/src/nn/Router.circom";
template Network() {
    signal input value[${experts}];
    signal input maximum;
    signal input below[${experts}];
    signal input choice[${experts}];
    component router = Router(${experts}, ${BITS});
    router.maximum <== maximum;
    router.below <== below;
    router.choice <== choice;
    value === router.value;
}
component main {public [value]} = Network();
`),
  ),
);
const [, four] = circuits;

/** The claim that an expert is chosen, with the maximum at its value or at another level. */
function claim(values: readonly number[], chosen: number, maximum = values[chosen]!) {
  return {
    value: values.map((value) => toField(BigInt(value))),
    maximum: toField(BigInt(maximum)),
    below: values.map((value, j) => toField(BigInt(maximum - value - (j < chosen ? 1 : 0)))),
    choice: values.map((_, j) => (j === chosen ? 1n : 0n)),
  };
}

/** The first of the largest, by a scan. */
function choiceOf(values: readonly number[]): number {
  let best = 0;
  for (const [j, value] of values.entries()) {
    if (value > values[best]!) best = j;
  }
  return best;
}

const RANGE = /^router\.range\[\d\]\.in, router\.range\[\d\]\.out$/;
const LEVEL = /^router\.level\.bits\.in, router\.level\.bits\.out$/;
const CHOSEN_IS_LARGEST = /^router\.below, router\.choice$/;
const ONE_HOT = /^router\.chosen\.flag$/;

for (const [index, experts] of COUNTS.entries()) {
  const circuit = circuits[index]!;

  test(`the first of the largest values is chosen, and no other: ${experts} experts`, () => {
    const random = seeded(experts);
    for (let run = 0; run < 60; run++) {
      const values = Array.from({ length: experts }, () => (run % 2 === 0 ? random.edgy(-16, 15) : random.edgy(-1, 1)));
      const choice = choiceOf(values);
      if (run < 5) assertAccepted(circuit, claim(values, choice));
      circuit.calculate(claim(values, choice));
      for (let other = 0; other < experts; other++) {
        if (other === choice) continue;
        for (const maximum of [values[other]!, values[choice]!, values[choice]! + 1]) {
          assert.throws(() => circuit.calculate(claim(values, other, maximum)), /Assert failed/);
        }
      }
    }
  });

  test(`every expert may be chosen, at both ends of the range: ${experts}`, () => {
    for (let chosen = 0; chosen < experts; chosen++) {
      assertAccepted(
        circuit,
        claim(
          Array.from({ length: experts }, (_, j) => (j === chosen ? 15 : -16)),
          chosen,
        ),
      );
      assertAccepted(
        circuit,
        claim(
          Array.from({ length: experts }, (_, j) => (j < chosen ? -17 : -16)),
          chosen,
        ),
      );
    }
  });

  test(`it costs A bits a value and for the maximum, and two constraints an expert: ${experts}`, () => {
    assert.equal(circuit.proven.constraints.length, (experts + 1) * BITS + 2 * experts);
  });

  test(`the witness is unique: ${experts}`, () => {
    const random = seeded(experts);
    for (const list of [
      [15, -16, 15, 3],
      [0, 0, 0, 0],
      [-16, 2, 1, 2],
      [-3, -2, -2, 15],
    ]) {
      const values = list.slice(0, experts);
      const honest = assertAccepted(circuit, claim(values, choiceOf(values)));
      assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^value/ }), []);
    }
  });
}

test("values down to 2^A − 1 below the maximum are accepted, one more before the chosen one, and no further", () => {
  assertAccepted(four!, claim([-17, 15, -16, -16], 1));
  assertAccepted(four!, claim([-48, -16, -47, -16], 1));
  assertRejected(four!, { inputs: claim([-18, 15, -16, -16], 1) }, RANGE);
  assertRejected(four!, { inputs: claim([-17, 15, -17, -16], 1) }, RANGE);
});

test("a maximum out of range is refused", () => {
  for (const maximum of [16, -17, 2 ** 40]) {
    assertRejected(four!, { inputs: claim([maximum - 1, maximum, maximum - 1, maximum - 2], 1) }, LEVEL);
  }
});

test("a tie goes to the first, and to no other", () => {
  assertAccepted(four!, claim([1, 7, 2, 7], 1));
  // The value before the chosen one would have to be smaller by 1 than it is: its deficit is p − 1.
  assertRejected(four!, { inputs: claim([1, 7, 2, 7], 3) }, RANGE);
  assertRejected(four!, { inputs: claim([0, 0, 0, 0], 1) }, RANGE);
  // A level that makes room for it is one that the chosen one does not reach.
  assertRejected(four!, { inputs: claim([1, 7, 2, 7], 3, 8) }, CHOSEN_IS_LARGEST);
});

test("an expert with a smaller value is refused", () => {
  // Others are above: their deficits are p − 5 and the like.
  assertRejected(four!, { inputs: claim([1, 7, 2, 7], 2) }, RANGE);
  assertRejected(four!, { inputs: claim([-16, 15, -16, -16], 0) }, RANGE);
  assertRejected(four!, { inputs: claim([1, 7, 2, 7], 2, 8) }, CHOSEN_IS_LARGEST);
});

test("bits other than 0 and 1 do not hide a deficit of p − 1", () => {
  const changes = Object.fromEntries(
    Array.from({ length: BITS }, (_, i) => [`router.range[1].out[${i}]`, i === 0 ? -1n : 0n]),
  );
  assertRejected(four!, { inputs: claim([1, 7, 2, 7], 3), changes }, /^router\.range\[1\]\.out$/);
});

test("two experts are not chosen at once, nor none", () => {
  // Values that suit it, so that everything else holds.
  const values = [4, 4, 4, 4].map((value) => toField(BigInt(value)));
  const two = { value: [3n, 4n, 5n, 5n], maximum: 5n, below: [0n, 0n, 0n, 0n], choice: [0n, 1n, 1n, 0n] };
  assertRejected(four!, { inputs: two }, ONE_HOT);
  const none = { value: values, maximum: 7n, below: [3n, 3n, 3n, 3n], choice: [0n, 0n, 0n, 0n] };
  assertRejected(four!, { inputs: none }, ONE_HOT);
});

test("flags that are no flags but sum to 1 are refused", () => {
  // Half an expert each of two, with values that suit it.
  const half = toField((FIELD_ORDER + 1n) / 2n);
  const inputs = {
    value: [3n, toField(4n - half), 4n, 4n],
    maximum: 4n,
    below: [0n, 0n, 0n, 0n],
    choice: [0n, half, half, 0n],
  };
  assertRejected(four!, { inputs }, ONE_HOT);
  const mixed = { value: [3n, 5n, 4n, 4n], maximum: 4n, below: [0n, 0n, 0n, 0n], choice: [0n, 2n, toField(-1n), 0n] };
  assertRejected(four!, { inputs: mixed }, ONE_HOT);
});

test("another value is refused", () => {
  const inputs = claim([1, 7, 2, 7], 1);
  for (let j = 0; j < 4; j++) {
    const value = inputs.value.with(j, toField(inputs.value[j]! + 1n));
    assertRejected(
      four!,
      { inputs: { ...inputs, value } },
      /^router\.value, value$|^router\.below(, router\.choice)?, router\.maximum, router\.value$/,
    );
  }
});
