// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseTask, type Task } from "../../../src/data/index.ts";
import {
  decodeOnnx,
  importGraph,
  loadOnnx,
  ModelImportError,
  proposeArchitecture,
} from "../../../src/model/import/index.ts";
import { agreement, checkCompleteness, parseArchitecture, quantise } from "../../../src/model/index.ts";
import { assertRejects, integerBelow, seededRandom, tinyExamples, tinyTask } from "../../fixtures.ts";
import { pytorchPath } from "./architectures.ts";
import { encodeOnnx } from "./encodeOnnx.ts";

const NAMES = ["mlp", "cnn", "lora", "moe", "text", "regression"];

function samplesOf(task: Task, count: number): number[][] {
  const random = seededRandom(1);
  const [length, limit] =
    task.metric === "next-symbol" ? [task.context, task.symbols] : [task.features, 2 ** task.featureBits];
  return Array.from({ length: count }, () => Array.from({ length }, () => integerBelow(random, limit)));
}

async function propose(name: string, task: Task, count = 30) {
  const graph = await loadOnnx(pytorchPath(name, "onnx"));
  return {
    graph,
    proposal: proposeArchitecture({ graph, name: "proposed", task, calibration: samplesOf(task, count) }),
  };
}

describe("proposeArchitecture", () => {
  for (const [e, name] of NAMES.entries()) {
    it(`makes ${name}.onnx an architecture of the same layers, in which it can be proven and does as it says`, async () => {
      const { task, architecture } = tinyExamples[e]!;
      // Convolutions take their time.
      const count = name === "cnn" ? 12 : 30;
      const { graph, proposal } = await propose(name, task, count);
      assert.deepEqual(parseArchitecture(JSON.parse(JSON.stringify(proposal.architecture))), proposal.architecture);
      assert.deepEqual(
        proposal.architecture.layers.map(({ kind }) => kind),
        architecture.layers.map(({ kind }) => kind),
      );
      assert.equal(proposal.explanation.length, architecture.layers.length + 1);
      checkCompleteness(proposal.model, task);
      const { network } = importGraph({ graph, architecture: proposal.architecture });
      assert.deepEqual(network, proposal.network);
      const samples = samplesOf(task, count);
      assert.equal(agreement({ model: proposal.model, network, samples, task }), proposal.agreement);
      assert.ok(proposal.agreement >= 0.9, `${proposal.agreement}`);
    });
  }

  it("proposes the same for the same, and with it quantises to the same", async () => {
    const [one, other] = [await propose("mlp", tinyTask), await propose("mlp", tinyTask)];
    assert.deepEqual(one.proposal, other.proposal);
    const { architecture, network, model } = one.proposal;
    assert.deepEqual(quantise({ architecture, network, calibration: samplesOf(tinyTask, 30) }), model);
  });

  it("explains each layer, and what was searched", async () => {
    const { explanation, architecture } = (await propose("moe", tinyExamples[3]!.task)).proposal;
    const first = architecture.layers[0]!;
    assert.ok(first.kind === "dense" && first.requantise);
    const { accumulatorBits, requantise } = first;
    assert.equal(
      explanation[0],
      `Layer 0, dense, from /Relu: weights of 8 bits, sums of ${accumulatorBits} bits, divided by 2^${requantise.shift}, activations of ${requantise.activationBits} bits.`,
    );
    assert.match(
      explanation.at(-1)!,
      /^Of \d+ choices of bits these are the narrowest that agree with the graph on [\d.]+ % of 30 samples\.$/,
    );
  });

  const problemsOf = async (name: string, task: Task) => {
    const error = await propose(name, task).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ModelImportError, `${error}`);
    return [...error.metaMessages];
  };

  it("tells everything that differs from the task", async () => {
    assert.deepEqual(await problemsOf("regression", { ...tinyTask, features: 5, classes: 4 }), [
      "input.features: expected 5, as in tiny; found 3",
      "output: expected 4, as in tiny; found 2",
    ]);
    assert.deepEqual(await problemsOf("mlp", tinyExamples[4]!.task), [
      "input: expected symbols, as in tiny-text; found features",
      "output: expected 5, as in tiny-text; found 3",
    ]);
    const text = tinyExamples[4]!.task;
    assert.ok(text.metric === "next-symbol");
    assert.deepEqual(await problemsOf("text", { ...text, context: 4, symbols: 6 }), [
      "input.symbols: expected 6, as in tiny-text; found 5",
      "input.context: expected 4, as in tiny-text; found 3",
      "output: expected 6, as in tiny-text; found 5",
    ]);
  });

  it("says that a task packs too tightly for a layer of so many bits", async () => {
    const narrow = parseTask({ ...tinyTask, encoding: { kind: "lanes", stride: 11, perElement: 2, groups: 2 } });
    const [line] = await problemsOf("mlp", narrow);
    assert.match(
      line!,
      /^layers\.0: expected at most 11 bits, the task's lanes: fewer inputs or narrower weights; found sums and claims of \d\d bits$/,
    );
  });

  it("says of a graph what cannot be expressed", async () => {
    const pooled = encodeOnnx({
      nodes: [
        { operator: "Reshape", inputs: ["x", "s"], output: "i" },
        { operator: "Conv", inputs: ["i", "k"], output: "c", attributes: { group: 2 } },
        { operator: "Relu", inputs: ["c"], output: "y" },
      ],
      tensors: [
        { name: "s", shape: [4], values: [-1, 1, 1, 3], type: 7 },
        { name: "k", shape: [1, 1, 1, 1], values: [1] },
      ],
    });
    const act = async () =>
      proposeArchitecture({
        graph: decodeOnnx(pooled),
        name: "any",
        task: tinyTask,
        calibration: samplesOf(tinyTask, 2),
      });
    await assertRejects(act(), "ModelImportError", "The graph test cannot be expressed: one thing to change.");
  });

  it("refuses to search on nothing, and on samples of another task", async () => {
    const graph = await loadOnnx(pytorchPath("mlp", "onnx"));
    const act = async (calibration: number[][]) =>
      proposeArchitecture({ graph, name: "any", task: tinyTask, calibration });
    await assertRejects(act([]), "InvalidValueError", "The number of calibration samples is 0; expected at least 1.");
    await assertRejects(act([[0, 1, 9]]), "InvalidValueError", /^calibration\[0\]\[2\] is 9/);
    await assertRejects(
      (async () => proposeArchitecture({ graph, name: "Any Name", task: tinyTask, calibration: [[0, 1, 2]] }))(),
      "InvalidValueError",
      /^architecture\.name is "Any Name"/,
    );
  });
});
