// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeOnnx, importGraph, loadOnnx, ModelImportError } from "../../../src/model/import/index.ts";
import { type Architecture, parseArchitecture } from "../../../src/model/index.ts";
import { pytorchArchitectures, pytorchPath } from "./architectures.ts";
import { encodeOnnx } from "./encodeOnnx.ts";

async function problemsOf(name: string, architecture: Architecture): Promise<string[]> {
  const graph = await loadOnnx(pytorchPath(name, "onnx"));
  try {
    importGraph({ graph, architecture });
  } catch (error) {
    assert.ok(error instanceof ModelImportError, `${error}`);
    return [...error.metaMessages];
  }
  throw new Error("Nothing was wrong; expected something.");
}

/** An architecture with one of its layers changed. */
function changed(name: string, index: number, changes: object): Architecture {
  const architecture = structuredClone(pytorchArchitectures[name]!);
  Object.assign(architecture.layers[index]!, changes);
  return parseArchitecture(architecture);
}

describe("importGraph", () => {
  it("tells every layer that differs, and what the graph reads", async () => {
    assert.deepEqual(await problemsOf("mlp", pytorchArchitectures.text!), [
      "input: expected 3 of 5 symbols; found 3 features",
      "layers.0: expected embedding; found dense (/1/Relu)",
      "layers.1.weights: expected 4 × 6; found 5 × 4 (/3/Relu)",
      "layers.2.weights: expected 5 × 4; found 3 × 5 (y)",
    ]);
  });

  it("tells another number of layers", async () => {
    assert.deepEqual(await problemsOf("regression", pytorchArchitectures.mlp!), [
      "layers: expected dense, dense, dense; found dense, dense",
      "layers.1.weights: expected 5 × 4; found 2 × 4 (y)",
    ]);
  });

  it("tells kernels, strides, paddings, windows and partners that differ, beside the shapes that follow", async () => {
    const otherPool = { ...structuredClone(pytorchArchitectures.cnn!), name: "other" };
    Object.assign(otherPool.layers[0]!, { kernel: 1, padding: 0 });
    Object.assign(otherPool.layers[2]!, { stride: 3, channels: 2, padding: 2 });
    otherPool.layers[3] = { kind: "residual", from: 1 };
    assert.deepEqual(await problemsOf("cnn", parseArchitecture(otherPool)), [
      "layers.0.kernel: expected 1; found 3 (/Relu)",
      "layers.0.padding: expected 0; found 1 (/Relu)",
      "layers.0.weights: expected 2 × 1; found 2 × 9 (/Relu)",
      "layers.2.stride: expected 3; found 1 (/Relu_1)",
      "layers.2.padding: expected 2; found 1 (/Relu_1)",
    ]);
  });

  it("tells another number of experts, and another rank", async () => {
    assert.deepEqual(await problemsOf("moe", changed("moe", 1, { experts: 4 })), [
      "layers.1: expected 4 experts; found 3 (/Relu_1)",
    ]);
    assert.deepEqual(await problemsOf("lora", changed("lora", 0, { rank: 1 })), [
      "layers.0.down: expected 1 × 3; found 2 × 3 (/Relu)",
      "layers.0.up: expected 4 × 1; found 4 × 2 (/Relu)",
    ]);
  });

  it("tells another frozen base", async () => {
    const base = "0x000000047f80010203fefdff";
    const [line] = await problemsOf("lora", changed("lora", 0, { base }));
    assert.match(line!, /^layers\.0\.base: expected the architecture's frozen base .*; found another base$/);
  });

  it("takes a graph that divides its input for one that reads integers, unless told otherwise", () => {
    const bytes = encodeOnnx({
      nodes: [
        { operator: "Div", inputs: ["x", "s"], output: "a" },
        { operator: "MatMul", inputs: ["a", "w"], output: "y" },
      ],
      tensors: [
        { name: "s", shape: [], values: [3] },
        { name: "w", shape: [3, 2], values: [1, 2, 3, 4, 5, 6] },
      ],
    });
    const architecture = parseArchitecture({
      name: "linear",
      input: { kind: "features", features: 3, featureBits: 2 },
      output: { kind: "values", values: 2 },
      layers: [{ kind: "dense", outputs: 2, weightBits: 8, biasBits: 12, lanes: { over: "samples" } }],
    });
    const read = (options: { inputScale?: number }) =>
      importGraph({ graph: decodeOnnx(bytes), architecture, ...options }).network.matrices[0]!.weights[0]!;
    // Divided by 3, the largest feature: the network reads what ours does.
    assert.deepEqual(read({}), [1, 3, 5]);
    assert.deepEqual(read({ inputScale: 2 }), [2, 6, 10]);
  });
});
