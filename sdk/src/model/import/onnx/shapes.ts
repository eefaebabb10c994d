// SPDX-License-Identifier: MIT
import { integerOf, integersOf } from "./attributes.ts";
import type { OnnxNode } from "./decode.ts";
import { Refusal } from "./refusal.ts";
import { type Activation, countOf, describeLayout, describeValue, type Layout, type Value } from "./values.ts";

/** Flatten, or a Reshape: to a vector, or of a vector of one channel to an image. */
export function readReshape(node: OnnxNode, x: Value, shape: Value | undefined): Value {
  if (x.kind !== "activation")
    throw new Refusal(`another shape for ${describeValue(x)}; expected one for what a layer gives`);
  const target = targetOf(node, x, shape);
  if (target.length === 1) return { ...x, layout: flattened(x.layout) };
  const [channels, height, width] = target as [number, number, number];
  if (x.layout.kind === "image" && String([x.layout.channels, x.layout.height, x.layout.width]) === String(target))
    return x;
  if (x.layout.kind !== "vector" || x.layout.image || channels !== 1) {
    const found = `${describeLayout(x.layout)} as an image of ${channels} × ${height} × ${width}`;
    throw new Refusal(
      `${found}; expected one channel, since features run pixel by pixel: let the graph read [N, channels, height, width]`,
    );
  }
  return { ...x, layout: { kind: "image", channels, height, width } };
}

/** The lengths after the batch's: one of a vector, three of an image. */
function targetOf(node: OnnxNode, { layout }: Activation, shape: Value | undefined): number[] {
  const count = countOf(layout);
  if (node.operator === "Flatten") {
    const axis = integerOf(node, "axis", 1);
    if (axis !== 1) throw new Refusal(`axis ${axis}; expected 1: everything but the batch`);
    return [count];
  }
  if (shape?.kind !== "constant") throw new Refusal("a shape that the graph computes; expected constant lengths");
  const lengths = [...shape.tensor.values];
  const [, ...own] = lengths;
  const known = own.filter((length) => length > 0).reduce((product, length) => product * length, 1);
  const resolved = own.map((length) => (length === -1 ? count / known : length));
  const isOne = resolved.length === 1 || resolved.length === 3;
  if (!isOne || resolved.some((length) => length < 1) || resolved.reduce((a, b) => a * b, 1) !== count) {
    throw new Refusal(
      `the shape [${lengths.join(", ")}] for ${count} numbers; expected [N, numbers] or [N, channels, height, width]`,
    );
  }
  return resolved;
}

function flattened(layout: Layout): Layout {
  const count = countOf(layout);
  if (layout.kind !== "image") return layout.kind === "vector" ? layout : { kind: "vector", count };
  const { height, width, channels } = layout;
  return { kind: "vector", count, image: { height, width, channels } };
}

/** Of the chosen expert's product. */
export function readSqueeze(x: Value): Value {
  if (x.kind === "columns") return x.pending;
  if (x.kind === "activation" && x.layout.kind === "image" && x.layout.height === 1 && x.layout.width === 1) {
    return { ...x, layout: { kind: "vector", count: x.layout.channels } };
  }
  throw new Refusal(`fewer axes for ${describeValue(x)}; expected a Flatten, or the product of a chosen expert`);
}

/** A vector as a column, for the chosen expert, or a choice as one. */
export function readUnsqueeze(node: OnnxNode, x: Value, axes: Value | undefined): Value {
  const list = axes?.kind === "constant" ? [...axes.tensor.values] : integersOf(node, "axes");
  const axis = list?.length === 1 ? list[0] : undefined;
  if (x.kind === "choice" && (axis === -1 || axis === 1)) return { kind: "choiceColumn", choice: x };
  const isLast = axis === -1 || axis === 2;
  if (x.kind === "activation" && x.layout.kind === "vector" && isLast) return { kind: "column", input: x };
  throw new Refusal(
    `more axes for ${describeValue(x)}; expected the column that a chosen expert's matrix is applied to`,
  );
}
