// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addressToField,
  digest,
  FIELD_ORDER,
  poseidon,
  sponge,
  spongeTags,
  statements,
  toField,
} from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { packRows, toFields } from "../support/matrices.ts";
import { type Random, seeded } from "../support/random.ts";
import {
  altered,
  assertPublicInputsMatter,
  assertPublicOrder,
  claimsOf,
  operator,
  thief,
} from "../support/statements.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** A matrix as SealModel knows it: biasBits 0 for no biases, stride 0 for lanes over samples. */
interface Shape {
  rows: number;
  columns: number;
  weightBits: number;
  biasBits: number;
  stride: number;
}

interface Layout {
  matrices: Shape[];
  constantBits: number;
  layoutId: bigint;
}

/** Both kinds of lanes with and without biases, all widths, words that matrices share, and elements with unused lanes. */
const mixed: Layout = {
  layoutId: 77n,
  constantBits: 40,
  matrices: [
    { rows: 7, columns: 5, weightBits: 8, biasBits: 6, stride: 0 }, // two words of weights
    { rows: 2, columns: 3, weightBits: 8, biasBits: 0, stride: 0 }, // shares the second, and parts no biases
    { rows: 5, columns: 2, weightBits: 4, biasBits: 6, stride: 84 }, // three lanes an element, then two
    { rows: 4, columns: 3, weightBits: 1, biasBits: 0, stride: 60 },
    { rows: 3, columns: 4, weightBits: 1, biasBits: 9, stride: 0 },
    { rows: 3, columns: 3, weightBits: 2, biasBits: 9, stride: 126 }, // two lanes an element, then one
  ],
};

/** The smallest with more than one of everything: for a search over every wire. */
const smallest: Layout = {
  layoutId: 78n,
  constantBits: 0,
  matrices: [
    { rows: 2, columns: 2, weightBits: 4, biasBits: 5, stride: 0 },
    { rows: 2, columns: 2, weightBits: 1, biasBits: 0, stride: 126 },
    { rows: 3, columns: 2, weightBits: 2, biasBits: 5, stride: 126 },
  ],
};

/** Indices of the first weight and the first bias of every matrix. */
function firstIndices({ matrices }: Layout): { weight: number; bias: number }[] {
  let next = { weight: 0, bias: 0 };
  return matrices.map(({ rows, columns, biasBits }) => {
    const first = next;
    next = { weight: first.weight + rows * columns, bias: first.bias + (biasBits > 0 ? rows : 0) };
    return first;
  });
}

function main({ matrices, constantBits, layoutId }: Layout): string {
  const list = (key: keyof Shape) => `[${matrices.map((matrix) => matrix[key])}]`;
  const lists = (["rows", "columns", "weightBits", "biasBits", "stride"] as const).map(list);
  const call = `SealModel(${[layoutId, matrices.length, ...lists, constantBits].join(", ")})`;
  return mainOf("model/SealModel.circom", call, statements.SealModel);
}

const following = claimsOf("SealModel");
const [circuit, small] = await Promise.all([compile(main(mixed), following), compile(main(smallest), following)]);

/** Weights and biases, signed. */
interface Values {
  weights: bigint[][];
  biases: bigint[];
}

/** Values from the whole range, its ends preferred, and some weights zero where they can be. */
function randomValues({ matrices }: Layout, random: Random): Values[] {
  const signed = (bits: number) => BigInt(random.edgy(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1));
  const weight = (bits: number) => {
    if (bits === 1) return random.integer(0, 1) === 0 ? -1n : 1n;
    return random.integer(0, 4) === 0 ? 0n : signed(bits);
  };
  return matrices.map(({ rows, columns, weightBits, biasBits }) => ({
    weights: Array.from({ length: rows }, () => Array.from({ length: columns }, () => weight(weightBits))),
    biases: biasBits > 0 ? Array.from({ length: rows }, () => signed(biasBits)) : [],
  }));
}

/** Values with their widths in tight words, of a new word whenever the width changes. */
function tightWords(values: readonly (readonly [value: bigint, bits: number])[]): bigint[] {
  const words: bigint[] = [];
  let [place, width] = [0, 0];
  for (const [value, bits] of values) {
    if (bits !== width || (place + 1) * bits > 248) {
      words.push(0n);
      [place, width] = [0, bits];
    }
    const stored = bits === 1 ? (value + 1n) / 2n : value + 2n ** BigInt(bits - 1);
    words.push(words.pop()! + stored * 2n ** BigInt(bits * place));
    place++;
  }
  return words;
}

