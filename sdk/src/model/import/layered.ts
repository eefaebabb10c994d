// SPDX-License-Identifier: MIT
import type { MatrixValues } from "../layers.ts";

/** A layer found in a graph, its weights in the order in which ours are. `source`: the node that it was found at. */
export type ImportedLayer = { source: string } & (
  | { kind: "dense"; values: MatrixValues }
  | { kind: "conv2d"; kernel: number; stride: number; padding: number; values: MatrixValues }
  | { kind: "maxPool"; window: number }
  | { kind: "averagePool"; window: number }
  | { kind: "residual"; from: number }
  /** [dimensions][symbols] */
  | { kind: "embedding"; values: MatrixValues }
  | { kind: "lora"; base: number[][]; down: number[][]; up: MatrixValues }
  | { kind: "experts"; router: MatrixValues; experts: MatrixValues[] }
);

/** What a graph reads: of an image also height, width and channels. */
export type ImportedInput =
  | { kind: "features"; features: number; shape?: [height: number, width: number, channels: number] }
  | { kind: "symbols"; symbols: number; context: number };

/** A graph as the layers of a network of ours: every layer but the last ends with a ReLU where ours does. */
export interface ImportedNetwork {
  input: ImportedInput;
  layers: ImportedLayer[];
  /** What the graph multiplies its input with before the first layer. Already part of its weights, whose input is x / largest. */
  inputScale: number;
  /** Constants of the graph that no layer uses. */
  unused: string[];
}
