// SPDX-License-Identifier: MIT
// Writes networks of real numbers the way PyTorch would, for tests of what reads them: matrices [outputs, inputs], images channels first.
import {
  type Architecture,
  baseWeights,
  type FloatNetwork,
  layersOf,
  type PlacedLayer,
} from "../../../src/model/index.ts";
import type { TestGraph, TestNode, TestTensor } from "./encodeOnnx.ts";

type NamedTensor = TestTensor & { name: string };

/** Columns of an image whose channels come last, put channels first. */
function channelsFirst(row: readonly number[], [height, width, channels]: readonly [number, number, number]): number[] {
  return row.map((_, at) => {
    const channel = Math.floor(at / (height * width));
    return row[(at % (height * width)) * channels + channel]!;
  });
}

/** Tensors under the names of their places, and the graph that computes with them; reads channels first where the input is an image. */
export function exportNetwork(
  architecture: Architecture,
  network: FloatNetwork,
): { tensors: NamedTensor[]; graph: TestGraph } {
  const tensors: NamedTensor[] = [];
  const nodes: TestNode[] = [];
  const values: string[] = [];
  let adapters = 0;
  const constant = (name: string, shape: number[], numbers: number[]): string => {
    tensors.push({ name, shape, values: numbers });
    return name;
  };
  const apply = (
    operator: string,
    inputs: string[],
    output: string,
    attributes: TestNode["attributes"] = {},
  ): string => {
    nodes.push({ operator, inputs, output, attributes });
    return output;
  };
  for (const placed of layersOf(architecture)) {
    const { index: l, layer, input, isLast, firstMatrix } = placed;
    const before = values.at(-1) ?? "x";
    const [first, ...others] = network.matrices.slice(firstMatrix, firstMatrix + placed.matrices.length);
    const place = `layers.${l}`;
    const rowsOf = (rows: readonly (readonly number[])[]) =>
      rows.flatMap((row) => (flattened(placed) ? channelsFirst(row, input.shape!) : row));
    const matrix = (part: string, rows: readonly (readonly number[])[]) =>
      constant(`${place}.${part}`, [rows.length, rows[0]!.length], rowsOf(rows));
    const vector = () => (flattened(placed) ? apply("Flatten", [before], `flat${l}`) : before);
    const output = isLast ? "y" : `h${l}`;
    switch (layer.kind) {
      case "dense": {
        const weights = matrix("weights", first!.weights);
        const biases = constant(`${place}.biases`, [first!.biases.length], first!.biases);
        const sums = apply("Gemm", [vector(), weights, biases], isLast ? "y" : `z${l}`, { transB: 1 });
        values.push(isLast ? sums : apply("Relu", [sums], output));
        break;
      }
      case "conv2d": {
        const channels = input.shape![2];
        const { kernel, stride, padding } = layer;
        const rows = first!.weights.map((row) => channelsFirst(row, [kernel, kernel, channels]));
        const weights = constant(`${place}.weights`, [rows.length, channels, kernel, kernel], rows.flat());
        const biases = constant(`${place}.biases`, [rows.length], first!.biases);
        const attributes = { pads: Array(4).fill(padding), strides: [stride, stride], kernel_shape: [kernel, kernel] };
        values.push(apply("Relu", [apply("Conv", [before, weights, biases], `z${l}`, attributes)], output));
        break;
      }
      case "maxPool":
      case "averagePool": {
        const window = [layer.window, layer.window];
        values.push(
          apply(layer.kind === "maxPool" ? "MaxPool" : "AveragePool", [before], output, {
            kernel_shape: window,
            strides: window,
          }),
        );
        break;
      }
      case "residual":
        values.push(apply("Add", [values[layer.from]!, before], output));
        break;
      case "embedding": {
        const table = first!.weights[0]!.map((_, symbol) => first!.weights.map((row) => row[symbol]!));
        const name = constant(`${place}.table`, [table.length, first!.weights.length], table.flat());
        values.push(apply("Flatten", [apply("Gather", [name, "x"], `e${l}`)], output));
        break;
      }
      case "lora": {
        const scale = network.baseScales![adapters++]!;
        const x = vector();
        const base = matrix(
          "base",
          baseWeights(layer, input.count).map((row) => row.map((weight) => weight * scale)),
        );
        const down = matrix("down", first!.weights);
        const [up] = others;
        const upper = constant(`${place}.up`, [up!.weights.length, layer.rank], up!.weights.flat());
        const biases = constant(`${place}.biases`, [up!.biases.length], up!.biases);
        const frozen = apply("Gemm", [x, base], `f${l}`, { transB: 1 });
        const update = apply("Gemm", [apply("Gemm", [x, down], `d${l}`, { transB: 1 }), upper, biases], `u${l}`, {
          transB: 1,
        });
        values.push(apply("Relu", [apply("Add", [frozen, update], `z${l}`)], output));
        break;
      }
      case "experts": {
        const x = vector();
        const router = matrix("router.weights", first!.weights);
        const routerBiases = constant(`${place}.router.biases`, [layer.experts], first!.biases);
        const stacked = others.flatMap(({ weights }) => rowsOf(weights));
        const weights = constant(`${place}.experts.weights`, [layer.experts, layer.outputs, input.count], stacked);
        const biases = constant(
          `${place}.experts.biases`,
          [layer.experts, layer.outputs],
          others.flatMap((expert) => expert.biases),
        );
        const axes = (name: string, axis: number): string => {
          nodes.push({
            operator: "Constant",
            inputs: [],
            output: name,
            attributes: { value: { shape: [1], values: [axis], type: 7 } },
          });
          return name;
        };
        const routed = apply("Gemm", [x, router, routerBiases], `r${l}`, { transB: 1 });
        const choice = apply("ArgMax", [routed], `c${l}`, { axis: 1, keepdims: 0 });
        const column = apply("Unsqueeze", [x, axes(`last${l}`, -1)], `k${l}`);
        // Older exporters write the one, newer ones the other.
        const isOld = l % 2 === 0;
        const index = isOld ? choice : apply("Unsqueeze", [choice, axes(`index axis${l}`, -1)], `i${l}`);
        const lookUp = (table: string, name: string) => apply(isOld ? "Gather" : "GatherND", [table, index], name);
        const product = apply("MatMul", [lookUp(weights, `w${l}`), column], `p${l}`);
        const sums = apply("Squeeze", [product, axes(`second${l}`, 2)], `q${l}`);
        values.push(apply("Relu", [apply("Add", [sums, lookUp(biases, `b${l}`)], `z${l}`)], output));
        break;
      }
    }
  }
  const { input } = architecture;
  const lengths =
    input.kind === "symbols"
      ? [input.context]
      : input.shape
        ? [input.shape[2], input.shape[0], input.shape[1]]
        : [input.features];
  return {
    tensors,
    graph: { nodes, tensors, inputs: { x: [undefined, ...lengths] }, symbols: input.kind === "symbols" },
  };
}

/** Whether a layer reads an image as a vector. */
function flattened({ layer, input }: PlacedLayer): boolean {
  return input.shape !== undefined && (layer.kind === "dense" || layer.kind === "lora" || layer.kind === "experts");
}