function weightsOf({ matrices }: Layout, values: readonly Values[]): [bigint, number][] {
  return matrices.flatMap(({ weightBits }, m) =>
    values[m]!.weights.flat().map((weight): [bigint, number] => [weight, weightBits]),
  );
}

function biasesOf({ matrices }: Layout, values: readonly Values[]): [bigint, number][] {
  return matrices.flatMap(({ biasBits }, m) => values[m]!.biases.map((bias): [bigint, number] => [bias, biasBits]));
}

/** The words that are published. */
function wordsOf(layout: Layout, values: readonly Values[], salt: bigint): bigint[] {
  return [salt, ...tightWords(weightsOf(layout, values)), ...tightWords(biasesOf(layout, values))];
}

/** The elements that are committed to, matrix by matrix. */
function elementsOf(layout: Layout, values: readonly Values[]): bigint[][] {
  return layout.matrices.map((matrix, m) => {
    const alone = { ...layout, matrices: [matrix] };
    const { weights, biases } = values[m]!;
    if (matrix.stride === 0) {
      return [...tightWords(weightsOf(alone, [values[m]!])), ...tightWords(biasesOf(alone, [values[m]!]))];
    }
    const rows = weights.map((row, i) => [...row, ...biases.slice(i, i + 1)]);
    return toFields(packRows(rows, Math.floor(252 / matrix.stride), matrix.stride)).flat();
  });
}

function commitmentTo(elements: readonly bigint[], salt: bigint, layoutId = mixed.layoutId): bigint {
  return poseidon([sponge(spongeTags.weights, layoutId, elements), salt, addressToField(operator)]);
}

function bitsOf(layout: Layout, values: readonly Values[]): number {
  const weights = weightsOf(layout, values).map(([weight, bits]) => (weight === 0n ? 0 : bits));
  const biases = biasesOf(layout, values).map(([, bits]) => bits);
  return [...weights, ...biases].reduce((sum, bits) => sum + bits, layout.constantBits);
}

function inputsOf(layout: Layout, values: readonly Values[], salt: bigint, challenge: bigint) {
  const weights = weightsOf(layout, values).map(([weight]) => weight);
  return {
    modelCommitment: commitmentTo(elementsOf(layout, values).flat(), salt, layout.layoutId),
    challenge,
    digest: digest(wordsOf(layout, values, salt), challenge),
    bits: BigInt(bitsOf(layout, values)),
    operator: addressToField(operator),
    salt,
    weight: weights.map(toField),
    nonZero: weights.map((weight) => (weight === 0n ? 0n : 1n)),
    bias: biasesOf(layout, values).map(([bias]) => toField(bias)),
  };
}

function honest(seed: number, layout = mixed) {
  const random = seeded(seed);
  const values = randomValues(layout, random);
  const [salt, challenge] = [random.bigint(FIELD_ORDER), random.bigint(FIELD_ORDER)];
  return { values, salt, challenge, inputs: inputsOf(layout, values, salt, challenge) };
}

/** Weights at two places changed, and counted. */
function withWeights(inputs: ReturnType<typeof honest>["inputs"], changes: readonly [index: number, delta: bigint][]) {
  let { weight, nonZero } = inputs;
  for (const [index, delta] of changes) {
    weight = weight.with(index, toField(weight[index]! + delta));
    nonZero = nonZero.with(index, 1n);
  }
  return { ...inputs, weight, nonZero };
}

const first = firstIndices(mixed);

test("models with weights from the whole range are sealed as they are committed to, published and counted", () => {
  for (let seed = 0; seed < 8; seed++) circuit.calculate(honest(seed).inputs);
  assertAccepted(circuit, honest(15).inputs);
});

test("public inputs have the SDK's order, and each matters", () => {
  assertPublicOrder(circuit, "SealModel");
  assertPublicInputsMatter(circuit, honest(1).inputs, "SealModel");
});

test("it costs its ranges, a constraint a word, and the commitment", async () => {
  const { values } = honest(1, smallest);
  const elements = elementsOf(smallest, values).flat().length;
  const call = `CommitModel(${smallest.layoutId}, ${elements})`;
  const commit = await compile(mainOf("hash/CommitModel.circom", call, ["element", "salt", "operator"]));
  const ranges = smallest.matrices.map(({ rows, columns, weightBits, biasBits }) => {
    return rows * columns * (weightBits === 1 ? 1 : weightBits + 1) + rows * biasBits;
  });
  const words = wordsOf(smallest, values, 0n).length;
  const cost = ranges.reduce((sum, range) => sum + range, words - 1 + multiplications(commit));
  assert.equal(small.proven.constraints.length, cost);
});

