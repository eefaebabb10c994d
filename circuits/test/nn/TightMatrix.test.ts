// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { shifted } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Signs, a width that divides a word, one that does not, and a row of the widest biases. */
const SHAPES = [
  { rows: 3, columns: 83, bits: 1 },
  { rows: 3, columns: 11, bits: 8 },
  { rows: 2, columns: 25, bits: 5 },
  { rows: 1, columns: 14, bits: 18 },
];

for (const { rows, columns, bits } of SHAPES) {
  const call = `TightMatrix(${rows}, ${columns}, ${bits})`;
  const circuit = await compile(mainOf("nn/TightMatrix.circom", call, ["weight"]));
  const half = 2n ** BigInt(bits - 1);
  const random = seeded(bits);
  const ranged = () => {
    const bit = BigInt(random.integer(0, 1));
    return bits === 1 ? 2n * bit - 1n : BigInt(random.edgy(Number(-half), Number(half - 1n)));
  };
  const weight = Array.from({ length: rows }, () => Array.from({ length: columns }, ranged));
  const inputs = { weight: weight.map((row) => row.map(toField)) };
  const stored = (value: bigint) => (bits === 1 ? (value + 1n) / 2n : value + half);
  const stoppedBy = /^range\[0\]\[[01]\]\.(range\.bits\.in, range\[0\]\[[01]\]\.range\.bits\.out|sign\.offset)$/;

  test(`weights of ${bits} bits are stored row by row in tight words`, () => {
    const honest = assertAccepted(circuit, inputs);
    const perWord = Math.floor(248 / bits);
    const words = Math.ceil((rows * columns) / perWord);
    assert.ok(words > 1 && (rows * columns) % perWord > 0, "the last of several words is incomplete");
    for (let k = 0; k < words; k++) {
      const own = weight.flat().slice(k * perWord, (k + 1) * perWord);
      const word = own.reduce((sum, value, i) => sum + (stored(value) << BigInt(bits * i)), 0n);
      assert.equal(honest[circuit.forger.wire(`word[${k}]`)], word);
    }
    assert.equal(circuit.transparent.wireOf.has(`word[${words}]`), false);
  });

  test(`numbers that are no weights of ${bits} bits are refused`, () => {
    const wrong = bits === 1 ? [0n, 3n, -3n] : [-half - 1n, half, 2n ** 200n];
    for (const value of wrong) {
      const forged = { weight: shifted(weight, 0, 0, value - weight[0]![0]!) };
      assertRejected(circuit, { inputs: forged }, stoppedBy);
    }
  });

  test(`a carry between weights of ${bits} bits is refused, though the word stays as it was`, () => {
    // A sign is stored as half of it: twice the step, and two instead of one.
    const [low, high] = bits === 1 ? [4n, -2n] : [2n * half, -1n];
    const start = shifted(shifted(weight, 0, 0, -weight[0]![0]! - 1n), 0, 1, 1n - weight[0]![1]!);
    const carried = shifted(shifted(start, 0, 0, low), 0, 1, high);
    const word = circuit.forger.wire("word[0]");
    const before = assertAccepted(circuit, { weight: start })[word];
    assert.equal(circuit.forger.witness({ weight: carried })[word], before);
    assertRejected(circuit, { inputs: { weight: carried } }, stoppedBy);
  });

  test(`weights of ${bits} bits cost a constraint a bit`, () => {
    assert.equal(multiplications(circuit), rows * columns * bits);
  });

  test(`the stored form of weights of ${bits} bits is unique`, () => {
    const honest = assertAccepted(circuit, inputs);
    assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^weight/ }), []);
  });
}
