// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeModel, type IntegerModel, modelBits, modelElements } from "@commonweight/sdk/model";
import {
  addressToField,
  digest,
  FIELD_ORDER,
  layoutId,
  modelCommitment,
  poseidon,
  sealModelInputs,
  sponge,
  spongeTags,
  toField,
} from "@commonweight/sdk/proving";
import { planSealModel } from "../../generator/index.ts";
import { deep, randomModel, smallest } from "../support/definitions.ts";
import { seeded } from "../support/random.ts";
import {
  altered,
  assertEstimate,
  assertPublicInputsMatter,
  assertPublicOrder,
  claimsOf,
  compilePlan,
  operator,
  renamed,
  thief,
} from "../support/statements.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

// Three widths of weights, two of biases, two layers with several elements of lanes.
const { architecture } = deep;
const plans = [deep, smallest].map((shape) => planSealModel(shape.architecture));
const [circuit, small] = await Promise.all([compilePlan(plans[0]!), compilePlan(plans[1]!)]);
const following = claimsOf("SealModel");

/** Weights of layer 0, which come first: 5 · 3 of 4 bits. Those of layer 1 have 8, those of layer 2 have 5. */
const FIRST_LAYER = 15;
const SECOND_LAYER = 30;

function honest(seed: number) {
  const random = seeded(seed);
  const model = randomModel(architecture, random);
  const salt = random.bigint(FIELD_ORDER);
  const challenge = random.bigint(FIELD_ORDER);
  return { model, salt, challenge, ...sealModelInputs({ model, salt, operator, challenge }) };
}

/** The commitment to any elements, under any layout. */
function commitmentTo(elements: readonly bigint[], salt: bigint): bigint {
  const hash = sponge(spongeTags.weights, layoutId(architecture), elements);
  return poseidon([hash, salt, addressToField(operator)]);
}

test("models with weights from the whole range are sealed as the SDK commits, digests and counts them", () => {
  for (let seed = 0; seed < 8; seed++) circuit.calculate(honest(seed).inputs);
  const { inputs, publicInputs, model } = honest(15);
  const values = assertAccepted(circuit, inputs);
  assert.deepEqual(values.slice(1, 6), publicInputs);
  assert.equal(publicInputs[3], BigInt(modelBits(model)));
});

test("public inputs have the SDK's order, and each matters", () => {
  assertPublicOrder(circuit, "SealModel");
  assertPublicInputsMatter(circuit, honest(1).inputs, "SealModel");
});

test("the generator's estimate of the constraints holds", () => {
  assertEstimate(circuit, plans[0]!);
  assertEstimate(small, plans[1]!);
});

test("weights and biases out of range are refused, in every layer", () => {
  const { inputs } = honest(2);
  for (const [index, limit] of [
    [0, 8n],
    [FIRST_LAYER, 128n],
    [FIRST_LAYER + SECOND_LAYER, 16n],
  ] as const) {
    for (const value of [limit, -limit - 1n]) {
      const weight = altered(inputs.weight!, [index], () => toField(value));
      const nonZero = altered(inputs.nonZero!, [index], () => 1n);
      const stoppedBy = new RegExp(`^weightRange\\[${index}\\]\\.bit, weightRange\\[${index}\\]\\.in$`);
      assertRejected(circuit, { inputs: { ...inputs, weight, nonZero }, following }, stoppedBy);
    }
  }
  for (const [index, limit] of [
    [0, 32n],
    [5, 512n],
    [13, 512n],
  ] as const) {
    for (const value of [limit, -limit - 1n]) {
      const bias = altered(inputs.bias!, [index], () => toField(value));
      assertRejected(
        circuit,
        { inputs: { ...inputs, bias }, following },
        new RegExp(`^biasRange\\[${index}\\]\\.bits`),
      );
    }
  }
});

test("a carry between weights is refused, though the published words stay as they were", () => {
  const { inputs } = honest(3);
  const nonZero = altered(
    altered(inputs.nonZero!, [0], () => 1n),
    [1],
    () => 1n,
  );
  const weight = altered(
    altered(inputs.weight!, [0], (w) => toField(w + 16n)),
    [1],
    (w) => toField(w - 1n),
  );
  // Layer 0 is committed in the same tight words: neither the digest nor the commitment can tell.
  assertRejected(circuit, { inputs: { ...inputs, weight, nonZero }, following: ["bits"] }, /^weightRange\[[01]\]\./);
});

test("a carry between lanes is refused, though the commitment stays as it was", () => {
  const { inputs } = honest(4);
  const stride = 2n ** 63n;
  const [from, to] = [FIRST_LAYER, FIRST_LAYER + 5];
  const nonZero = altered(
    altered(inputs.nonZero!, [from], () => 1n),
    [to],
    () => 1n,
  );
  const weight = altered(
    altered(inputs.weight!, [from], (w) => toField(w + stride)),
    [to],
    (w) => toField(w - 1n),
  );
  const stoppedBy = new RegExp(`^weightRange\\[(${from}|${to})\\]\\.bit, weightRange`);
  assertRejected(circuit, { inputs: { ...inputs, weight, nonZero }, following: ["bits", "digest"] }, stoppedBy);
});

