// SPDX-License-Identifier: GPL-3.0-or-later

// The templates of circuits/src/training alone: small ones, over all of their range.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, poseidon, sponge, spongeTags, toField } from "@commonweight/sdk/proving";
import { gainAt } from "@commonweight/sdk/training";
import { compile, mainOf, type TestCircuit } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const compiled = (template: string, parameters: string, inputs: readonly string[]) =>
  compile(mainOf(`training/${template}.circom`, `${template}(${parameters})`, inputs));

function outputs(circuit: TestCircuit, inputs: Record<string, never> | object, names: readonly string[]): bigint[] {
  const witness = circuit.calculate(inputs as never);
  return names.map((name) => witness[circuit.proven.wireOf.get(name)!]!);
}

test("MasterMatrix: a weight is the highest bits of a master, and a bias a few more", async () => {
  const circuit = await compiled("MasterMatrix", "1, 2, 6, 2, 2", ["master"]);
  for (let value = -32; value < 32; value++) {
    const inputs = { master: [[toField(BigInt(value)), toField(BigInt(-1 - value))]] };
    const expected = [value >> 4, (-1 - value) >> 2, value + 32, 31 - value].map((n) => toField(BigInt(n)));
    assert.deepEqual(outputs(circuit, inputs, ["weight[0][0]", "bias[0]", "offset[0]", "offset[1]"]), expected);
  }
  const honest = assertAccepted(circuit, { master: [[17n, toField(-3n)]] });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^master/ }), []);
  for (const value of [32n, toField(-33n), 2n ** 200n]) {
    assertRejected(circuit, { inputs: { master: [[value, 0n]] } }, /bits/);
    assertRejected(circuit, { inputs: { master: [[0n, value]] } }, /bits/);
  }
  assert.equal(multiplications(circuit), 12);
});

test("MasterMatrix: weights as wide as masters do not compile", async () => {
  await assert.rejects(compiled("MasterMatrix", "1, 2, 6, 5, 2", ["master"]), /assert/i);
});

test("RequantiseSlope: every accumulator gives its activation and slope, uniquely", async () => {
  // Eight bits, shift 2, three activation bits: two bits above; and one with none.
  for (const [a, shift, y] of [
    [8, 2, 3],
    [6, 2, 3],
  ] as const) {
    const circuit = await compiled("RequantiseSlope", `${a}, ${shift}, ${y}`, ["accumulator"]);
    const [least, most] = [-(2 ** (a - 1)) - 2 ** (shift - 1), 2 ** (a - 1) - 2 ** (shift - 1) - 1];
    for (let z = least; z <= most; z++) {
      const quotient = Math.floor((z + 2 ** (shift - 1)) / 2 ** shift);
      const expected = [Math.min(Math.max(quotient, 0), 2 ** y - 1), quotient >= 0 && quotient < 2 ** y ? 1 : 0];
      const found = outputs(circuit, { accumulator: toField(BigInt(z)) }, ["activation", "slope"]);
      assert.deepEqual(found, expected.map(BigInt), `${z}`);
    }
    for (const z of [least, -1, 0, most]) {
      const honest = assertAccepted(circuit, { accumulator: toField(BigInt(z)) });
      assert.deepEqual(survivingChanges(circuit, honest, seeded(z), { given: /^accumulator/ }), []);
    }
    for (const z of [least - 1, most + 1]) {
      assertRejected(circuit, { inputs: { accumulator: toField(BigInt(z)) } }, /^bits\.in, bits\.out$/);
    }
    const above = a - 1 - shift - y;
    assert.equal(multiplications(circuit), a + 1 + (above > 0 ? above + 1 : 0));
  }
});

test("RequantiseSlope: a slope is neither hidden nor invented", async () => {
  const circuit = await compiled("RequantiseSlope", "8, 2, 3", ["accumulator"]);
  assertRejected(circuit, { inputs: { accumulator: 9n }, changes: { slope: 0n } }, /slope/);
  assertRejected(circuit, { inputs: { accumulator: toField(-9n) }, changes: { slope: 1n } }, /slope/);
  assertRejected(circuit, { inputs: { accumulator: 60n }, changes: { "inside[2]": 1n } }, /inside/);
});

