// SPDX-License-Identifier: MIT
import { patchRowsOf, rowsOf, transposed } from "../order.ts";
import { describeShape, type Tensor } from "../tensor.ts";
import { assertPlain, integerOf, squareOf } from "./attributes.ts";
import { splitRows, takeConstant, vectorFor } from "./constants.ts";
import type { OnnxNode } from "./decode.ts";
import type { Recognition } from "./recognise.ts";
import { Refusal } from "./refusal.ts";
import {
  type Activation,
  countOf,
  describeLayout,
  describeValue,
  imageOf,
  type Pending,
  type Value,
} from "./values.ts";

export function readGemm(recognition: Recognition, node: OnnxNode, a: Value, b: Value, c: Value | undefined): Value {
  assertPlain(node, { transA: 0 });
  const alpha = integerOf(node, "alpha", 1);
  const beta = integerOf(node, "beta", 1);
  const stored = matrixOf(takeConstant(recognition, b, "weights"));
  const rows = integerOf(node, "transB", 0) === 1 ? stored : transposed(stored);
  const biases = c && vectorFor(takeConstant(recognition, c, "biases"), rows.length).map((bias) => beta * bias);
  return applied(a, scaled(rows, alpha), biases);
}

export function readMatMul(recognition: Recognition, a: Value, b: Value): Value {
  if (a.kind === "chosen" && b.kind === "column") return chosenProduct(a, b.input);
  return applied(a, transposed(matrixOf(takeConstant(recognition, b, "weights"))), undefined);
}

export function readConv(recognition: Recognition, node: OnnxNode, x: Value, w: Value, b: Value | undefined): Value {
  const input = imageOf(x);
  const { height, width, channels } = input.layout;
  const tensor = takeConstant(recognition, w, "weights");
  const [outputs, inputs, kernel, across] = tensor.shape;
  assertPlain(node, { group: 1 });
  if (tensor.shape.length !== 4 || kernel !== across || inputs !== channels) {
    const found = `weights of the shape ${describeShape(tensor.shape)}`;
    throw new Refusal(`${found}; expected [channels, ${channels}, kernel, kernel] with a square kernel`);
  }
  if (squareOf(node, "dilations", 1) !== 1) throw new Refusal("dilated patches; expected dilations of 1");
  const stride = squareOf(node, "strides", 1);
  const padding = squareOf(node, "pads", 0, 4);
  const along = (length: number) => Math.floor((length + 2 * padding - kernel!) / stride) + 1;
  const layout = { kind: "image", height: along(height), width: along(width), channels: outputs! } as const;
  if (layout.height < 1 || layout.width < 1 || stride < 1)
    throw new Refusal("patches beyond the image; expected smaller ones");
  const weights = patchRowsOf(tensor);
  const biases = b && vectorFor(takeConstant(recognition, b, "biases"), outputs!);
  return { kind: "pending", part: "conv2d", input, layout, weights, biases, kernel: kernel!, stride, padding };
}

export function readFactor(recognition: Recognition, operator: "Mul" | "Div", a: Value, b: Value): Value {
  const [x, constant] = a.kind === "constant" && operator === "Mul" ? [b, a] : [a, b];
  const { shape, values } = takeConstant(recognition, constant, "a factor");
  if (values.length !== 1) throw new Refusal(`factors of the shape ${describeShape(shape)}; expected a single one`);
  const factor = operator === "Mul" ? values[0]! : 1 / values[0]!;
  if (!Number.isFinite(factor) || factor <= 0) throw new Refusal(`a factor of ${factor}; expected a positive one`);
  if (x.kind === "activation" && x.layer < 0) return { ...x, scale: x.scale * factor };
  if (x.kind === "pending" && (x.part === "adapter" || x.part === "dense")) {
    const biases = x.biases?.map((bias) => bias * factor);
    return { ...x, weights: scaled(x.weights, factor), biases };
  }
  throw new Refusal(`a factor of ${describeValue(x)}; expected one of the input, or of an adapter`);
}

/** A matrix applied to a layer's output or, without a ReLU between, to another matrix. @param rows - [outputs][inputs] */
function applied(value: Value, rows: number[][], biases: number[] | undefined): Pending {
  const layout = { kind: "vector", count: rows.length } as const;
  const columns = rows[0]!.length;
  if (value.kind === "pending" && value.part === "dense" && !value.biases) {
    assertColumns(value.weights.length, columns);
    return { kind: "pending", part: "adapter", input: value.input, layout, down: value.weights, weights: rows, biases };
  }
  if (value.kind === "pending") {
    throw new Refusal("the sums of a layer without a ReLU; expected a ReLU between two layers");
  }
  const input = vectorOf(value);
  assertColumns(countOf(input.layout), columns);
  return { kind: "pending", part: "dense", input, layout, weights: rows, biases };
}

function vectorOf(value: Value): Activation {
  if (value.kind !== "activation")
    throw new Refusal(`${describeValue(value)} as its input; expected what a layer gives`);
  if (value.layout.kind === "vector") return value;
  throw new Refusal(`${describeLayout(value.layout)} as its input; expected a vector: flatten it first`);
}

function assertColumns(found: number, expected: number): void {
  if (found !== expected) throw new Refusal(`${found} numbers as its input; expected ${expected}, as its weights have`);
}

function matrixOf(tensor: Tensor): number[][] {
  if (tensor.shape.length === 2) return rowsOf(tensor);
  throw new Refusal(`weights of the shape ${describeShape(tensor.shape)}; expected two dimensions`);
}

/** The chosen expert's matrix times the vector that the router has read too. */
function chosenProduct({ choice, tensor }: Value & { kind: "chosen" }, input: Activation): Value {
  const [, outputs, columns] = tensor.shape;
  if (tensor.shape.length !== 3 || columns !== countOf(input.layout) || input.layer !== choice.input.layer) {
    const expected = `[experts, outputs, ${countOf(input.layout)}], applied to what the router reads`;
    throw new Refusal(`experts of the shape ${describeShape(tensor.shape)}; expected ${expected}`);
  }
  const experts = splitRows(tensor).map((rows) =>
    rowsOf({ shape: [outputs!, columns], values: Float64Array.from(rows) }),
  );
  const layout = { kind: "vector", count: outputs! } as const;
  return {
    kind: "columns",
    pending: { kind: "pending", part: "experts", input, layout, choice, experts, biases: undefined },
  };
}

function scaled(rows: number[][], factor: number): number[][] {
  return factor === 1 ? rows : rows.map((row) => row.map((value) => value * factor));
}