test("fewer bits than the model costs are refused", () => {
  const { inputs } = honest(5);
  const bits = (inputs.bits as bigint) - 1n;
  assertRejected(circuit, { inputs: { ...inputs, bits } }, /^bits, nonZero$/);

  const index = (inputs.weight as bigint[]).findIndex((weight) => weight !== 0n);
  const nonZero = altered(inputs.nonZero!, [index], () => 0n);
  assertRejected(
    circuit,
    { inputs: { ...inputs, nonZero }, following: ["bits"] },
    /^weightRange\[\d+\]\.bit(, .*nonZero)?$/,
  );

  // A count of −1 for a weight of 0 would make room for others.
  const zero = (inputs.weight as bigint[]).indexOf(0n);
  const negative = altered(inputs.nonZero!, [zero], () => FIELD_ORDER - 1n);
  assertRejected(
    circuit,
    { inputs: { ...inputs, nonZero: negative }, following: ["bits"] },
    /^weightRange\[\d+\]\.nonZero$/,
  );
});

test("a published word other than the committed one is refused", () => {
  const { inputs, model, salt, challenge } = honest(6);
  const words = encodeModel(model, salt);
  for (const k of words.keys()) {
    const forged = digest(words.with(k, (words[k]! + 1n) % FIELD_ORDER), challenge);
    assertRejected(circuit, { inputs: { ...inputs, digest: forged } }, /^digest, words\.value$/);
  }
});

test("a weight, a bias or a salt other than the committed one is refused", () => {
  const { inputs, model, salt, challenge } = honest(7);
  const withLayer = (l: number, change: (layer: IntegerModel["layers"][number]) => IntegerModel["layers"][number]) => ({
    architecture,
    layers: model.layers.with(l, change(model.layers[l]!)),
  });
  const flip = (x: number) => x ^ 1;
  const forgeries: { model: IntegerModel; salt: bigint }[] = [{ model, salt: (salt + 1n) % FIELD_ORDER }];
  for (const l of architecture.layers.keys()) {
    forgeries.push({
      model: withLayer(l, ({ weights, biases }) => ({ weights: weights.with(1, weights[1]!.map(flip)), biases })),
      salt,
    });
    forgeries.push({ model: withLayer(l, ({ weights, biases }) => ({ weights, biases: biases.map(flip) })), salt });
  }
  for (const forgery of forgeries) {
    const { inputs: sealed } = sealModelInputs({ ...forgery, operator, challenge });
    const stoppedBy = /^commit\.commitment, modelCommitment$/;
    assertRejected(circuit, { inputs: { ...sealed, modelCommitment: inputs.modelCommitment! } }, stoppedBy);
  }
});

test("a commitment with something in an unused lane is refused", () => {
  const { inputs, model, salt } = honest(8);
  const elements = modelElements(model);
  assert.equal(commitmentTo(elements, salt), inputs.modelCommitment);
  // Layer 0 makes two elements. Layer 1 has a chunk of four rows, five columns and biases, then one of two rows.
  const secondChunk = 2 + 6;
  for (const element of [secondChunk, secondChunk + 5, elements.length - 1]) {
    const lane = element === elements.length - 1 ? 2n ** 126n : 2n ** 126n * 3n;
    const forged = commitmentTo(elements.with(element, toField(elements[element]! + lane)), salt);
    assertRejected(
      circuit,
      { inputs: { ...inputs, modelCommitment: forged } },
      /^commit\.commitment, modelCommitment$/,
    );
  }
});

test("the same elements under the layout of another architecture are refused", () => {
  const { inputs, model, salt } = honest(9);
  const modelOfAnother = { ...model, architecture: renamed(architecture) };
  const forged = modelCommitment({ model: modelOfAnother, salt, operator });
  assertRejected(circuit, { inputs: { ...inputs, modelCommitment: forged } }, /^commit\.commitment, modelCommitment$/);
});

test("another operator cannot seal the model as its own", () => {
  const { inputs } = honest(10);
  const forged = { ...inputs, operator: addressToField(thief) };
  assertRejected(circuit, { inputs: forged }, /^commit\.commitment, modelCommitment$/);
});

test("the witness is unique, but weights of 0 may be counted", () => {
  const random = seeded(11);
  const model = randomModel(smallest.architecture, random);
  const { inputs } = sealModelInputs({ model, salt: 5n, operator, challenge: 77n });
  const honestValues = assertAccepted(small, inputs);
  assert.deepEqual(survivingChanges(small, honestValues, random), []);

  const zeros = model.layers.flatMap((layer) => layer.weights.flat()).flatMap((weight, n) => (weight === 0 ? [n] : []));
  assert.notEqual(zeros.length, 0);
  const survivors = survivingChanges(small, honestValues, random, { following: ["bits"] });
  assert.deepEqual(survivors, zeros.map((n) => `nonZero[${n}] +1`).sort());
});
