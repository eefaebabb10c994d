// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chunk } from "@commonweight/sdk/data";
import { evaluateTrace, type IntegerModel, score } from "@commonweight/sdk/model";
import {
  addressToField,
  dataCommitment,
  evaluateModelInputs,
  FIELD_ORDER,
  modelCommitment,
  toField,
} from "@commonweight/sdk/proving";
import { planEvaluateModel } from "../../generator/index.ts";
import type { Inputs } from "../support/circuit.ts";
import { deep, modelOf, randomChunk, randomModel, smallest } from "../support/definitions.ts";
import { seeded } from "../support/random.ts";
import {
  altered,
  assertEstimate,
  assertPublicInputsMatter,
  assertPublicOrder,
  compilePlan,
  operator,
  renamed,
  thief,
} from "../support/statements.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const { task, architecture } = deep;
const plans = [deep, smallest].map((shape) => planEvaluateModel(shape.task, shape.architecture));
const [circuit, small] = await Promise.all([compilePlan(plans[0]!), compilePlan(plans[1]!)]);

const MODEL_STOPS = /^commitModel\.commitment, modelCommitment$/;
const DATA_STOPS = /^commitData\.commitment, dataCommitment$/;
const modelSalt = 1234n;

function inputsOf(model: IntegerModel, chunk: Chunk): Inputs {
  return evaluateModelInputs({ task, model, modelSalt, operator, chunk }).inputs;
}

function honest(seed: number) {
  const random = seeded(seed);
  const model = randomModel(architecture, random);
  const chunk = randomChunk(task, random);
  return { model, chunk, inputs: inputsOf(model, chunk) };
}

/** A model whose logits are its last biases whatever the sample, so that forged hidden values have no effect to explain. */
function constantModel(logits: readonly [number, number, number], seed = 1): IntegerModel {
  const model = randomModel(architecture, seeded(seed));
  const silent = modelOf(
    architecture,
    () => 0,
    () => 0,
  ).layers;
  return { architecture, layers: [model.layers[0]!, silent[1]!, { ...silent[2]!, biases: [...logits] }] };
}

/** Labels for which a claim of right or wrong is known beforehand. */
function labelled(label: number, seed = 1): Chunk {
  const chunk = randomChunk(task, seeded(seed));
  return { ...chunk, labels: chunk.labels.map(() => label) };
}

test("random models score on random chunks what the reference says, and not one more", () => {
  for (let seed = 0; seed < 8; seed++) {
    const { model, chunk, inputs } = honest(seed);
    assert.equal(inputs.correct, BigInt(score({ model, task, chunk })));
    circuit.calculate(inputs);
    assert.throws(() => circuit.calculate({ ...inputs, correct: (inputs.correct as bigint) + 1n }), /Assert failed/);
  }
  const random = seeded(20);
  for (let run = 0; run < 20; run++) {
    const model = randomModel(smallest.architecture, random);
    const chunk = randomChunk(smallest.task, random);
    small.calculate(evaluateModelInputs({ task: smallest.task, model, modelSalt, operator, chunk }).inputs);
  }
});

test("models at the ends of the ranges are scored", () => {
  const ends = [(bits: number) => -(2 ** (bits - 1)), (bits: number) => 2 ** (bits - 1) - 1];
  for (const end of ends) {
    for (const feature of [0, 15]) {
      const chunk = randomChunk(task, seeded(1));
      const features = chunk.features.map((sample) => sample.map(() => feature));
      circuit.calculate(inputsOf(modelOf(architecture, end, end), { ...chunk, features }));
    }
  }
});

test("the honest witness is accepted by both systems", () => {
  const { model, chunk } = honest(21);
  const { inputs, publicInputs } = evaluateModelInputs({ task, model, modelSalt, operator, chunk });
  assert.deepEqual(assertAccepted(circuit, inputs).slice(1, 5), publicInputs);
  assert.deepEqual(publicInputs.slice(0, 2), [
    modelCommitment({ model, salt: modelSalt, operator }),
    dataCommitment(task, chunk),
  ]);
});

test("public inputs have the SDK's order, and each matters", () => {
  assertPublicOrder(circuit, "EvaluateModel");
  assertPublicInputsMatter(circuit, honest(1).inputs, "EvaluateModel");
});

