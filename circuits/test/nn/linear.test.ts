// SPDX-License-Identifier: GPL-3.0-or-later

// Linear layers as a circuit composes them: ranges, packed operands, a product that is computed or checked at a challenge, and
// lanes of the claimed accumulators that it must equal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import { compile, type TestCircuit } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, product, shifted, toFields } from "../support/matrices.ts";
import { type Random, seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

// Inputs of 4 bits, weights of 4, biases of 6: |z| ≤ 3·8·15 + 32 = 392. Accumulators of 10 bits: claimed and true differ by at most
// 392 + 512 < 2^10.
const [COLUMNS, INPUT_BITS, WEIGHT_BITS, BIAS_BITS, ACCUMULATOR_BITS] = [3, 4, 4, 6, 10];

interface Form {
  name: string;
  vectors: number;
  rows: number;
  /** Bits of a lane, and lanes of an element. The last element holds fewer. */
  stride: number;
  lanes: number;
  /** Rows of the product's left and right side. */
  sides: [p: number, q: number];
  /** Declares `left` and `right`, and the `lanes` that their product must equal. */
  operands: string;
}

const overSamples: Form = {
  name: "over samples",
  vectors: 5,
  rows: 2,
  stride: 10,
  lanes: 3,
  sides: [2, 2],
  operands: `
    component left = PackVectors(5, ${COLUMNS}, 3, 10);
    left.in <== in;
    signal right[2][${COLUMNS}] <== weight;
    component lanes = LanesOverSamples(5, 2, 3, 10);
    lanes.accumulator <== accumulator;
    lanes.bias <== bias;`,
};

const overOutputs: Form = {
  name: "over outputs",
  vectors: 2,
  rows: 5,
  stride: 84,
  lanes: 3,
  sides: [2, 2],
  operands: `
    component left = Vectors(2, ${COLUMNS});
    left.in <== in;
    component columns = PackVectors(5, ${COLUMNS}, lanesPerElement(84), 84);
    columns.in <== weight;
    signal right[2][${COLUMNS}] <== columns.packed;
    component biases = PackVectors(5, 1, lanesPerElement(84), 84);
    component lanes = LanesOverOutputs(2, 5, 84);
    lanes.accumulator <== accumulator;
    for (var i = 0; i < 5; i++) {
        biases.in[i][0] <== bias[i];
    }
    for (var c = 0; c < 2; c++) {
        lanes.bias[c] <== biases.packed[c][0];
    }`,
};

const CHECKS = {
  plain: (p: number, q: number) => `
    component check = MatrixProduct(${p}, ${COLUMNS}, ${q});
    check.left <== left.packed;
    check.right <== right;
    check.product === lanes.product;`,
  Freivalds: (p: number, q: number) => `
    component check = FreivaldsProduct(${p}, ${COLUMNS}, ${q});
    check.left <== left.packed;
    check.right <== right;
    check.product <== lanes.product;
    check.challenge <== challenge;`,
};

function network({ vectors, rows, sides, operands }: Form, check: keyof typeof CHECKS): string {
  return `pragma circom 2.2.0;
include "circuits/src/arithmetic/Bits.circom";
include "circuits/src/arithmetic/SignedBits.circom";
include "circuits/src/arithmetic/WeightRange.circom";
include "circuits/src/nn/FreivaldsProduct.circom";
include "circuits/src/nn/LanesOverOutputs.circom";
include "circuits/src/nn/LanesOverSamples.circom";
include "circuits/src/nn/MatrixProduct.circom";
include "circuits/src/nn/PackVectors.circom";
template Vectors(vectors, columns) {
    signal input in[vectors][columns];
    signal output packed[vectors][columns] <== in;
}
template Layer() {
    signal input in[${vectors}][${COLUMNS}];
    signal input weight[${rows}][${COLUMNS}];
    signal input bias[${rows}];
    signal input accumulator[${vectors}][${rows}];
    signal input challenge;
    component inRange[${vectors}][${COLUMNS}];
    component weightRange[${rows}][${COLUMNS}];
    component biasRange[${rows}];
    component accumulatorRange[${vectors}][${rows}];
    for (var j = 0; j < ${COLUMNS}; j++) {
        for (var v = 0; v < ${vectors}; v++) {
            inRange[v][j] = Bits(${INPUT_BITS});
            inRange[v][j].in <== in[v][j];
        }
        for (var i = 0; i < ${rows}; i++) {
            weightRange[i][j] = WeightRange(${WEIGHT_BITS});
            weightRange[i][j].in <== weight[i][j];
        }
    }
    for (var i = 0; i < ${rows}; i++) {
        biasRange[i] = SignedBits(${BIAS_BITS});
        biasRange[i].in <== bias[i];
        for (var v = 0; v < ${vectors}; v++) {
            accumulatorRange[v][i] = SignedBits(${ACCUMULATOR_BITS});
            accumulatorRange[v][i].in <== accumulator[v][i];
        }
    }${operands}${CHECKS[check](...sides)}
}
component main {public [in, weight, bias, challenge]} = Layer();
`;
}

function honest(random: Random, { vectors, rows }: Form) {
  const inputs = edgyMatrix(random, vectors, COLUMNS, 0, 2 ** INPUT_BITS - 1);
  const weights = edgyMatrix(random, rows, COLUMNS, -(2 ** (WEIGHT_BITS - 1)), 2 ** (WEIGHT_BITS - 1) - 1);
  const biases = edgyMatrix(random, 1, rows, -(2 ** (BIAS_BITS - 1)), 2 ** (BIAS_BITS - 1) - 1)[0]!;
  return {
    in: inputs,
    weight: toFields(weights),
    bias: biases.map(toField),
    accumulator: toFields(product(inputs, weights).map((row) => row.map((z, i) => z + biases[i]!))),
    challenge: random.bigint(FIELD_ORDER),
  };
}

const UNEQUAL = /check\.product|folded\.product/;
const OUT_OF_RANGE = /^accumulatorRange\[\d\]\[\d\]\.bits\.in, accumulatorRange\[\d\]\[\d\]\.bits\.out$/;

/** A lane above another of the same element: vector and row of both. */
function neighbours(form: Form): [number, number, number, number] {
  return form === overSamples ? [3, 1, 4, 1] : [1, 3, 1, 4];
}

for (const form of [overSamples, overOutputs]) {
  const circuits = {} as Record<keyof typeof CHECKS, TestCircuit>;
  for (const check of ["plain", "Freivalds"] as const) {
    const circuit = await compile(network(form, check));
    circuits[check] = circuit;
    const name = `lanes ${form.name}, ${check}`;

    test(`the accumulators of random inputs, weights and biases are accepted: ${name}`, () => {
      const random = seeded(1);
      for (let run = 0; run < 30; run++) circuit.calculate(honest(random, form));
      assertAccepted(circuit, honest(random, form));
    });

    test(`the largest and the smallest accumulators are accepted: ${name}`, () => {
      const extremes = (input: bigint, weight: bigint, bias: bigint) => {
        const inputs = honest(seeded(2), form);
        const fill = (rows: readonly (readonly bigint[])[], value: bigint) => rows.map((row) => row.map(() => value));
        return {
          ...inputs,
          in: fill(inputs.in, input),
          weight: fill(inputs.weight, toField(weight)),
          bias: inputs.bias.map(() => toField(bias)),
          accumulator: fill(inputs.accumulator, toField(BigInt(COLUMNS) * input * weight + bias)),
        };
      };
      for (const [weight, bias] of [
        [7n, 31n],
        [-8n, -32n],
        [0n, 0n],
      ] as const) {
        assertAccepted(circuit, extremes(15n, weight, bias));
      }
    });

    test(`another accumulator in range is refused, in every lane: ${name}`, () => {
      const random = seeded(3);
      const inputs = honest(random, form);
      for (let v = 0; v < form.vectors; v++) {
        for (let i = 0; i < form.rows; i++) {
          for (const other of [-512n, -1n, 0n, 511n]) {
            if (toField(other) === inputs.accumulator[v]![i]) continue;
            const delta = other - inputs.accumulator[v]![i]!;
            const accumulator = shifted(inputs.accumulator, v, i, delta);
            assertRejected(circuit, { inputs: { ...inputs, accumulator } }, UNEQUAL);
          }
        }
      }
      // All at once, each still in its range.
      for (let run = 0; run < 10; run++) {
        const accumulator = toFields(edgyMatrix(random, form.vectors, form.rows, -512, 511));
        assertRejected(circuit, { inputs: { ...inputs, accumulator } }, UNEQUAL);
      }
    });

    test(`a carry between lanes is refused by the ranges, though the element stays as it was: ${name}`, () => {
      const inputs = honest(seeded(4), form);
      const [lowVector, lowRow, highVector, highRow] = neighbours(form);
      for (const carry of [1n, -1n]) {
        const lower = shifted(inputs.accumulator, lowVector, lowRow, carry * 2n ** BigInt(form.stride));
        const accumulator = shifted(lower, highVector, highRow, -carry);
        assertRejected(circuit, { inputs: { ...inputs, accumulator } }, OUT_OF_RANGE);
      }
    });

    test(`a weight, a bias or an input other than the layer's is refused: ${name}`, () => {
      const inputs = honest(seeded(5), form);
      const flipped = (rows: bigint[][]) => shifted(rows, 1, 1, rows[1]![1] === 5n ? -1n : 5n - rows[1]![1]!);
      assertRejected(circuit, { inputs: { ...inputs, weight: flipped(inputs.weight) } }, UNEQUAL);
      assertRejected(circuit, { inputs: { ...inputs, in: flipped(inputs.in) } }, UNEQUAL);
      const bias = inputs.bias.with(1, inputs.bias[1] === 5n ? 4n : 5n);
      assertRejected(circuit, { inputs: { ...inputs, bias } }, UNEQUAL);
    });

    test(`the accumulators are unique: ${name}`, () => {
      const random = seeded(6);
      const values = assertAccepted(circuit, honest(random, form));
      assert.deepEqual(survivingChanges(circuit, values, random, { given: /^(in|weight|bias|challenge)(\[|$)/ }), []);
    });
  }

  test(`ranges aside, a layer costs its product: lanes ${form.name}`, () => {
    const [p, q] = form.sides;
    const ranges =
      form.vectors * COLUMNS * INPUT_BITS +
      form.rows * COLUMNS * WEIGHT_BITS +
      form.rows * BIAS_BITS +
      form.vectors * form.rows * ACCUMULATOR_BITS;
    assert.equal(multiplications(circuits.plain), ranges + p * q * COLUMNS);
    assert.equal(multiplications(circuits.Freivalds), ranges + (p + q - 1) * COLUMNS + p * q - Math.max(p, q));
  });
}

test("lanes narrower than the bounds ask let a carry pass, though every accumulator is in range", async () => {
  const operands = overSamples.operands.replaceAll("3, 10)", "3, 9)");
  const circuit = await compile(network({ ...overSamples, stride: 9, operands }, "plain"));
  const inputs = honest(seeded(7), overSamples);
  const negative = { ...inputs, weight: inputs.weight.map((row) => row.map(() => toField(-1n))), bias: [0n, 0n] };
  const accumulator = inputs.in.map((row) => {
    const z = -row.reduce((sum, x) => sum + x, 0n);
    return [toField(z), toField(z)];
  });
  assertAccepted(circuit, { ...negative, accumulator });
  const carried = shifted(shifted(accumulator, 3, 1, 512n), 4, 1, -1n);
  assert.ok(carried[3]![1]! < 512n);
  assertFreedom(circuit, { inputs: { ...negative, accumulator: carried } });
});
