// SPDX-License-Identifier: MIT
import { assertPlain, squareOf } from "./attributes.ts";
import type { OnnxNode } from "./decode.ts";
import type { Recognition } from "./recognise.ts";
import { Refusal } from "./refusal.ts";
import { type Activation, describeLayout, imageOf, type Value } from "./values.ts";

export function readMaxPool(recognition: Recognition, node: OnnxNode, x: Value): Value {
  const window = windowOf(node);
  // The largest of a window before the ReLU is, after it, the largest after it.
  if (x.kind === "pending" && x.part === "conv2d" && x.pool === undefined) {
    return { ...x, layout: pooled(x.layout, window), pool: window };
  }
  const input = imageOf(x);
  if (recognition.layers[input.layer]?.kind !== "conv2d") {
    throw new Refusal("a pool of something else; expected one right after a convolution");
  }
  return pushPool(recognition, node, input, "maxPool", window);
}

export function readAveragePool(recognition: Recognition, node: OnnxNode, x: Value): Value {
  const input = imageOf(x);
  const { height, width } = input.layout;
  if (node.operator === "GlobalAveragePool" && height !== width) {
    throw new Refusal(`an image of ${height} × ${width}; expected a square one`);
  }
  const window = node.operator === "GlobalAveragePool" ? height : windowOf(node);
  if (input.layer < 0) throw new Refusal("a pool of the input; expected a layer before it");
  return pushPool(recognition, node, input, "averagePool", window);
}

/** Windows that do not overlap. */
function windowOf(node: OnnxNode): number {
  assertPlain(node, { ceil_mode: 0 });
  const window = squareOf(node, "kernel_shape", 0);
  const stride = squareOf(node, "strides", 1);
  if (stride !== window) throw new Refusal(`strides of ${stride}; expected ${window}, the window: ours do not overlap`);
  if (squareOf(node, "pads", 0, 4) !== 0) throw new Refusal("pads around the image; expected none");
  if (node.attributes.dilations && squareOf(node, "dilations", 1) !== 1)
    throw new Refusal("dilated windows; expected dense ones");
  return window;
}

function pooled(layout: Activation["layout"], window: number): Activation["layout"] {
  if (layout.kind !== "image") throw new Refusal(`${describeLayout(layout)}; expected an image`);
  const { height, width, channels } = layout;
  if (window < 2 || height % window !== 0 || width % window !== 0) {
    throw new Refusal(`a window of ${window}; expected a divisor of height ${height} and width ${width} above 1`);
  }
  return { kind: "image", height: height / window, width: width / window, channels };
}

function pushPool(
  recognition: Recognition,
  node: OnnxNode,
  input: Activation,
  kind: "maxPool" | "averagePool",
  window: number,
): Value {
  const layout = pooled(input.layout, window);
  if (input.layer !== recognition.layers.length - 1)
    throw new Refusal("an earlier layer as its input; expected the last one");
  recognition.layers.push({ source: node.name, kind, window });
  return { kind: "activation", layer: recognition.layers.length - 1, layout, scale: 1 };
}
