// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Task } from "@commonweight/sdk/data";
import { type Architecture, type DenseLayer, parseArchitecture } from "@commonweight/sdk/model";
import { freivaldsConstraints, plainConstraints, transcriptConstraints } from "../../generator/costs.ts";
import { loadArchitecture, loadTask, type Product, productsOf } from "../../generator/index.ts";
import { convolutions, deep, folded, laterAdapter, packedImage, shapes } from "../support/definitions.ts";

const SHIPPED = [
  ["digits-84", "digits-mlp"],
  ["digits-84", "digits-cnn"],
  ["digits-84", "digits-moe"],
  ["keywords-28", "keywords-mlp"],
  ["denoise-28", "denoiser"],
  ["text-64", "next-byte"],
] as const;

const pairs: readonly { task: Task; architecture: Architecture }[] = [
  ...shapes,
  ...SHIPPED.map(([task, architecture]) => ({ task: loadTask(task), architecture: loadArchitecture(architecture) })),
];

/** Constraints of all products, and of the hash, if these are checked by Freivalds. */
function costOf(products: readonly Product[], folds: (product: Product) => boolean): number {
  const checked = products.filter(folds);
  const own = products.map((product) => (folds(product) ? freivaldsConstraints(product) : plainConstraints(product)));
  return own.reduce((sum, constraints) => sum + constraints, 0) + transcriptConstraints(checked);
}

/** The least that any choice of checks costs. */
function cheapest(products: readonly Product[]): number {
  const open = products.filter(({ check }) => check !== "computed");
  const choices = Array.from({ length: 2 ** open.length }, (_, choice) =>
    costOf(products, (product) => ((choice >> open.indexOf(product)) & 1) === 1 && open.includes(product)),
  );
  return Math.min(...choices);
}

for (const { task, architecture } of pairs) {
  test(`no other choice of checks is cheaper: ${architecture.name} on ${task.name}`, () => {
    const products = productsOf(task, architecture);
    assert.equal(
      costOf(products, ({ check }) => check === "freivalds"),
      cheapest(products),
    );
  });
}

/** {@link folded} on a chunk of so many samples, whose first layer alone is worth folding. */
function foldedOn(samples: number) {
  const products = productsOf({ ...folded.task, encoding: { kind: "dense", samples } }, folded.architecture);
  return { products, first: products[0]! };
}

test("Freivalds is chosen from where it pays for the hash, and not before", () => {
  const chosen = [2, 3, 4, 5, 6, 7, 8, 10, 12].map((samples) => {
    const { products, first } = foldedOn(samples);
    assert.equal(first.check === "freivalds", cheapest(products) < costOf(products, () => false), `${samples} samples`);
    return first.check;
  });
  assert.ok(chosen.includes("plain") && chosen.includes("freivalds"), chosen.join());
});

test("experts are computed, whatever it costs: which of them counts is secret", () => {
  const task = loadTask("digits-84");
  const moe = loadArchitecture("digits-moe");
  const checks = productsOf(task, moe).filter(({ matrix }) => matrix.role === "expert");
  assert.equal(checks.length, 4);
  assert.ok(checks.every(({ check }) => check === "computed"));
});

/** The sizes of products: [p, k, q], and lanes of an element. */
function sizesOf({ task, architecture }: { task: Task; architecture: Architecture }) {
  return productsOf(task, architecture).map(({ p, k, q, lanes, vectors, isPacked }) => {
    return { size: [p, k, q], lanes, vectors, isPacked };
  });
}

test("packed features are read in the task's lanes, by convolutions position by position", () => {
  const [conv] = sizesOf(packedImage);
  // Two groups of two samples, 4 × 4 positions each.
  assert.deepEqual(conv, { size: [2 * 16, 9, 2], lanes: 2, vectors: 4 * 16, isPacked: true });
});

test("later layers have lanes of their own, of which the last element is not full", () => {
  const [, conv] = sizesOf(convolutions);
  const { lanes, vectors, size } = conv!;
  assert.equal(vectors, 2 * 9);
  assert.ok(vectors % lanes > 0 && vectors > lanes, `${vectors} vectors in lanes of ${lanes}`);
  assert.deepEqual(size, [Math.ceil(vectors / lanes), 4, 2]);
});

test("rows share elements in chunks, of which the last is not full", () => {
  const [, middle] = sizesOf(deep);
  // 252 bits hold four rows of 63 bits; six rows take two elements.
  assert.deepEqual(middle, { size: [6, 5, 2], lanes: 4, vectors: 6, isPacked: false });
});

test("an adapter behind another layer has lanes of its own, twice", () => {
  const [, down, up] = sizesOf(laterAdapter);
  assert.deepEqual(
    [down!.size, up!.size],
    [
      [1, 2, 1],
      [1, 1, 2],
    ],
  );
  assert.equal(down!.isPacked || up!.isPacked, false);
});

test("what does not fit, or is malformed, is refused by name before any product is looked at", () => {
  const { task, architecture } = deep;
  const first = architecture.layers[0] as DenseLayer;
  const refused: [Task, Architecture, RegExp][] = [
    [{ ...task, features: 0 }, architecture, /task\.features is 0; expected/],
    [task, { ...architecture, layers: [] }, /architecture\.layers is .*; expected/],
    [
      task,
      { ...architecture, layers: architecture.layers.with(1, { ...first, kind: "attention" } as never) },
      /architecture\.layers\[1\]\.kind is .*; expected "dense", "conv2d"/,
    ],
    [{ ...task, features: 4 }, architecture, /features of the architecture deep is 3; expected 4, as in deep/],
    [{ ...task, classes: 5 }, architecture, /deep is 4; expected 5, as in deep/],
  ];
  for (const [wrongTask, wrong, message] of refused) {
    assert.throws(() => productsOf(wrongTask, wrong), { name: "InvalidValueError", message });
  }
});

test("lanes that are too narrow are refused with layer, bound, value and limit", () => {
  const { task, architecture } = deep;
  const middle = architecture.layers[1] as DenseLayer;
  const narrow = parseArchitecture({
    ...architecture,
    layers: architecture.layers.with(1, { ...middle, lanes: { over: "outputs", stride: 14 } }),
  });
  // 5 inputs up to 15, weights to 2^7, biases to 2^9: 10112; claims to 2^14 + 2^6: 16448.
  assert.throws(() => productsOf(task, narrow), {
    name: "UnsoundLanesError",
    value: 26_560n,
    message:
      /^The largest difference in a lane of layer 1 \(dense\) of deep is 26560; expected less than 2\^stride = 2\^14 = 16384\./,
  });
});