test("ClippedDifference: what logits lack, with its sign, for every label", async () => {
  const circuit = await compiled("ClippedDifference", "3, 10, 7, 1, 3", ["label", "logit"]);
  for (let label = 0; label < 3; label++) {
    for (let z = -50; z <= 50; z += 3) {
      const logits = [z, 7];
      const expected = logits.map((logit, k) => {
        const isLabel = label === k + 1;
        const bound = isLabel ? 10 : label === 0 ? -10 : 0;
        const excess = isLabel ? bound - logit : logit - bound;
        const clipped = Math.min(Math.max(Math.floor((excess + 1) / 2), 0), 7);
        return toField(BigInt(isLabel ? -clipped : clipped));
      });
      const inputs = {
        label: [0, 1, 2].map((j) => (j === label ? 1n : 0n)),
        logit: logits.map((logit) => toField(BigInt(logit))),
      };
      assert.deepEqual(outputs(circuit, inputs, ["error[0]", "error[1]"]), expected, `${label}, ${z}`);
    }
  }
  const honest = assertAccepted(circuit, { label: [0n, 1n, 0n], logit: [3n, 12n] });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(2), { given: /^(label|logit)/ }), []);
  const far = { label: [0n, 1n, 0n], logit: [3n, 64n] };
  assertRejected(circuit, { inputs: far }, /clip.*bits/);
  const inputs = { label: [0n, 1n, 0n], logit: [3n, 12n] };
  assertRejected(circuit, { name: "an error without its sign", inputs, changes: { "error[0]": 4n } }, /error/);
});

test("RateGain: the rate halves at its steps, and at no other", async () => {
  const halvings = [3, 6];
  const circuit = await compiled("RateGain", "2, [3, 6]", ["step"]);
  for (const step of [0, 2, 3, 4, 5, 6, 7, 2 ** 31 - 1]) {
    const [gain] = outputs(circuit, { step: BigInt(step) }, ["gain"]);
    assert.equal(gain, BigInt(gainAt({ halvings }, step)), `${step}`);
  }
  for (const step of [2n, 3n]) {
    const honest = assertAccepted(circuit, { step });
    assert.deepEqual(survivingChanges(circuit, honest, seeded(3), { given: /^step/ }), []);
  }
  assertRejected(circuit, { inputs: { step: 2n ** 31n } }, /range|late/);
  assertRejected(circuit, { inputs: { step: FIELD_ORDER - 1n } }, /range|late/);
  assertRejected(circuit, { inputs: { step: 4n }, changes: { "late[0].out[31]": 0n } }, /late/);
  const constant = await compiled("RateGain", "0, [0]", ["step"]);
  assert.deepEqual(outputs(constant, { step: 5n }, ["gain"]), [1n]);
});

test("UpdatedGradient: a change of a weight and a remainder are one gradient", async () => {
  const names = ["before", "after", "remainder", "weight"];
  const circuit = await compiled("UpdatedGradient", "1, 2, 3, 5", names);
  for (let gradient = -40; gradient <= 40; gradient++) {
    // Of the weight with decay 5·(−2), and of the bias without.
    const inputs = {
      before: [[] as bigint[]],
      after: [[] as bigint[]],
      remainder: [[] as bigint[]],
      weight: [[toField(-2n)]],
    };
    for (const value of [gradient - 10, gradient]) {
      const quotient = Math.floor((value + 4) / 8);
      inputs.before[0]!.push(9n);
      inputs.after[0]!.push(toField(BigInt(9 - quotient)));
      inputs.remainder[0]!.push(BigInt(value + 4 - 8 * quotient));
    }
    const expected = toField(BigInt(gradient));
    assert.deepEqual(outputs(circuit, inputs, ["gradient[0][0]", "gradient[1][0]"]), [expected, expected]);
  }
  const rows = (a: bigint, b: bigint) => [[a, b]];
  const inputs = { before: rows(9n, 9n), after: rows(8n, 9n), remainder: rows(7n, 0n), weight: [[1n]] };
  const honest = assertAccepted(circuit, inputs);
  const given = /^(before|after|remainder|weight)/;
  assert.deepEqual(survivingChanges(circuit, honest, seeded(4), { given }), []);
  for (const value of [8n, FIELD_ORDER - 1n]) {
    assertRejected(circuit, { inputs: { ...inputs, remainder: rows(value, 0n) } }, /range/);
  }
  assert.equal(multiplications(circuit), 6);
});

test("HiddenErrors: sums are rounded, and gated by the slope", async () => {
  const circuit = await compiled("HiddenErrors", "1, 2, 6, 2", ["errorSum", "slope"]);
  for (let sum = -34; sum <= 29; sum++) {
    const value = toField(BigInt(sum));
    const expected = [toField(BigInt(Math.floor((sum + 2) / 4))), 0n];
    const inputs = { errorSum: [[value, value]], slope: [[1n, 0n]] };
    assert.deepEqual(outputs(circuit, inputs, ["error[0][0]", "error[0][1]"]), expected);
  }
  const inputs = { errorSum: [[7n, toField(-9n)]], slope: [[1n, 1n]] };
  const honest = assertAccepted(circuit, inputs);
  assert.deepEqual(survivingChanges(circuit, honest, seeded(5), { given: /^(errorSum|slope)/ }), []);
  for (const value of [30n, toField(-35n)]) {
    assertRejected(circuit, { inputs: { ...inputs, errorSum: [[value, 0n]] } }, /round/);
  }
  assert.equal(multiplications(circuit), 14);
});

