// SPDX-License-Identifier: MIT
import { BaseError } from "../../errors/BaseError.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { OnnxGraph } from "./onnx/decode.ts";
import { channelsLast } from "./order.ts";

/** Thrown where onnxruntime-web is needed and not installed. */
export class MissingRuntimeError extends BaseError {
  constructor(cause: unknown) {
    super("The package onnxruntime-web is missing; expected it beside this one, to run ONNX files.", {
      cause,
      name: "MissingRuntimeError",
      metaMessages: ["npm install onnxruntime-web"],
    });
  }
}

/** Loads onnxruntime-web. */
export type LoadRuntime = () => Promise<typeof import("onnxruntime-web")>;

/**
 * Runs an ONNX file with onnxruntime-web, to compare our reading of it with: the runtime knows nothing of our layers.
 *
 * @param parameters - `bytes` and `graph`: the file, and what `decodeOnnx` gave for it; `inputs`: [samples], integers as the task
 * has them; `inputScale`: what the graph's input is in them: 1 if it reads integers, 1 / (2^featureBits − 1) if it reads features in [0, 1]
 * @returns [samples][outputs]
 * @throws {@link MissingRuntimeError} without that package; {@link BaseError} if it refuses the file
 * @example
 * const outputs = await runOnnx({ bytes, graph: decodeOnnx(bytes), inputs: features, inputScale: 1 / 15 });
 */
export async function runOnnx(parameters: {
  bytes: Uint8Array;
  graph: OnnxGraph;
  inputs: readonly (readonly number[])[];
  inputScale: number;
  loadRuntime?: LoadRuntime;
}): Promise<number[][]> {
  const { bytes, graph, inputs, inputScale, loadRuntime = () => import("onnxruntime-web") } = parameters;
  const runtime = await loadRuntime().catch((cause: unknown) => {
    throw new MissingRuntimeError(cause);
  });
  const [input] = graph.inputs;
  const [output] = graph.outputs;
  if (!input || !output) {
    throw new InvalidValueError({ subject: "The inputs and outputs of the graph", value: 0, expected: "one of each" });
  }
  // Threads and logs are nothing for a library to start.
  runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = "error";
  const batches = batchesOf(graph, inputs, inputScale);
  try {
    const session = await runtime.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
    const tensors = batches.map(({ dims, values, isSymbols }) => {
      return isSymbols
        ? new runtime.Tensor(
            "int64",
            BigInt64Array.from(values, (value) => BigInt(value)),
            dims,
          )
        : new runtime.Tensor("float32", Float32Array.from(values), dims);
    });
    const outputs: number[][] = [];
    for (const tensor of tensors) {
      const results = await session.run({ [input.name]: tensor });
      const result = results[output.name]!;
      const samples = result.dims[0]!;
      const values = Array.from(result.data as Float32Array);
      const width = values.length / samples;
      for (let s = 0; s < samples; s++) outputs.push(values.slice(s * width, (s + 1) * width));
    }
    await session.release();
    return outputs;
  } catch (cause) {
    throw new BaseError(`onnxruntime-web could not run the graph ${graph.name}.`, { cause });
  }
}

interface Batch {
  dims: number[];
  values: number[];
  isSymbols: boolean;
}

/** All samples at once, or one by one where the graph has a fixed batch of one. Images are put channels first. */
function batchesOf(graph: OnnxGraph, inputs: readonly (readonly number[])[], inputScale: number): Batch[] {
  const { name, shape } = graph.inputs[0]!;
  const isSymbols = graph.nodes.some((node) => node.operator === "Gather" && node.inputs[1] === name);
  const lengths = shape.slice(1) as number[];
  // Nothing is made in lengths that the file merely claims.
  const claimed = lengths.reduce((product, length) => product * length, 1);
  const found = inputs.find((sample) => sample.length !== claimed);
  if (found || !(shape[0] === undefined || shape[0] >= 1)) {
    const expected = `${found?.length ?? "a batch"} numbers for each sample, as the inputs have`;
    throw new InvalidValueError({
      subject: `The shape of ${name}`,
      value: `[${shape.map((length) => length ?? "?").join(", ")}]`,
      expected,
    });
  }
  const [channels, height, width] = lengths;
  const order =
    lengths.length === 3 ? inverse(channelsLast({ channels: channels!, height: height!, width: width! })) : undefined;
  const rows = inputs.map((sample) => {
    const scaled = isSymbols ? [...sample] : sample.map((value) => value * inputScale);
    return order ? order.map((at) => scaled[at]!) : scaled;
  });
  const size = shape[0] ?? rows.length;
  const batches: Batch[] = [];
  for (let start = 0; start < rows.length; start += size) {
    const members = rows.slice(start, start + size);
    batches.push({ dims: [members.length, ...lengths], values: members.flat(), isSymbols });
  }
  return batches;
}

function inverse(order: readonly number[]): number[] {
  const inverted = new Array<number>(order.length);
  for (const [i, at] of order.entries()) inverted[at] = i;
  return inverted;
}
