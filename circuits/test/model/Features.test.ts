// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, type Inputs, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Widths of features: flags, bits that leave a word incomplete, and the widest. */
const SHAPES = [
  { samples: 3, features: 84, bits: 1 },
  { samples: 2, features: 43, bits: 3 },
  { samples: 2, features: 17, bits: 8 },
];

for (const { samples, features, bits } of SHAPES) {
  const call = `Features(${samples}, ${features}, ${bits})`;
  const circuit = await compile(mainOf("model/Features.circom", call, ["feature"]));
  const largest = 2n ** BigInt(bits) - 1n;
  const stoppedBy = /^range\[\d\]\[\d\]\.in, range\[\d\]\[\d\]\.out$/;
  const random = seeded(bits);
  const list = Array.from({ length: samples * features }, () => BigInt(random.edgy(0, Number(largest))));
  const inputsOf = (values: readonly bigint[]): Inputs => ({
    feature: Array.from({ length: samples }, (_, s) => values.slice(s * features, (s + 1) * features).map(toField)),
  });

  test(`features of ${bits} bits are published in tight words, sample by sample`, () => {
    const honest = assertAccepted(circuit, inputsOf(list));
    const perWord = Math.floor(248 / bits);
    const words = Math.ceil(list.length / perWord);
    assert.ok(words > 1 && list.length % perWord > 0, "the last of several words is incomplete");
    for (let k = 0; k < words; k++) {
      const own = list.slice(k * perWord, (k + 1) * perWord);
      const word = own.reduce((sum, value, i) => sum + (value << BigInt(bits * i)), 0n);
      assert.equal(honest[circuit.forger.wire(`word[${k}]`)], word);
    }
    assert.equal(circuit.transparent.wireOf.has(`word[${words}]`), false);
  });

  test(`numbers outside of ${bits} bits are refused`, () => {
    for (const value of [-1n, largest + 1n, -5n, 2n ** 200n]) {
      assertRejected(circuit, { inputs: inputsOf(list.with(1, value)) }, stoppedBy);
    }
  });

  test(`a carry between features of ${bits} bits is refused, though the word stays as it was`, () => {
    const values = list.with(0, 0n).with(1, 1n);
    const honest = assertAccepted(circuit, inputsOf(values));
    const carried = inputsOf(values.with(0, largest + 1n).with(1, 0n));
    const word = circuit.forger.wire("word[0]");
    assert.equal(circuit.forger.witness(carried)[word], honest[word]);
    assertRejected(circuit, { inputs: carried }, stoppedBy);
  });

  test(`features of ${bits} bits cost a constraint a bit`, () => {
    assert.equal(multiplications(circuit), samples * features * bits);
  });

  test(`the witness of features of ${bits} bits is unique`, () => {
    const honest = assertAccepted(circuit, inputsOf(list));
    assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^feature/ }), []);
  });
}
