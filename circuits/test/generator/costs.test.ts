// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Task } from "@commonweight/sdk/data";
import { chunkElements, chunkWordCount, encodeChunk } from "@commonweight/sdk/data";
import {
  type Architecture,
  type DenseLayer,
  encodeModel,
  modelElements,
  modelWordCount,
} from "@commonweight/sdk/model";
import {
  assertConstraints,
  assertWords,
  dataElementCount,
  evaluateModelCosts,
  freivaldsConstraints,
  modelElementTotal,
  plainConstraints,
  totalOf,
  transcriptConstraints,
} from "../../generator/costs.ts";
import {
  countEvaluateModel,
  MAX_CONSTRAINTS,
  MAX_WORDS,
  planEvaluateModel,
  planSealModel,
  productsOf,
} from "../../generator/index.ts";
import { deep, randomChunk, randomModel, shapes, smallest } from "../support/definitions.ts";
import { seeded } from "../support/random.ts";

test("2^18 constraints and 750 words are accepted, and not one more", () => {
  assertConstraints("at the limit", MAX_CONSTRAINTS);
  assert.throws(() => assertConstraints("evaluate-model.a.b", MAX_CONSTRAINTS + 1), {
    name: "CircuitTooLargeError",
    message: /^The number of constraints of evaluate-model\.a\.b is 262145; expected at most 262144 \(2\^18\), /,
  });
  assertWords("at the limit", MAX_WORDS);
  assert.throws(() => assertWords("a model of b", MAX_WORDS + 1), {
    name: "CircuitTooLargeError",
    message: /^The number of words that a model of b is published as is 751; expected at most 750, one publication\./,
  });
});

/** The largest number for which `plan` refuses nothing, of those below `most`. */
function largestOf(most: number, plan: (size: number) => unknown): number {
  let [accepted, refused] = [1, most];
  while (refused - accepted > 1) {
    const size = (accepted + refused) >> 1;
    try {
      plan(size);
      accepted = size;
    } catch {
      refused = size;
    }
  }
  return accepted;
}

test("a task and a network grow up to the limits, and are refused one step beyond", () => {
  const onGroups = (groups: number): Task => ({
    ...deep.task,
    encoding: { kind: "lanes", stride: 12, perElement: 3, groups },
  });
  const groups = largestOf(4_096, (size) => planEvaluateModel(onGroups(size), deep.architecture));
  const [last, next] = [groups, groups + 1].map((size) => countEvaluateModel(onGroups(size), deep.architecture));
  assert.ok(last!.constraints <= MAX_CONSTRAINTS && next!.constraints > MAX_CONSTRAINTS);

  const [hidden, output] = smallest.architecture.layers;
  const wide = (outputs: number): Architecture => ({
    ...smallest.architecture,
    // Of a stride for any number of inputs.
    layers: [{ ...hidden, outputs } as DenseLayer, { ...output, lanes: { over: "outputs", stride: 84 } } as DenseLayer],
  });
  const outputs = largestOf(60_000, (size) => planSealModel(wide(size)));
  assert.ok(modelWordCount(wide(outputs)) <= MAX_WORDS);
  assert.throws(() => planSealModel(wide(outputs + 1)), { name: "CircuitTooLargeError" });
});

for (const { task, architecture } of shapes) {
  const random = seeded(1);

  test(`elements and words are counted as the SDK makes them: ${architecture.name} on ${task.name}`, () => {
    const chunk = randomChunk(task, random);
    const model = randomModel(architecture, random);
    assert.equal(dataElementCount(task), chunkElements(task, chunk).length);
    assert.equal(chunkWordCount(task), encodeChunk(task, chunk).length);
    assert.equal(modelElementTotal(architecture), modelElements(model).length);
    assert.equal(modelWordCount(architecture), encodeModel(model, 0n).length);
  });

  test(`without binding, only commitments and ranges are cheaper: ${architecture.name} on ${task.name}`, () => {
    const products = productsOf(task, architecture);
    const bound = evaluateModelCosts(task, architecture, products);
    const unbound = evaluateModelCosts(task, architecture, products, { binding: false });
    const differing = bound.filter(({ constraints }, i) => constraints !== unbound[i]!.constraints);
    assert.deepEqual(
      differing.map(({ part }) => part),
      ["model", "chunk"],
    );
    assert.ok(totalOf(unbound) < totalOf(bound));
  });
}

test("products cost what the templates are counted to cost, the hash by blocks of 16", () => {
  const size = { p: 3, k: 50, q: 4 };
  assert.equal(plainConstraints(size), 600);
  // Powers of the challenge are shared out: (p + q − 1)·k, and a product an entry less the first of each line that is folded.
  assert.equal(freivaldsConstraints(size), 6 * 50 + 12 - 4);
  assert.equal(transcriptConstraints([]), 0);
  // Two commitments and 12 entries; 14 fill a block, 15 begin another.
  assert.equal(transcriptConstraints([size]), 612);
  assert.equal(transcriptConstraints([{ p: 2, q: 7 }]), 612);
  assert.equal(transcriptConstraints([{ p: 3, q: 5 }]), 2 * 612);
  assert.equal(transcriptConstraints([size, { p: 3, q: 1 }]), 2 * 612);
});
