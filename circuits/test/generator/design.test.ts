// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Architecture, layersOf, matricesOf } from "@commonweight/sdk/model";
import { InvalidValueError } from "@commonweight/sdk/proving";
import {
  type Draft,
  designArchitecture,
  laneBounds,
  loadArchitecture,
  loadTask,
  narrowestStride,
  planEvaluateModel,
} from "../../generator/index.ts";
import { type Shape, shapes } from "../support/definitions.ts";

/** An architecture without its lanes. */
function draftOf({ layers, ...rest }: Architecture): Draft {
  return {
    ...rest,
    layers: layers.map((layer) => {
      const { lanes: _, router, ...others } = { lanes: undefined, router: undefined, ...layer };
      return router ? { ...others, router: { accumulatorBits: router.accumulatorBits } } : others;
    }),
  };
}

/** Every choice of forms for the dense layers and convolutions, at narrowest strides; those that fit, with their costs. */
function costsOfAllForms({ task, architecture }: Shape): number[] {
  const draft = draftOf(architecture);
  const placed = layersOf(architecture);
  const open = draft.layers.flatMap(({ kind }, l) => (kind === "dense" || kind === "conv2d" ? [l] : []));
  return Array.from({ length: 2 ** open.length }, (_, choice) => {
    const layers = draft.layers.map((layer, l) => {
      const at = open.indexOf(l);
      if (at < 0) return layer;
      // Bounds do not depend on lanes.
      const stride = narrowestStride(laneBounds(placed[l]!, placed[l]!.matrices[0]!, task).difference);
      return { ...layer, lanes: (choice >> at) & 1 ? { over: "outputs", stride } : { over: "samples" } };
    });
    try {
      return planEvaluateModel(task, designArchitecture({ ...draft, layers }, task)).constraints;
    } catch (error) {
      if (!(error instanceof InvalidValueError)) throw error;
      return Number.POSITIVE_INFINITY;
    }
  });
}

for (const shape of shapes) {
  const { task, architecture } = shape;
  test(`no other lanes for ${architecture.name} are cheaper on ${task.name}`, () => {
    const designed = designArchitecture(draftOf(architecture), task);
    const { constraints } = planEvaluateModel(task, designed);
    assert.equal(constraints, Math.min(...costsOfAllForms(shape)));
    assert.ok(constraints <= planEvaluateModel(task, architecture).constraints);
  });

  test(`the strides of ${architecture.name} on ${task.name} are the narrowest that are exact`, () => {
    const designed = designArchitecture(draftOf(architecture), task);
    for (const placed of layersOf(designed)) {
      for (const matrix of placed.matrices) {
        if (matrix.lanes.over === "samples") continue;
        const { difference } = laneBounds(placed, matrix, task);
        // The experts of a layer have one stride, and one bound.
        assert.equal(matrix.lanes.stride, narrowestStride(difference));
      }
    }
  });
}

test("lanes that a draft has are kept", () => {
  const task = loadTask("digits-28");
  const architecture = loadArchitecture("digits-mlp");
  assert.deepEqual(designArchitecture(architecture as Architecture & Draft, task), architecture);
  const [first, last] = draftOf(architecture).layers as [Record<string, unknown>, Record<string, unknown>];
  const half = { ...architecture, layers: [first, { ...last, lanes: { over: "outputs", stride: 60 } }] };
  const [, designed] = matricesOf(designArchitecture(half, task));
  assert.deepEqual(designed!.lanes, { over: "outputs", stride: 60 });
});

test("more open layers than can be tried are refused, and as many as can are designed", () => {
  const architecture = loadArchitecture("digits-mlp");
  const [first, last] = draftOf(architecture).layers as [Record<string, unknown>, Record<string, unknown>];
  const deep = (open: number) => ({
    ...architecture,
    layers: [...Array.from({ length: open - 1 }, () => first), last],
  });
  const task = loadTask("digits-28");
  assert.equal(designArchitecture(deep(10), task).layers.length, 10);
  assert.throws(() => designArchitecture(deep(11), task), {
    name: "InvalidValueError",
    message: /The number of layers without lanes is 11; expected at most 10; give the others their lanes\./,
  });
});

test("what is no draft of the task is refused by name", () => {
  const task = loadTask("digits-28");
  const draft = draftOf(loadArchitecture("digits-mlp"));
  const refused: [Draft, RegExp][] = [
    [{ ...draft, layers: [] }, /architecture\.layers is .*; expected one layer or more/],
    [{ ...draft, layers: [{ kind: "attention" }, ...draft.layers] }, /layers\[0\]\.kind is .*"dense", "conv2d"/],
    [
      { ...draft, input: { kind: "features", features: 63, featureBits: 4 } },
      /features of the architecture digits-mlp is 63; expected 64, as in digits-28/,
    ],
  ];
  for (const [wrong, message] of refused) {
    assert.throws(() => designArchitecture(wrong, task), { name: "InvalidValueError", message });
  }
  const wide = draft.layers.with(0, { ...draft.layers[0], biasBits: 18, accumulatorBits: 16 });
  assert.throws(() => designArchitecture({ ...draft, layers: wide }, task), {
    name: "UnsoundLanesError",
    message: /layer 0 \(dense\) of digits-mlp on digits-28 is \d+; expected less than 2\^stride = 2\^18/,
  });
});