test("the generator's estimate of the constraints holds", () => {
  assertEstimate(circuit, plans[0]!);
  assertEstimate(small, plans[1]!);
});

test("one weight or bias other than the committed one is refused, in every layer", () => {
  const { model, chunk, inputs } = honest(2);
  for (const [l, layer] of model.layers.entries()) {
    const { weights, biases } = layer;
    for (const changed of [
      { weights: weights.with(0, weights[0]!.with(0, weights[0]![0]! ^ 1)), biases },
      { weights, biases: biases.with(0, biases[0]! ^ 1) },
    ]) {
      // Everything else is computed for the changed model, as its author would.
      const forged = inputsOf({ architecture, layers: model.layers.with(l, changed) }, chunk);
      assertRejected(circuit, { inputs: { ...forged, modelCommitment: inputs.modelCommitment! } }, MODEL_STOPS);
    }
  }
  assertRejected(circuit, { inputs: { ...inputs, modelSalt: modelSalt + 1n } }, MODEL_STOPS);
});

test("a carry between the weights of a word is refused, though the commitment stays as it was", () => {
  // The first output of layer 0 has no effect, and its accumulator follows the forged weights.
  const model = constantModel([1, 2, 3]);
  const chunk = labelled(3);
  const inputs = inputsOf(model, chunk);
  const weight = altered(
    altered(inputs.weight!, [0, 0], (w) => toField(w + 16n)),
    [0, 1],
    (w) => toField(w - 1n),
  );
  const accumulator = chunk.features.reduce<Inputs[string]>((values, x, s) => {
    return altered(values, [s, 0], (z) => toField(z + 16n * BigInt(x[0]!) - BigInt(x[1]!)));
  }, inputs.accumulator!);
  assertRejected(circuit, { inputs: { ...inputs, weight, accumulator } }, /^weightRange\[0\]\[[01]\]\.bits/);
});

test("weights of layer 0 out of range are refused, whatever is committed", () => {
  const { inputs } = honest(3);
  const weight = altered(inputs.weight!, [2, 1], () => 8n);
  const bias = altered(inputs.bias!, [2], () => 32n);
  const following = ["modelCommitment"];
  const stoppedBy = /^(weightRange\[2\]\[1\]|biasRange\[2\])\.bits|^first\./;
  assertRejected(circuit, { inputs: { ...inputs, weight }, following }, stoppedBy);
  assertRejected(circuit, { inputs: { ...inputs, bias }, following }, stoppedBy);
});

test("another feature or label than the committed one is refused", () => {
  const { model, chunk, inputs } = honest(4);
  const dataCommitmentOfAll = inputs.dataCommitment!;
  for (const forged of [
    {
      ...chunk,
      features: chunk.features.with(
        0,
        chunk.features[0]!.map((x) => x ^ 1),
      ),
    },
    { ...chunk, labels: chunk.labels.with(0, chunk.labels[0]! ^ 1) },
    { ...chunk, salt: chunk.salt - 1n },
  ]) {
    assertRejected(
      circuit,
      { inputs: { ...inputsOf(model, forged), dataCommitment: dataCommitmentOfAll } },
      DATA_STOPS,
    );
  }
});

test("an accumulator in range that is not the network's is refused, in every layer", () => {
  const { inputs } = honest(5);
  for (const [output, stoppedBy] of [
    [0, /^first\.claimed/],
    [4, /^first\.claimed/],
    [5, /^later\[\d\]\[0\]\./],
    [10, /^later\[\d\]\[1\]\./],
  ] as const) {
    // The accumulator is one more than before, and everything after it follows.
    const accumulator = altered(inputs.accumulator!, [3, output], (z) => toField(z + 1n));
    assertRejected(circuit, { inputs: { ...inputs, accumulator } }, stoppedBy);
  }
  for (const j of [0, 1, 2, 3]) {
    const deficit = altered(inputs.deficit!, [3, j], (e) => (e === 0n ? 1n : e - 1n));
    assertRejected(
      circuit,
      { inputs: { ...inputs, deficit } },
      /^later\[3\]\[[23]\]\.|^argmax\[3\]\.(labelled, argmax\[3\]\.)?right/,
    );
  }
});