test("ScaledErrors: every error times the gain, transposed", async () => {
  const circuit = await compiled("ScaledErrors", "2, 3", ["error", "gain"]);
  const error = [
    [1n, 2n, toField(-3n)],
    [4n, 0n, 6n],
  ];
  const inputs = { error, gain: 4n };
  const honest = assertAccepted(circuit, inputs);
  for (let s = 0; s < 2; s++) {
    for (let i = 0; i < 3; i++) {
      assert.equal(honest[circuit.forger.wire(`scaled[${i}][${s}]`)], toField(4n * error[s]![i]!));
    }
  }
  assert.deepEqual(survivingChanges(circuit, honest, seeded(6), { given: /^(error|gain)/ }), []);
  assertRejected(circuit, { inputs, changes: { "scaled[0][0]": 1n } }, /scaled/);
});

test("SeededNumbers: low bits of a stream of hashes, strictly decomposed", async () => {
  const circuit = await compiled("SeededNumbers", "4, 3, 100", ["seed"]);
  const seed = 123_456_789n;
  const number = (element: bigint, at: bigint) => BigInt.asUintN(100, poseidon([seed, element]) >> (100n * at));
  const expected = [number(4n, 0n), number(4n, 1n), number(5n, 0n)];
  assert.deepEqual(outputs(circuit, { seed }, ["number[0]", "number[1]", "number[2]"]), expected);
  const honest = assertAccepted(circuit, { seed });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(7), { given: /^seed/ }), []);
});

test("SeededNumbers: the bits of a hash and p are refused, for a seed whose hash has room for it", async () => {
  const circuit = await compiled("SeededNumbers", "0, 1, 8", ["seed"]);
  let seed = 1n;
  while (poseidon([seed, 0n]) + FIELD_ORDER >= 2n ** 254n) seed++;
  const alias = poseidon([seed, 0n]) + FIELD_ORDER;
  const bits = Array.from({ length: 254 }, (_, k) => [`bits[0].n2b.out[${k}]`, (alias >> BigInt(k)) & 1n] as const);
  assertAccepted(circuit, { seed });
  assertRejected(circuit, { inputs: { seed }, changes: Object.fromEntries(bits) }, /aliasCheck/);
});

test("FrozenLayer: constants times inputs, requantised", async () => {
  const circuit = await compiled("FrozenLayer", "2, 2, 2, [[1, -2], [3, 0]], [4, -1], 7, 1, 3", ["in"]);
  const rows = [
    [3, 1],
    [0, 5],
  ];
  const expected = rows
    .flatMap(([a, b]) => [a! - 2 * b! + 4, 3 * a! - 1])
    .map((z) => Math.min(Math.max((z + 1) >> 1, 0), 7));
  const inputs = { in: rows.map((row) => row.map(BigInt)) };
  const names = ["activation[0][0]", "activation[0][1]", "activation[1][0]", "activation[1][1]"];
  assert.deepEqual(outputs(circuit, inputs, names), expected.map(BigInt));
  const honest = assertAccepted(circuit, inputs);
  assert.deepEqual(survivingChanges(circuit, honest, seeded(8), { given: /^in/ }), []);
  assertRejected(circuit, { inputs, changes: { "activation[0][0]": 5n } }, /activation/);
});

test("CommitCheckpoint: as the SDK commits, and each input matters", async () => {
  const names = ["offset", "salt", "operator", "step"];
  const circuit = await compiled("CommitCheckpoint", "9, 32, 8", names);
  const offset = Array.from({ length: 32 }, (_, n) => BigInt((n * 37) % 256));
  const word = (from: number, to: number) =>
    offset.slice(from, to).reduce((sum, value, n) => sum + value * 2n ** BigInt(8 * n), 0n);
  const hash = sponge(spongeTags.training, 9n, [word(0, 31), word(31, 32)]);
  const inputs = { offset, salt: 5n, operator: 6n, step: 7n };
  const honest = assertAccepted(circuit, inputs);
  assert.equal(honest[circuit.forger.wire("commitment")], poseidon([hash, 5n, 6n, 7n]));
  assert.deepEqual(survivingChanges(circuit, honest, seeded(9), { given: /^(offset|salt|operator|step)/ }), []);
});
