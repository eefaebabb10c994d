// SPDX-License-Identifier: MIT
import type { MatrixValues } from "../../layers.ts";
import type { Tensor } from "../tensor.ts";
import { Refusal } from "./refusal.ts";

/**
 * How the numbers of a sample lie: in a vector, which may be a flattened image whose channels come first; as an image; or as the vectors of
 * a window of symbols.
 */
export type Layout =
  | { kind: "vector"; count: number; image?: Image }
  | ({ kind: "image" } & Image)
  | { kind: "sequence"; length: number; dimensions: number };

export interface Image {
  height: number;
  width: number;
  channels: number;
}

/** What a layer gives; layer −1 is the input. */
export interface Activation {
  kind: "activation";
  layer: number;
  layout: Layout;
  /** Of the input: what it was multiplied with. */
  scale: number;
}

/** A matrix applied, before biases, sums and the ReLU that end a layer. */
export type Pending = { kind: "pending"; input: Activation; layout: Layout } & (
  | { part: "dense"; weights: number[][]; biases: number[] | undefined }
  | {
      part: "conv2d";
      weights: number[][];
      biases: number[] | undefined;
      kernel: number;
      stride: number;
      padding: number;
      pool?: number;
    }
  /** B·(A·x) */
  | { part: "adapter"; down: number[][]; weights: number[][]; biases: number[] | undefined }
  | { part: "lora"; base: number[][]; down: number[][]; weights: number[][]; biases: number[] | undefined }
  | { part: "experts"; choice: Choice; experts: number[][][]; biases: number[][] | undefined }
);

/** The expert that a router has chosen. */
export interface Choice {
  kind: "choice";
  input: Activation;
  router: MatrixValues;
}

/** What the graph's values are, as far as they were understood. */
export type Value =
  | { kind: "constant"; tensor: Tensor; used: string[] }
  | Activation
  | Pending
  | Choice
  /** A choice as a column, for a look-up of whole experts by GatherND. */
  | { kind: "choiceColumn"; choice: Choice }
  /** A constant of which the choice takes a part. */
  | { kind: "chosen"; choice: Choice; tensor: Tensor }
  /** A vector as a matrix of one column. */
  | { kind: "column"; input: Activation }
  /** The graph's input where it is symbols. */
  | { kind: "symbols"; context: number }
  /** The chosen expert's product, as a matrix of one column. */
  | { kind: "columns"; pending: Pending }
  /** What could not be understood; its reason was given where it arose. */
  | { kind: "unknown" };

export function countOf(layout: Layout): number {
  switch (layout.kind) {
    case "vector":
      return layout.count;
    case "image":
      return layout.height * layout.width * layout.channels;
    case "sequence":
      return layout.length * layout.dimensions;
  }
}

/** A layout as it reads in a message. */
export function describeLayout(layout: Layout): string {
  switch (layout.kind) {
    case "vector":
      return `${layout.count} numbers`;
    case "image":
      return `an image of ${layout.channels} × ${layout.height} × ${layout.width}`;
    case "sequence":
      return `${layout.length} vectors of ${layout.dimensions}`;
  }
}

/** What a value is, in words. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "activation":
      return describeLayout(value.layout);
    case "pending":
      return "the sums of a layer without a ReLU";
    case "constant":
      return "a constant";
    case "symbols":
      return "symbols";
    default:
      return "a part of experts";
  }
}

export function imageOf(value: Value): Activation & { layout: { kind: "image" } } {
  if (value.kind === "activation" && value.layout.kind === "image") return value as never;
  throw new Refusal(`${describeValue(value)} as its input; expected an image of [N, channels, height, width]`);
}
