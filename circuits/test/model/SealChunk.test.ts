// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { encodeChunk } from "@commonweight/sdk/data";
import { dataCommitment, digest, FIELD_ORDER, sealChunkInputs } from "@commonweight/sdk/proving";
import { tinyExamples } from "../../../sdk/test/fixtures.ts";
import { planSealChunk } from "../../generator/index.ts";
import { deep, randomChunk, smallest } from "../support/definitions.ts";
import { seeded } from "../support/random.ts";
import {
  altered,
  assertEstimate,
  assertPublicInputsMatter,
  assertPublicOrder,
  claimsOf,
  compilePlan,
  renamed,
} from "../support/statements.ts";
import { sealChunkChecks } from "../support/suite.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const { task } = deep;
const plans = [deep, smallest].map((shape) => planSealChunk(shape.task));
const [circuit, small] = await Promise.all([compilePlan(plans[0]!), compilePlan(plans[1]!)]);
const following = claimsOf("SealChunk");

function honest(seed: number) {
  const random = seeded(seed);
  const chunk = randomChunk(task, random);
  const challenge = random.bigint(FIELD_ORDER);
  return { chunk, challenge, ...sealChunkInputs({ task, chunk, challenge }) };
}

test("chunks with features from the whole range are sealed as the SDK commits and digests them", () => {
  for (let seed = 0; seed < 8; seed++) circuit.calculate(honest(seed).inputs);
  const { inputs, publicInputs } = honest(15);
  const values = assertAccepted(circuit, inputs);
  assert.deepEqual(values.slice(1, 4), publicInputs);
});

test("public inputs have the SDK's order, and each matters", () => {
  assertPublicOrder(circuit, "SealChunk");
  assertPublicInputsMatter(circuit, honest(1).inputs, "SealChunk");
});

test("the generator's estimate of the constraints holds", () => {
  assertEstimate(circuit, plans[0]!);
  assertEstimate(small, plans[1]!);
});

test("a feature out of range is refused", () => {
  const { inputs } = honest(2);
  for (const value of [16n, -1n, FIELD_ORDER - 5n]) {
    const feature = altered(inputs.feature!, [4, 1], () => (value + FIELD_ORDER) % FIELD_ORDER);
    assertRejected(
      circuit,
      { inputs: { ...inputs, feature }, following },
      /^features\.range\[4\]\[1\]\.in, features\.range\[4\]\[1\]\.out$/,
    );
  }
});

test("a carry between features is refused, though words, or lanes, stay as they were", () => {
  const { inputs, chunk } = honest(3);
  const carried = altered(
    altered(inputs.feature!, [0, 0], (x) => x + 16n),
    [0, 1],
    (x) => (x + FIELD_ORDER - 1n) % FIELD_ORDER,
  );
  const words = circuit.forger.witness({ ...inputs, feature: carried }, {}, { following: ["dataCommitment"] });
  assert.equal(words[circuit.forger.wire("features.word[0]")], encodeChunk(task, chunk)[1]);
  const stoppedBy = /^features\.range\[0\]\[\d\]\.in, features\.range\[0\]\[\d\]\.out$/;
  assertRejected(circuit, { inputs: { ...inputs, feature: carried }, following: ["dataCommitment"] }, stoppedBy);

  const stride = 2n ** BigInt(task.encoding.kind === "lanes" ? task.encoding.stride : 0);
  const lanes = altered(
    altered(inputs.feature!, [0, 0], (x) => x + stride),
    [1, 0],
    (x) => (x + FIELD_ORDER - 1n) % FIELD_ORDER,
  );
  assertRejected(
    circuit,
    { inputs: { ...inputs, feature: lanes }, following: ["digest"] },
    /^features\.range\[[01]\]\[0\]/,
  );
});

test("a label that is not one-hot is refused", () => {
  const { inputs } = honest(4);
  for (const label of [
    [0n, 0n, 0n, 0n],
    [1n, 1n, 0n, 0n],
    [2n, FIELD_ORDER - 1n, 0n, 0n],
  ]) {
    const forged = (inputs.label as bigint[][]).with(5, label);
    assertRejected(circuit, { inputs: { ...inputs, label: forged }, following }, /^labels\.oneHot\[5\]\.flag$/);
  }
});

test("a published word other than the committed one is refused", () => {
  const { inputs, chunk, challenge } = honest(5);
  const words = encodeChunk(task, chunk);
  for (const k of words.keys()) {
    const forged = digest(words.with(k, (words[k]! + 1n) % FIELD_ORDER), challenge);
    assertRejected(circuit, { inputs: { ...inputs, digest: forged } }, /^digest, words\.value$/);
  }
});

test("a feature, a label or a salt other than the committed one is refused", () => {
  const { inputs, chunk, challenge } = honest(6);
  const flip = (x: number) => x ^ 1;
  const other = {
    feature: { ...chunk, features: chunk.features.with(3, chunk.features[3]!.map(flip)) },
    label: { ...chunk, labels: chunk.labels.with(2, flip(chunk.labels[2]!)) },
    salt: { ...chunk, salt: chunk.salt + 1n },
  };
  for (const forged of Object.values(other)) {
    const { inputs: sealed } = sealChunkInputs({ task, chunk: forged, challenge });
    const stoppedBy = /^commitData\.commitment, dataCommitment$/;
    assertRejected(circuit, { inputs: { ...sealed, dataCommitment: inputs.dataCommitment! } }, stoppedBy);
  }
});

test("the same elements under the layout of another task are refused", () => {
  const { inputs, chunk } = honest(7);
  const forged = dataCommitment(renamed(task), chunk);
  assertRejected(
    circuit,
    { inputs: { ...inputs, dataCommitment: forged } },
    /^commitData\.commitment, dataCommitment$/,
  );
});

test("the witness is unique", () => {
  const random = seeded(8);
  const { inputs } = sealChunkInputs({
    task: smallest.task,
    chunk: randomChunk(smallest.task, random),
    challenge: 77n,
  });
  assert.deepEqual(survivingChanges(small, assertAccepted(small, inputs), random), []);
});

for (const { task: other } of tinyExamples) {
  describe(`SealChunk for ${other.name}`, async () => {
    const plan = planSealChunk(other);
    const sealed = await compilePlan(plan);
    for (const { name, run } of sealChunkChecks(plan, { task: other })) it(name, () => run(sealed));
  });
}
