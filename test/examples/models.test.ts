// SPDX-License-Identifier: MIT
// The trained models that ship: they load, can be proven on any sample, and do what is said of them.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { describe, it } from "node:test";
import { inputsOf, samplesPerChunk } from "@commonweight/sdk/data";
import { checkCompleteness, modelBits, score } from "@commonweight/sdk/model";
import { architectureNames, loadArchitecture, loadTask } from "../../circuits/generator/definitions.ts";
import { freezeBase, trainBase } from "../../scripts/examples/base.ts";
import { EXAMPLES } from "../../scripts/examples/examples.ts";
import { readResults } from "../../scripts/examples/results.ts";
import { measureCommitted, modelPath } from "../../scripts/examples/run.ts";

const results = await readResults();

/** Weights of fewer bits follow as well as they can. */
const INT8_POINTS = 0.005;
/** The share by which an integer model's squared error may exceed that of the network it was made from. */
const SQUARED_ERROR_SHARE = 0.05;

describe("trained examples", () => {
  it("exist for every architecture that ships, and for no other", () => {
    const names = EXAMPLES.map(({ architecture }) => architecture).toSorted();
    assert.deepEqual(
      architectureNames().filter((name) => names.includes(name)),
      names,
    );
    const files = readdirSync(dirname(modelPath("any"))).toSorted();
    assert.deepEqual(files, names.map((name) => `${name}.json`).toSorted());
    assert.deepEqual(Object.keys(results).toSorted(), names);
  });

  for (const example of EXAMPLES) {
    const { architecture: name } = example;
    const result = results[name]!;

    it(`${name} can be proven on any sample, and scores what is committed`, async () => {
      const { model, integer } = await measureCommitted(example);
      const task = loadTask(example.task);
      checkCompleteness(model, task);
      assert.equal(integer, result.integer);
      assert.equal(modelBits(model), result.bits);
      assert.equal(result.task, task.name);
    });

    it(`${name} follows its network of real numbers, and beats what it is compared with`, () => {
      const { layers } = loadArchitecture(name);
      const isInt8 = layers.every(
        (layer) => layer.kind === "embedding" || !("weightBits" in layer) || layer.weightBits === 8,
      );
      if (result.metric === "accuracy") {
        if (isInt8)
          assert.ok(Math.abs(result.integer - result.float) <= INT8_POINTS, `${result.integer}, ${result.float}`);
        assert.ok(result.integer > result.baseline + 0.15);
      } else {
        assert.ok(result.integer <= result.float * (1 + SQUARED_ERROR_SHARE));
        assert.ok(result.integer < result.baseline / 2);
      }
    });
  }

  it("digits-lora has the base that was trained for it", () => {
    const architecture = loadArchitecture("digits-lora");
    assert.deepEqual(freezeBase(architecture, trainBase(architecture)), architecture);
  });
});

describe("a chunk of every task", () => {
  for (const example of EXAMPLES) {
    it(`of ${example.task} gives ${example.architecture} the points that its accuracy or error says`, async () => {
      const task = loadTask(example.task);
      const { model } = await measureCommitted(example);
      const { test } = example.data(task);
      const count = samplesPerChunk(task);
      const inputs = test.inputs.slice(0, count);
      const chunk =
        task.metric === "next-symbol"
          ? { salt: 1n, symbols: [...inputs[0]!, ...("labels" in test ? test.labels.slice(0, count) : [])] }
          : "labels" in test
            ? { salt: 1n, features: inputs, labels: test.labels.slice(0, count) }
            : { salt: 1n, features: inputs, targets: test.targets.slice(0, count) };
      assert.deepEqual(inputsOf(task, chunk), inputs);
      const points = score({ model, task, chunk });
      if (task.metric === "squared-error") {
        const most = count * task.targets * 2 ** (2 * task.errorBits - 2);
        const meanSquare = (most - points) / (count * task.targets) / 4 ** task.targetShift;
        assert.ok(Math.abs(meanSquare - results[example.architecture]!.integer) < 3, `${meanSquare}`);
      } else {
        assert.ok(Math.abs(points / count - results[example.architecture]!.integer) < 0.2, `${points} of ${count}`);
      }
    });
  }
});
