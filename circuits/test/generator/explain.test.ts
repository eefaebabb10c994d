// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, planCircuit, planEvaluateModel, planSealModel } from "../../generator/index.ts";
import { deep, folded, shapes, smallest } from "../support/definitions.ts";

test("a plan is explained layer by layer, with the bounds worked out by hand", () => {
  const plan = planEvaluateModel(smallest.task, smallest.architecture);
  const lines = explain(plan, plan.constraints - 3).split("\n");
  assert.deepEqual(lines.slice(0, 14), [
    "evaluate-model.smallest.smallest: EvaluateModel",
    "",
    "layer 0 (dense): 2 × 2 weights of 4 bits, on 2 vectors",
    "  form        lanes over samples: 2 of 10 bits, the task's",
    "  product     1 packed vectors × 2 × 2",
    // 2 inputs up to 3, weights to 8, biases to 16; claims to 2^7 + 2.
    "  bounds      |true| ≤ 64, |claimed| ≤ 130: E = 194 < 2^10 = 1024",
    "  plain       4  ← chosen",
    "  Freivalds   4 and 612 for the hash of its products",
    "",
    "layer 1 (dense): 2 × 2 weights of 4 bits, on 2 vectors",
    "  form        lanes over outputs: 2 of 12 bits",
    "  product     2 vectors × 2 × 1",
    // 2 inputs up to 7; claims to 2^9.
    "  bounds      |true| ≤ 128, |claimed| ≤ 512: E = 640 < 2^12 = 4096",
    "  plain       4  ← chosen",
  ]);
  const format = (count: number) => count.toLocaleString("en-GB");
  assert.deepEqual(lines.slice(-2), [
    `constraints expected  ${format(plan.constraints)}, from above`,
    `constraints counted   ${format(plan.constraints - 3)}`,
  ]);
  assert.equal(explain(plan).split("\n").at(-1), "constraints counted   not compiled");
});

test("of a product that is checked by Freivalds, that form is marked", () => {
  const text = explain(planEvaluateModel(folded.task, folded.architecture));
  const [layer] = text.split("layer 1 (");
  assert.match(layer!, /Freivalds +[\d,]+ and [\d,]+ for the hash of its products {2}← chosen/);
  assert.doesNotMatch(layer!, /plain.*chosen/);
  assert.match(text, /^transcript +[\d,]+$/m);
});

test("the parts that are listed add up to what is expected, for every kind of layer and statement", () => {
  const plans = [
    ...shapes.map(({ task, architecture }) => planEvaluateModel(task, architecture)),
    planSealModel(deep.architecture),
    planCircuit("seal-chunk.text-64"),
  ];
  for (const plan of plans) {
    const parts = [...explain(plan).matchAll(/^(?:layer \d+|model|chunk|output|transcript|words) +([\d,]+)$/gm)];
    const sum = parts.reduce((total, [, count]) => total + Number(count!.replaceAll(",", "")), 0);
    assert.equal(sum, plan.constraints, plan.name);
    for (const { placed } of plan.products) assert.ok(explain(plan).includes(`layer ${placed.index} (`));
  }
});
