// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Chunk, parseTask } from "../../src/data/index.ts";
import { type IntegerModel, parseArchitecture } from "../../src/model/index.ts";
import { evaluateModelInputs, FIELD_ORDER, sealChunkInputs, sealModelInputs } from "../../src/proving/index.ts";

// That the circuits accept these inputs is tested with the circuits.

const task = parseTask({
  name: "tiny",
  metric: "accuracy",
  features: 2,
  featureBits: 2,
  classes: 3,
  encoding: { kind: "lanes", stride: 12, perElement: 2, groups: 1 },
});
const architecture = parseArchitecture({
  name: "tiny",
  input: { kind: "features", features: 2, featureBits: 2 },
  output: { kind: "logits", classes: 3 },
  layers: [
    {
      kind: "dense",
      outputs: 2,
      weightBits: 4,
      biasBits: 8,
      accumulatorBits: 8,
      requantise: { shift: 2, activationBits: 3 },
      lanes: { over: "samples" },
    },
    {
      kind: "dense",
      outputs: 3,
      weightBits: 4,
      biasBits: 8,
      accumulatorBits: 6,
      lanes: { over: "outputs", stride: 12 },
    },
  ],
});
const operator = "0x00000000000000000000000000000000000000A1";
const chunk: Chunk = {
  features: [
    [3, 0],
    [1, 2],
  ],
  labels: [1, 0],
  salt: 7n,
};

function modelWith(biases: [first: [number, number], last: [number, number]]): IntegerModel {
  return {
    architecture,
    matrices: [
      {
        weights: [
          [4, -1],
          [0, 2],
        ],
        biases: biases[0],
      },
      {
        weights: [
          [1, 0],
          [0, -1],
        ],
        biases: biases[1],
      },
    ],
  };
}

const model = modelWith([
  [0, 0],
  [2, -3],
]);

test("inputs of EvaluateModel are the reference's values, worked out by hand", () => {
  const { inputs, publicInputs } = evaluateModelInputs({ task, model, modelSalt: 5n, operator, chunk });
  // z = (12, 0) and (2, 4); rounded quarters y = (3, 0) and (1, 1); logits (0, 5, −3) and (0, 3, −4).
  assert.deepEqual(inputs.accumulator0, [
    [12n, 0n],
    [2n, 4n],
  ]);
  // Sample 0 is right: the level is 4. Sample 1 is wrong: the level is 3.
  assert.deepEqual(inputs.deficit, [
    [4n, 0n, 7n],
    [4n, 0n, 7n],
  ]);
  assert.deepEqual(inputs.right, [1n, 0n]);
  assert.deepEqual(inputs.label, [
    [0n, 1n, 0n],
    [1n, 0n, 0n],
  ]);
  assert.deepEqual(inputs.packed, [[3n + (1n << 12n), 2n << 12n]]);
  assert.deepEqual(inputs.weight0, [
    [4n, FIELD_ORDER - 1n],
    [0n, 2n],
  ]);
  assert.deepEqual(inputs.element1, [1n, FIELD_ORDER - (1n << 12n), FIELD_ORDER + 2n - (3n << 12n)]);
  assert.deepEqual(publicInputs, [inputs.modelCommitment, inputs.dataCommitment, 1n, 0xa1n]);
});

test("inputs of SealModel list all values, and count those that are not zero", () => {
  const { inputs, publicInputs } = sealModelInputs({ model, salt: 5n, operator, challenge: 9n });
  assert.deepEqual(inputs.nonZero, [1n, 1n, 0n, 1n, 1n, 0n, 0n, 1n]);
  assert.deepEqual(inputs.bias, [0n, 0n, 2n, FIELD_ORDER - 3n]);
  assert.deepEqual(publicInputs, [inputs.modelCommitment, 9n, inputs.digest, 5n * 4n + 4n * 8n, 0xa1n]);
});

test("inputs of SealChunk list features and labels", () => {
  const { inputs, publicInputs } = sealChunkInputs({ task, chunk, challenge: 9n });
  assert.deepEqual(inputs.feature, [
    [3n, 0n],
    [1n, 2n],
  ]);
  assert.deepEqual(publicInputs, [inputs.dataCommitment, 9n, inputs.digest]);
});

test("a model that leaves the accumulator's range on a sample is refused, by sample, layer and neuron", () => {
  // 12 + 114 is the first too large: 2^7 − 2 = 126.
  const largest = modelWith([
    [113, 0],
    [2, -3],
  ]);
  evaluateModelInputs({ task, model: largest, modelSalt: 5n, operator, chunk });
  const over = modelWith([
    [114, 0],
    [2, -3],
  ]);
  assert.throws(() => evaluateModelInputs({ task, model: over, modelSalt: 5n, operator, chunk }), {
    name: "InvalidValueError",
    message: /^The accumulator of neuron 0 of layer 0 on sample 0 is 126; expected -130 to 125, /,
  });
});

test("a model whose logits lie too far apart on a sample is refused", () => {
  const over = modelWith([
    [0, 0],
    [2, -60],
  ]);
  assert.throws(() => evaluateModelInputs({ task, model: over, modelSalt: 5n, operator, chunk }), {
    name: "InvalidValueError",
    message: /^How far logit 2 stays below the largest on sample 0 is 64; expected 0 to 63, /,
  });
});

test("a task whose samples the model does not read is refused", () => {
  const other = parseTask({ ...task, classes: 4 });
  assert.throws(() => evaluateModelInputs({ task: other, model, modelSalt: 5n, operator, chunk }), {
    name: "InvalidValueError",
    message: /^classes of the architecture tiny is 3; expected 4, as in tiny\./,
  });
});
