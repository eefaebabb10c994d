// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Architecture, parseArchitecture } from "../../../src/model/index.ts";
import { tinyExamples } from "../../fixtures.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/pytorch");

/** Two channels are read, and three flattened before the dense layer. */
const colour = parseArchitecture({
  name: "tiny-colour",
  input: { kind: "features", features: 32, featureBits: 2, shape: [4, 4, 2] },
  output: { kind: "logits", classes: 3 },
  layers: [
    {
      kind: "conv2d",
      channels: 3,
      kernel: 3,
      stride: 1,
      padding: 1,
      weightBits: 8,
      biasBits: 12,
      accumulatorBits: 14,
      lanes: { over: "outputs", stride: 60 },
      requantise: { shift: 6, activationBits: 6 },
    },
    { kind: "maxPool", window: 2 },
    {
      kind: "dense",
      outputs: 3,
      weightBits: 8,
      biasBits: 12,
      accumulatorBits: 18,
      lanes: { over: "outputs", stride: 40 },
    },
  ],
});

function tiny(name: string): Architecture {
  return tinyExamples.find(({ architecture }) => architecture.name === name)!.architecture;
}

/** The architecture of each of the networks that PyTorch made. */
export const pytorchArchitectures: Record<string, Architecture> = {
  mlp: tiny("tiny-mlp"),
  cnn: tiny("tiny-cnn"),
  colour,
  lora: tiny("tiny-lora"),
  moe: tiny("tiny-moe"),
  text: tiny("tiny-next"),
  regression: tiny("tiny-regression"),
};

export function pytorchPath(name: string, ending: "safetensors" | "onnx"): string {
  return join(FOLDER, `${name}.${ending}`);
}

/** What PyTorch computes: [samples] of integers as a task has them, and [samples] of outputs. */
export async function pytorchExpectations(): Promise<Record<string, { inputs: number[][]; outputs: number[][] }>> {
  return JSON.parse(await readFile(join(FOLDER, "expected.json"), "utf8"));
}

/** The largest difference of two lists of outputs. */
export function largestDifference(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(...a.flatMap((row, s) => row.map((value, i) => Math.abs(value - b[s]![i]!))));
}
