// SPDX-License-Identifier: MIT
// What each operator makes of the values that it reads.
import { rowsOf, transposed } from "../order.ts";
import { integersOf } from "./attributes.ts";
import { readArgMax, readGather, readGatherNd } from "./choices.ts";
import { constantOf, takeConstant } from "./constants.ts";
import type { OnnxNode } from "./decode.ts";
import { finishLayer } from "./finish.ts";
import { readConv, readFactor, readGemm, readMatMul } from "./matrices.ts";
import type { Operator } from "./operators.ts";
import { readAveragePool, readMaxPool } from "./pools.ts";
import type { Recognition } from "./recognise.ts";
import { Refusal, Unknown } from "./refusal.ts";
import { readReshape, readSqueeze, readUnsqueeze } from "./shapes.ts";
import { addValues } from "./sums.ts";
import { describeValue, type Value } from "./values.ts";

/** Operators whose second input is a setting, such as a shape or axes. */
const SET_BY_INPUT: readonly string[] = ["Pad", "Reshape", "Squeeze", "Unsqueeze"] satisfies Operator[];

/**
 * The value that a node gives.
 *
 * @throws {@link Refusal} if our layers cannot express it; {@link Unknown} if it reads what could not be understood
 */
export function readNode(recognition: Recognition, node: OnnxNode): Value {
  const inputs = node.inputs.map((name) => (name === "" ? undefined : recognition.values.get(name)));
  if (inputs.some((input) => input?.kind === "unknown")) throw new Unknown();
  const [first, second, third] = inputs;
  const operator = node.operator as Operator;
  if (SET_BY_INPUT.includes(operator) && second?.kind === "constant") {
    for (const name of second.used) recognition.used.add(name);
  }
  switch (operator) {
    case "Constant":
      return constantOf(node);
    case "Identity":
    case "Dropout":
    case "Cast":
      return given(first);
    case "Pad":
      return readPad(node, given(first), second);
    case "Gemm":
      return readGemm(recognition, node, given(first), given(second), third);
    case "MatMul":
      return readMatMul(recognition, given(first), given(second));
    case "Conv":
      return readConv(recognition, node, given(first), given(second), third);
    case "Relu":
      return readRelu(recognition, node, given(first));
    case "MaxPool":
      return readMaxPool(recognition, node, given(first));
    case "AveragePool":
    case "GlobalAveragePool":
      return readAveragePool(recognition, node, given(first));
    case "Gather":
      return readGather(recognition, node, given(first), given(second));
    case "GatherND":
      return readGatherNd(recognition, node, given(first), given(second));
    case "ArgMax":
      return readArgMax(node, given(first));
    case "Add":
      return addValues(recognition, node, given(first), given(second));
    case "Mul":
    case "Div":
      return readFactor(recognition, operator, given(first), given(second));
    case "Flatten":
    case "Reshape":
      return readReshape(node, given(first), second);
    case "Squeeze":
      return readSqueeze(given(first));
    case "Unsqueeze":
      return readUnsqueeze(node, given(first), second);
    case "Transpose":
      return readTranspose(recognition, node, given(first));
  }
}

function given(value: Value | undefined): Value {
  if (value) return value;
  throw new Refusal("an input is missing; expected all that the operator needs");
}

/** A pad of zeros by nothing, which exporters write before pools. */
function readPad({ attributes }: OnnxNode, value: Value, pads: Value | undefined): Value {
  const widths = pads?.kind === "constant" ? [...pads.tensor.values] : attributes.pads;
  if (Array.isArray(widths) && widths.every((width) => width === 0)) return value;
  throw new Refusal("rows and columns around an image; expected the padding of a Conv");
}

function readRelu(recognition: Recognition, node: OnnxNode, x: Value): Value {
  if (x.kind === "pending") return finishLayer(recognition, x, node.name);
  const isPositive = x.kind === "activation" && x.layer >= 0 && recognition.layers[x.layer]!.kind !== "embedding";
  if (isPositive) return x;
  throw new Refusal(`a ReLU of ${describeValue(x)}; expected one after a matrix or a convolution`);
}

function readTranspose(recognition: Recognition, node: OnnxNode, x: Value): Value {
  if (x.kind !== "constant" || x.tensor.shape.length !== 2) {
    throw new Refusal("other axes for what layers give; expected channels first throughout");
  }
  const order = integersOf(node, "perm") ?? [1, 0];
  if (order.join() !== "1,0") return x;
  const { name, shape } = takeConstant(recognition, x, "a constant");
  const values = Float64Array.from(transposed(rowsOf(x.tensor)).flat());
  return { ...x, tensor: { name, shape: [shape[1]!, shape[0]!], values } };
}
