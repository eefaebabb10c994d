// SPDX-License-Identifier: MIT
import { rowsOf } from "../order.ts";
import { describeShape, type Tensor } from "../tensor.ts";
import type { OnnxNode } from "./decode.ts";
import type { Recognition } from "./recognise.ts";
import { Refusal } from "./refusal.ts";
import type { Value } from "./values.ts";

export function constantOf(node: OnnxNode): Value {
  const { value, value_float: float, value_int: integer, value_floats: floats, value_ints: integers } = node.attributes;
  if (typeof value === "object" && !Array.isArray(value)) return { kind: "constant", tensor: value, used: [] };
  const list = floats ?? integers;
  if (Array.isArray(list)) {
    return {
      kind: "constant",
      tensor: { name: node.name, shape: [list.length], values: Float64Array.from(list) },
      used: [],
    };
  }
  const scalar = float ?? integer;
  if (typeof scalar !== "number") throw new Refusal("a constant of another kind; expected numbers");
  return { kind: "constant", tensor: { name: node.name, shape: [], values: Float64Array.of(scalar) }, used: [] };
}

/** The most numbers that nodes read of constants: a small file could else have one large constant read by thousands of nodes. */
const MOST_NUMBERS = 2 ** 22;

/** The tensor of a constant, from now on one that is used. */
export function takeConstant(recognition: Recognition, value: Value, what: string): Tensor {
  if (value.kind !== "constant") throw new Refusal(`${what} that the graph computes; expected a constant`);
  recognition.numbers += value.tensor.values.length;
  if (recognition.numbers > MOST_NUMBERS)
    throw new Refusal(`more than ${MOST_NUMBERS} numbers; expected at most so many`);
  for (const name of value.used) recognition.used.add(name);
  return value.tensor;
}

/** A tensor as lists along its first dimension. */
export function splitRows({ shape, values }: Tensor): number[][] {
  return rowsOf({ shape: [shape[0]!, values.length / shape[0]!], values });
}

/** A constant that has a number for each row, and otherwise dimensions of one. */
export function vectorFor({ shape, values }: Tensor, rows: number): number[] {
  const wide = shape.filter((length) => length !== 1);
  if (values.length === rows && wide.length <= 1) return [...values];
  throw new Refusal(`biases of the shape ${describeShape(shape)}; expected ${rows} numbers`);
}
