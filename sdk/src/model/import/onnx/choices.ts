// SPDX-License-Identifier: MIT
import { rowsOf, transposed } from "../order.ts";
import { describeShape, type Tensor } from "../tensor.ts";
import { assertPlain, integerOf } from "./attributes.ts";
import { takeConstant } from "./constants.ts";
import type { OnnxNode } from "./decode.ts";
import type { Recognition } from "./recognise.ts";
import { Refusal } from "./refusal.ts";
import type { Choice, Value } from "./values.ts";

export function readGather(recognition: Recognition, node: OnnxNode, data: Value, indices: Value): Value {
  assertPlain(node, { axis: 0 });
  const tensor = takeConstant(recognition, data, "a table");
  if (indices.kind === "choice") return chosen(tensor, indices);
  if (indices.kind !== "symbols" || tensor.shape.length !== 2 || recognition.layers.length > 0) {
    throw new Refusal(
      "a look-up of something else; expected an embedding of the input's symbols, or of a router's choice",
    );
  }
  const [symbols, dimensions] = tensor.shape as [number, number];
  recognition.input = { kind: "symbols", symbols, context: indices.context };
  const values = { weights: transposed(rowsOf(tensor)), biases: [] };
  recognition.layers.push({ source: node.name, kind: "embedding", values });
  const layout = { kind: "sequence", length: indices.context, dimensions } as const;
  return { kind: "activation", layer: 0, layout, scale: 1 };
}

/** What PyTorch's exporter writes for the weights of a chosen expert, from 2.9 on. */
export function readGatherNd(recognition: Recognition, node: OnnxNode, data: Value, indices: Value): Value {
  assertPlain(node, { batch_dims: 0 });
  if (indices.kind !== "choiceColumn")
    throw new Refusal("a look-up of something else; expected one by a router's choice");
  return chosen(takeConstant(recognition, data, "a table"), indices.choice);
}

function chosen(tensor: Tensor, choice: Choice): Value {
  const experts = choice.router.weights.length;
  if (tensor.shape.length >= 2 && tensor.shape[0] === experts) return { kind: "chosen", choice, tensor };
  throw new Refusal(
    `experts of the shape ${describeShape(tensor.shape)}; expected ${experts}, as the router chooses from`,
  );
}

/** The choice of a router: of equals the first, as ours. */
export function readArgMax(node: OnnxNode, x: Value): Value {
  const axis = integerOf(node, "axis", 0);
  assertPlain(node, { select_last_index: 0, keepdims: 0 });
  if (x.kind !== "pending" || x.part !== "dense" || (axis !== 1 && axis !== -1)) {
    throw new Refusal(
      "the largest of something else; expected a choice by a router, a dense layer without a ReLU, along axis 1",
    );
  }
  return { kind: "choice", input: x.input, router: { weights: x.weights, biases: x.biases ?? x.weights.map(() => 0) } };
}