test("weights out of range are refused, in every matrix", () => {
  const { inputs } = honest(2);
  for (const [m, { weightBits }] of mixed.matrices.entries()) {
    const index = first[m]!.weight + 1;
    const half = 2n ** BigInt(weightBits - 1);
    for (const value of weightBits === 1 ? [0n, 2n, 3n, -2n, -3n] : [half, -half - 1n]) {
      const weight = altered(inputs.weight, [index], () => toField(value));
      const nonZero = altered(inputs.nonZero, [index], () => 1n);
      const range = `weightRange\\[${index}\\]\\.`;
      const stoppedBy = weightBits === 1 ? `^${range}sign\\.offset$` : `^${range}range\\.bit, ${range}range\\.in$`;
      assertRejected(circuit, { inputs: { ...inputs, weight, nonZero }, following }, new RegExp(stoppedBy));
    }
  }
});

test("biases out of range are refused, in every matrix that has them", () => {
  const { inputs } = honest(3);
  for (const [m, { biasBits }] of mixed.matrices.entries()) {
    if (biasBits === 0) continue;
    const index = first[m]!.bias;
    const half = 2n ** BigInt(biasBits - 1);
    for (const value of [half, -half - 1n]) {
      const bias = altered(inputs.bias, [index], () => toField(value));
      const stoppedBy = new RegExp(`^biasRange\\[${index}\\]\\.bits`);
      assertRejected(circuit, { inputs: { ...inputs, bias }, following }, stoppedBy);
    }
  }
});

test("a carry between weights of a word is refused, though words and commitment stay as they were", () => {
  const { inputs } = honest(4);
  // Matrices 0 and 4 are committed to in tight words, and neighbouring weights share them and the published ones.
  const wide = first[0]!.weight;
  const carried = withWeights(inputs, [
    [wide, 256n],
    [wide + 1, -1n],
  ]);
  assertRejected(circuit, { inputs: carried, following: ["bits"] }, /^weightRange\[[01]\]\.range\.bit/);
  const narrow = first[4]!.weight;
  const flipped = withWeights(inputs, [
    [narrow, 4n],
    [narrow + 1, -2n],
  ]);
  const stoppedBy = new RegExp(`^weightRange\\[(${narrow}|${narrow + 1})\\]\\.sign\\.offset$`);
  assertRejected(circuit, { inputs: flipped }, stoppedBy);
});

test("a carry between biases of a word is refused, though words and commitment stay as they were", () => {
  const { inputs } = honest(5);
  const bias = altered(
    altered(inputs.bias, [0], (b) => toField(b + 64n)),
    [1],
    (b) => toField(b - 1n),
  );
  assertRejected(circuit, { inputs: { ...inputs, bias } }, /^biasRange\[[01]\]\.bits/);
});

test("a carry between lanes is refused, though the commitment stays as it was", () => {
  const { inputs } = honest(6);
  for (const [m, { stride, columns, weightBits }] of mixed.matrices.entries()) {
    if (stride === 0) continue;
    const [from, to] = [first[m]!.weight, first[m]!.weight + columns];
    const carried = withWeights(inputs, [
      [from, 2n ** BigInt(stride)],
      [to, -1n],
    ]);
    const part = weightBits === 1 ? "sign\\.offset$" : "range\\.bit";
    const stoppedBy = new RegExp(`^weightRange\\[(${from}|${to})\\]\\.${part}`);
    assertRejected(circuit, { inputs: carried, following: ["bits", "digest"] }, stoppedBy);
  }
});

test("fewer bits than the model costs are refused", () => {
  const { inputs } = honest(7);
  for (const fewer of [1n, BigInt(mixed.constantBits)]) {
    assertRejected(circuit, { inputs: { ...inputs, bits: inputs.bits - fewer } }, /^bits, nonZero$/);
  }

  const uncounted = altered(inputs.nonZero, [inputs.weight.findIndex((weight) => weight !== 0n)], () => 0n);
  const stoppedBy = /^weightRange\[\d+\]\.range\.bit(, .*nonZero)?$/;
  assertRejected(circuit, { inputs: { ...inputs, nonZero: uncounted }, following: ["bits"] }, stoppedBy);

  // A count of −1 for a weight of 0 would make room for others.
  const negative = altered(inputs.nonZero, [inputs.weight.indexOf(0n)], () => FIELD_ORDER - 1n);
  const notBoolean = /^weightRange\[\d+\]\.range\.nonZero$/;
  assertRejected(circuit, { inputs: { ...inputs, nonZero: negative }, following: ["bits"] }, notBoolean);
});

