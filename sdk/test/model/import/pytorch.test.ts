// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { decodeOnnx, importFile, MissingRuntimeError, runOnnx } from "../../../src/model/import/index.ts";
import { evaluateFloat } from "../../../src/model/index.ts";
import { assertRejects } from "../../fixtures.ts";
import { largestDifference, pytorchArchitectures, pytorchExpectations, pytorchPath } from "./architectures.ts";

/** PyTorch computes with numbers of 32 bits. */
const TOLERANCE = 1e-5;

describe("importFile, of files that PyTorch wrote", async () => {
  const expectations = await pytorchExpectations();
  for (const [name, architecture] of Object.entries(pytorchArchitectures)) {
    const { inputs, outputs } = expectations[name]!;

    for (const ending of ["safetensors", "onnx"] as const) {
      it(`reads ${name}.${ending} as a network that computes what PyTorch does, and leaves nothing out`, async () => {
        const { network, unused } = await importFile({ path: pytorchPath(name, ending), architecture });
        const own = inputs.map((input) => evaluateFloat(architecture, network, input));
        assert.ok(largestDifference(own, outputs) < TOLERANCE, `differs by ${largestDifference(own, outputs)}`);
        assert.deepEqual(unused, []);
      });
    }

    it(`finds the same in ${name}.onnx as onnxruntime-web, which knows nothing of our layers`, async () => {
      const bytes = await readFile(pytorchPath(name, "onnx"));
      const inputScale = architecture.input.kind === "features" ? 1 / 3 : 1;
      const theirs = await runOnnx({ bytes, graph: decodeOnnx(bytes), inputs, inputScale });
      assert.ok(largestDifference(theirs, outputs) < TOLERANCE, `differs by ${largestDifference(theirs, outputs)}`);
    });
  }

  it("says which tensor went where, and why", async () => {
    const path = pytorchPath("moe", "safetensors");
    const { matches } = await importFile({ path, architecture: pytorchArchitectures.moe! });
    assert.deepEqual(
      matches.map(({ place, names, by }) => `${place} ${names} ${by}`),
      [
        "layers.0.weights fc1.weight shape",
        "layers.0.biases fc1.bias shape",
        "layers.1.router.weights experts.router.weight shape",
        "layers.1.router.biases experts.router.bias shape",
        "layers.1.experts.weights experts.weight shape",
        "layers.1.experts.biases experts.bias shape",
        "layers.2.weights fc2.weight shape",
        "layers.2.biases fc2.bias shape",
      ],
    );
  });

  it("finds the scale of a frozen base, 2^-6 of a feature of 3", async () => {
    const architecture = pytorchArchitectures.lora!;
    for (const ending of ["safetensors", "onnx"] as const) {
      const { network } = await importFile({ path: pytorchPath("lora", ending), architecture });
      assert.ok(Math.abs(network.baseScales![0]! - 2 ** -6) < 1e-9);
    }
  });

  it("refuses a mapping for an ONNX file, and files of other names", async () => {
    const architecture = pytorchArchitectures.mlp!;
    const mapping = { "layers.0.weights": "0.weight" };
    await assertRejects(
      importFile({ path: pytorchPath("mlp", "onnx"), architecture, mapping }),
      "InvalidValueError",
      "mapping is an object with the keys layers.0.weights; expected none for an ONNX file: its graph says which tensor is which.",
    );
    await assertRejects(
      importFile({ path: "model.pt", architecture }),
      "InvalidFileError",
      "model.pt: The name has another ending; expected .safetensors or .onnx.",
    );
  });
});

describe("runOnnx", () => {
  const run = async (loadRuntime?: () => Promise<never>) => {
    const bytes = await readFile(pytorchPath("mlp", "onnx"));
    const graph = decodeOnnx(bytes);
    return runOnnx({ bytes, graph, inputs: [[0, 1, 2]], inputScale: 1, ...(loadRuntime && { loadRuntime }) });
  };

  it("says which package is missing", async () => {
    const missing = run(() => Promise.reject(new Error("Cannot find package")));
    await assert.rejects(
      missing,
      (error) => error instanceof MissingRuntimeError && /onnxruntime-web/.test(error.message),
    );
  });

  it("makes nothing in lengths that a file merely claims", async () => {
    const bytes = await readFile(pytorchPath("mlp", "onnx"));
    const graph = decodeOnnx(bytes);
    for (const shape of [
      [undefined, 2 ** 50, 2 ** 50, 2 ** 50],
      [0, 3],
      [-1, 3],
      [undefined, undefined],
    ]) {
      const claiming = { ...graph, inputs: [{ name: "x", shape }] };
      await assertRejects(
        runOnnx({ bytes, graph: claiming, inputs: [[0, 1, 2]], inputScale: 1 }),
        "InvalidValueError",
        /^The shape of x is "\[.*\]"; expected .* numbers for each sample, as the inputs have\.$/,
      );
    }
  });

  it("says that the runtime refuses a file", async () => {
    const bytes = await readFile(pytorchPath("mlp", "onnx"));
    const graph = decodeOnnx(bytes);
    await assertRejects(
      runOnnx({ bytes: bytes.subarray(0, 40), graph, inputs: [[0, 1, 2]], inputScale: 1 }),
      "BaseError",
      "onnxruntime-web could not run the graph torch_jit.",
    );
  });
});