test("a negative remainder is refused", () => {
  const inputs = inputsOf(constantModel([1, 2, 3]), labelled(3));
  // A quotient one too large, and a remainder less by 2^shift, in place of bit 0; it has no effect on the constant logits.
  const values = circuit.forger.witness(inputs);
  const bit = (i: number) => values[circuit.forger.wire(`requantise[0][0].bits.out[${i}]`)]!;
  const raised = [4, 5, 6, 7].find((i) => bit(i) === 0n)!;
  const changes: Record<string, bigint> = { [`requantise[0][0].bits.out[${raised}]`]: 1n };
  changes["requantise[0][0].bits.out[0]"] = bit(0) - 2n ** BigInt(raised);
  assertRejected(circuit, { inputs, changes }, /^requantise\[0\]\[0\]\.bits\.out$/);
});

test("a carry between the samples' lanes is refused, though the element stays as it was", () => {
  const inputs = inputsOf(constantModel([1, 2, 3]), labelled(3));
  const stride = 2n ** BigInt(task.lanes.stride);
  const carried = altered(inputs.accumulator!, [0, 0], (z) => toField(z + stride));
  const accumulator = altered(carried, [1, 0], (z) => toField(z - 1n));
  assertRejected(circuit, { inputs: { ...inputs, accumulator } }, /^requantise\[0\]\[0\]\.bits\.in, /);
});

test("a carry between the outputs' lanes is refused, though the element stays as it was", () => {
  const inputs = inputsOf(constantModel([1, 2, 3]), labelled(3));
  const carried = altered(inputs.accumulator!, [0, 5], (z) => toField(z + 2n ** 63n));
  const accumulator = altered(carried, [0, 6], (z) => toField(z - 1n));
  assertRejected(circuit, { inputs: { ...inputs, accumulator } }, /^requantise\[0\]\[5\]\.bits\.in, /);

  // In the last layer: logit 1 grows by the stride, and logit 2 pays.
  const lowered = altered(inputs.deficit!, [0, 1], (e) => toField(e - 2n ** 126n));
  const deficit = altered(lowered, [0, 2], (e) => toField(e + 1n));
  assertRejected(circuit, { inputs: { ...inputs, deficit } }, /^argmax\[0\]\.range\[1\]\.in, /);
});

test("more samples than are right are refused", () => {
  const inputs = inputsOf(constantModel([1, 2, 3]), labelled(2));
  assert.equal(inputs.correct, 0n);
  assertRejected(circuit, { inputs: { ...inputs, correct: 1n } }, /^correct, right$/);
  const right = altered(inputs.right!, [0], () => 1n);
  assertRejected(
    circuit,
    { inputs: { ...inputs, right, correct: 1n } },
    /^argmax\[0\]\.(labelled, argmax\[0\]\.)?right/,
  );

  const many = inputsOf(constantModel([1, 2, 3]), labelled(3));
  assert.equal(many.correct, 6n);
  const double = altered(many.right!, [0], () => 2n);
  assertRejected(circuit, { inputs: { ...many, right: double, correct: 7n } }, /^argmax\[0\]\.right$/);
});

test("a tie is not right: a network of zeros scores nothing", () => {
  const inputs = inputsOf(constantModel([0, 0, 0]), labelled(0));
  assert.equal(inputs.correct, 0n);
  const right = altered(inputs.right!, [2], () => 1n);
  const forged = { ...inputs, right, correct: 1n };
  assertRejected(circuit, { inputs: forged }, /^argmax\[2\]\.(labelled, argmax\[2\]\.)?right/);
  const deficit = [0, 1, 2, 3].reduce<Inputs[string]>(
    (all, j) => altered(all, [2, j], (e) => toField(e - 1n)),
    inputs.deficit!,
  );
  assertRejected(circuit, { inputs: { ...forged, deficit } }, /^argmax\[2\]\.range\[[123]\]\.in, /);
});

test("a deficit of p − 5 does not pass for a small one", () => {
  // Class 1 wins by 4: at the level of label 0 it is 5 above.
  const inputs = inputsOf(constantModel([4, -9, -9]), labelled(0));
  const deficit = [0, 1, 2, 3].reduce<Inputs[string]>(
    (all, j) => altered(all, [0, j], (e) => toField(e - 5n)),
    inputs.deficit!,
  );
  assert.equal((deficit as bigint[][])[0]![1], FIELD_ORDER - 5n);
  const right = altered(inputs.right!, [0], () => 1n);
  assertRejected(circuit, { inputs: { ...inputs, deficit, right, correct: 1n } }, /^argmax\[0\]\.range\[1\]\.in, /);
});