test("a weight of one bit that is not counted is refused", () => {
  const { inputs } = honest(8);
  for (const index of [first[3]!.weight, first[4]!.weight + 3]) {
    const nonZero = altered(inputs.nonZero, [index], () => 0n);
    const stoppedBy = new RegExp(`^(nonZero, )?weightRange\\[${index}\\]\\.nonZero$`);
    assertRejected(circuit, { inputs: { ...inputs, nonZero }, following: ["bits"] }, stoppedBy);
  }
});

test("a published word other than the committed one is refused", () => {
  const { inputs, values, salt, challenge } = honest(9);
  const words = wordsOf(mixed, values, salt);
  // The salt; of weights 31 + 10 of 8 bits, then of 4, of 1, and of 2; of biases 12 of 6 bits, then 6 of 9.
  assert.equal(words.length, 1 + 2 + 1 + 1 + 1 + 1 + 1);
  for (const k of words.keys()) {
    const forged = digest(words.with(k, (words[k]! + 1n) % FIELD_ORDER), challenge);
    assertRejected(circuit, { inputs: { ...inputs, digest: forged } }, /^digest, words\.value$/);
  }
});

test("a weight, a bias or a salt other than the committed one is refused", () => {
  const { inputs, values, salt, challenge } = honest(10);
  const { modelCommitment } = inputs;
  const stoppedBy = /^commit\.commitment, modelCommitment$/;
  const assertNotCommitted = (other: readonly Values[], otherSalt: bigint) => {
    const sealed = inputsOf(mixed, other, otherSalt, challenge);
    assertRejected(circuit, { inputs: { ...sealed, modelCommitment } }, stoppedBy);
  };
  assertNotCommitted(values, (salt + 1n) % FIELD_ORDER);
  for (const [m, { weights, biases }] of values.entries()) {
    const last = weights.at(-1)!;
    const opposite = mixed.matrices[m]!.weightBits === 1 ? -last.at(-1)! : last.at(-1)! === 1n ? 0n : 1n;
    const otherWeights = weights.with(-1, last.with(-1, opposite));
    assertNotCommitted(values.with(m, { weights: otherWeights, biases }), salt);
    if (biases.length === 0) continue;
    const otherBiases = biases.with(-1, biases.at(-1)! === 1n ? 0n : 1n);
    assertNotCommitted(values.with(m, { weights, biases: otherBiases }), salt);
  }
});

test("a commitment with something in an unused lane is refused", () => {
  const { inputs, values, salt } = honest(11);
  const elements = elementsOf(mixed, values);
  assert.equal(commitmentTo(elements.flat(), salt), inputs.modelCommitment);
  // The last chunk of matrix 2 has two of three lanes, that of matrix 5 one of two: a column, and the biases.
  for (const [m, lane] of [
    [2, 2n ** 168n],
    [5, 2n ** 126n],
  ] as const) {
    for (const at of [-2, -1]) {
      const other = elements[m]!.with(at, toField(elements[m]!.at(at)! + lane));
      const modelCommitment = commitmentTo(elements.with(m, other).flat(), salt);
      const forged = { ...inputs, modelCommitment };
      assertRejected(circuit, { inputs: forged }, /^commit\.commitment, modelCommitment$/);
    }
  }
});

test("the same elements under another layout, or in another order, are refused", () => {
  const { inputs, values, salt } = honest(12);
  const elements = elementsOf(mixed, values);
  for (const modelCommitment of [
    commitmentTo(elements.flat(), salt, mixed.layoutId + 1n),
    commitmentTo(elements.with(3, elements[4]!).with(4, elements[3]!).flat(), salt),
  ]) {
    assertRejected(circuit, { inputs: { ...inputs, modelCommitment } }, /^commit\.commitment, modelCommitment$/);
  }
});

test("another operator cannot seal the model as its own", () => {
  const forged = { ...honest(13).inputs, operator: addressToField(thief) };
  assertRejected(circuit, { inputs: forged }, /^commit\.commitment, modelCommitment$/);
});

test("the witness is unique, but weights of 0 may be counted", () => {
  const random = seeded(14);
  const { inputs, values } = honest(14, smallest);
  const honestValues = assertAccepted(small, inputs);
  assert.deepEqual(survivingChanges(small, honestValues, random), []);

  const zeros = weightsOf(smallest, values).flatMap(([weight], n) => (weight === 0n ? [n] : []));
  assert.notEqual(zeros.length, 0);
  const survivors = survivingChanges(small, honestValues, random, { following: ["bits"] });
  assert.deepEqual(survivors, zeros.map((n) => `nonZero[${n}] +1`).sort());
});
