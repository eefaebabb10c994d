// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Weights of a width, as they are packed: in the order of what they are packed as. */
function weights(bits: number): bigint[] {
  if (bits === 1) return [-1n, 1n];
  return Array.from({ length: 2 ** bits }, (_, offset) => BigInt(offset - 2 ** (bits - 1)));
}

for (const bits of [1, 2, 4, 8]) {
  const circuit = await compile(mainOf("arithmetic/WeightRange.circom", `WeightRange(${bits})`, ["in"]));
  const offset = circuit.proven.wireOf.get("offset")!;
  const all = weights(bits);
  const ends = [all[0]!, all.at(-1)!];

  test(`every weight of ${bits} bits has its own stored form`, () => {
    for (const [n, weight] of all.entries()) {
      assert.equal(circuit.calculate({ in: toField(weight) })[offset], BigInt(n));
    }
    for (const weight of ends) assertAccepted(circuit, { in: toField(weight) });
  });

  test(`other numbers are refused as weights of ${bits} bits`, () => {
    for (const number of [ends[0]! - 1n, ends[1]! + 1n, 2n ** 100n, ...(bits === 1 ? [0n] : [])]) {
      const stoppedBy = bits === 1 ? /^sign\.offset$/ : /^range\.bits\.in, range\.bits\.out$/;
      assertRejected(circuit, { inputs: { in: toField(number) } }, stoppedBy);
    }
  });

  test(`a weight of ${bits} bits costs ${bits} constraints`, () => {
    assert.equal(multiplications(circuit), bits);
  });

  test(`the stored form of a weight of ${bits} bits is unique`, () => {
    for (const weight of ends) {
      const honest = assertAccepted(circuit, { in: toField(weight) });
      assert.deepEqual(survivingChanges(circuit, honest, seeded(bits), { given: /^in$/ }), []);
    }
  });
}
