// SPDX-License-Identifier: MIT

import { splitRows, takeConstant, vectorFor } from "./constants.ts";
import type { OnnxNode } from "./decode.ts";
import type { Recognition } from "./recognise.ts";
import { Refusal } from "./refusal.ts";
import { type Activation, describeLayout, describeValue, type Pending, type Value } from "./values.ts";

/** What an Add is: biases, an adapter beside its base, the biases of a chosen expert, or a residual. */
export function addValues(recognition: Recognition, node: OnnxNode, a: Value, b: Value): Value {
  if (a.kind === "pending" && b.kind === "constant") return withBiases(recognition, a, b);
  if (a.kind === "constant" && b.kind === "pending") return withBiases(recognition, b, a);
  if (a.kind === "pending" && b.kind === "pending") return withAdapter(a, b);
  if (a.kind === "pending" && b.kind === "chosen") return withChosenBiases(a, b);
  if (a.kind === "chosen" && b.kind === "pending") return withChosenBiases(b, a);
  if (a.kind === "activation" && b.kind === "activation") return residual(recognition, node, a, b);
  if (a.kind === "pending" || b.kind === "pending") {
    throw new Refusal(
      "a sum of a layer's output and sums before a ReLU; expected the ReLU before the addition: x + relu(f(x))",
    );
  }
  throw new Refusal(`a sum of ${describeValue(a)} and ${describeValue(b)}; expected biases, an adapter or a residual`);
}

function withBiases(recognition: Recognition, pending: Pending, constant: Value): Value {
  if (pending.part === "experts") throw new Refusal("biases of all experts alike; expected those of the chosen one");
  const rows = pending.weights.length;
  const added = vectorFor(takeConstant(recognition, constant, "biases"), rows);
  return { ...pending, biases: added.map((bias, i) => bias + (pending.biases?.[i] ?? 0)) };
}

function withAdapter(a: Pending, b: Pending): Value {
  const [base, adapter] = a.part === "dense" ? [a, b] : [b, a];
  if (base.part !== "dense" || adapter.part !== "adapter") {
    throw new Refusal("a sum of two layers before a ReLU; expected W₀x + B·(A·x) of an adapter");
  }
  if (base.input.layer !== adapter.input.layer || base.weights.length !== adapter.weights.length) {
    throw new Refusal("an adapter beside another layer; expected one that reads and gives as many numbers as its base");
  }
  const { input, layout, down, weights } = adapter;
  const biases = weights.map((_, i) => (base.biases?.[i] ?? 0) + (adapter.biases?.[i] ?? 0));
  return { kind: "pending", part: "lora", input, layout, base: base.weights, down, weights, biases };
}

function withChosenBiases(pending: Pending, { choice, tensor }: Value & { kind: "chosen" }): Value {
  if (pending.part !== "experts" || pending.choice !== choice || pending.biases) {
    throw new Refusal("the chosen biases beside something else; expected them beside the same choice's product");
  }
  const outputs = pending.experts[0]!.length;
  if (tensor.shape.length !== 2 || tensor.shape[1] !== outputs) {
    throw new Refusal(`biases of the shape [${tensor.shape.join(", ")}]; expected [experts, ${outputs}]`);
  }
  return { ...pending, biases: splitRows(tensor) };
}

function residual(recognition: Recognition, node: OnnxNode, a: Activation, b: Activation): Value {
  const { layers } = recognition;
  const last = layers.length - 1;
  const [latest, earlier] = a.layer === last ? [a, b] : [b, a];
  if (latest.layer !== last || earlier.layer < 0 || earlier.layer >= last) {
    throw new Refusal(
      "a sum of other layers; expected the last layer's output and that of an earlier one, not of the input",
    );
  }
  const [one, other] = [describeLayout(latest.layout), describeLayout(earlier.layout)];
  if (one !== other) throw new Refusal(`a sum of ${one} and ${other}; expected the same shape`);
  layers.push({ source: node.name, kind: "residual", from: earlier.layer });
  return { ...latest, layer: layers.length - 1 };
}