test("a label that is none, or two, is refused, whatever is committed", () => {
  // Classes 0 and 1 tie: both as labels would make both right.
  const model = constantModel([0, -2, -3]);
  const chunk = labelled(1);
  const inputs = inputsOf(model, chunk);
  const logits = evaluateTrace(model, chunk.features[0]!).logits;
  const flags: (0 | 1)[][] = [
    [0, 0, 0, 0],
    [1, 1, 0, 0],
  ];
  for (const flag of flags) {
    // Deficits of the same logits for this label; the label's being 0 where there is one.
    const shifted = logits.map((logit, j) => logit - flag[j]!);
    const deficit = shifted.map((logit) => BigInt(Math.max(...shifted) - logit));
    const forged = {
      ...inputs,
      label: (inputs.label as bigint[][]).with(0, flag.map(BigInt)),
      deficit: (inputs.deficit as bigint[][]).with(0, deficit),
      right: altered(inputs.right!, [0], () => 1n),
    };
    assertRejected(circuit, { inputs: forged, following: ["dataCommitment", "correct"] }, /^oneHot\[0\]\.flag$/);
  }
});

test("another operator cannot replay a proof", () => {
  const { inputs } = honest(6);
  assertRejected(circuit, { inputs: { ...inputs, operator: addressToField(thief) } }, MODEL_STOPS);
});

test("the same elements under the layout of another architecture or task are refused", () => {
  const { model, chunk, inputs } = honest(7);
  const otherModel = { ...model, architecture: renamed(architecture) };
  const forgedModel = modelCommitment({ model: otherModel, salt: modelSalt, operator });
  assertRejected(circuit, { inputs: { ...inputs, modelCommitment: forgedModel } }, MODEL_STOPS);
  assertRejected(circuit, { inputs: { ...inputs, dataCommitment: dataCommitment(renamed(task), chunk) } }, DATA_STOPS);
});

test("alone it says nothing about weights of later layers and features, which SealModel and SealChunk range", () => {
  // Layer 0 gives 0 everywhere. So a column of layer 1 may hold anything.
  const dead = modelOf(
    architecture,
    () => 0,
    () => -1,
  ).layers[0]!;
  const model = constantModel([1, 2, 3]);
  const inputs = inputsOf({ architecture, layers: model.layers.with(0, dead) }, labelled(3));
  const element = altered(inputs.element!, [0], () => FIELD_ORDER - 1n);
  assertFreedom(circuit, { inputs: { ...inputs, element }, following: ["modelCommitment"] });
  // Features that no weight reads may be anything.
  const packed = altered(inputs.packed!, [0, 0], () => FIELD_ORDER - 1n);
  assertFreedom(circuit, { inputs: { ...inputs, packed }, following: ["dataCommitment"] });
});

test("the witness is unique, but for claiming less and for the level of wrong samples", () => {
  const random = seeded(9);
  const shape = smallest;
  const model = randomModel(shape.architecture, random);
  const chunk = randomChunk(shape.task, random);
  // One sample is right and the other wrong.
  const best = evaluateTrace(model, chunk.features[0]!).logits;
  const labels = [
    best.indexOf(Math.max(...best)),
    evaluateTrace(model, chunk.features[1]!).logits.indexOf(0) === 0 ? 1 : 0,
  ];
  const { inputs } = evaluateModelInputs({ task: shape.task, model, modelSalt, operator, chunk: { ...chunk, labels } });
  assert.deepEqual(inputs.right, [1n, 0n]);

  const values = assertAccepted(small, inputs);
  assert.deepEqual(survivingChanges(small, values, random), []);
  assert.deepEqual(survivingChanges(small, values, random, { following: ["correct"] }), ["right[0] −1"]);

  const deficit = [0, 1, 2].reduce<Inputs[string]>((all, j) => altered(all, [1, j], (e) => e + 3n), inputs.deficit!);
  assertFreedom(small, { inputs: { ...inputs, deficit } });
  const raised = [0, 1, 2].reduce<Inputs[string]>((all, j) => altered(all, [0, j], (e) => e + 3n), inputs.deficit!);
  assertRejected(small, { inputs: { ...inputs, deficit: raised } }, /^argmax\[0\]\.(labelled, argmax\[0\]\.)?right/);
});
