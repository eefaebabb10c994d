// SPDX-License-Identifier: MIT
import type { Architecture } from "../architecture.ts";
import { layersOf, type PlacedLayer } from "../placement.ts";
import type { Image } from "./onnx/values.ts";

/** A tensor that an architecture needs, in the shape that PyTorch gives it. */
export interface Slot {
  /** Its name in mappings, for example `layers.0.weights`. */
  place: string;
  /** Index of its layer. */
  layer: number;
  part:
    | "weights"
    | "biases"
    | "table"
    | "router.weights"
    | "router.biases"
    | "experts.weights"
    | "experts.biases"
    | LoraPart;
  shape: number[];
  /** Whether a network can be without it: the frozen base is the architecture's. */
  isOptional: boolean;
}

type LoraPart = "base" | "down" | "up";

/** The tensors that networks of an architecture have, in the order of its layers. */
export function slotsOf(architecture: Architecture): Slot[] {
  return layersOf(architecture).flatMap((placed) => {
    return partsOf(placed, architecture).map(([part, shape]) => {
      const layer = placed.index;
      return { place: `layers.${layer}.${part}`, layer, part, shape, isOptional: part === "base" };
    });
  });
}

function partsOf(
  { layer, input, isLast }: PlacedLayer,
  { output, ...architecture }: Architecture,
): [Slot["part"], number[]][] {
  switch (layer.kind) {
    case "dense": {
      // The first class, whose logit we store none of, is there in a network of real numbers.
      const rows = isLast && output.kind === "logits" ? output.classes : layer.outputs;
      return [
        ["weights", [rows, input.count]],
        ["biases", [rows]],
      ];
    }
    case "conv2d":
      return [
        ["weights", [layer.channels, input.shape![2], layer.kernel, layer.kernel]],
        ["biases", [layer.channels]],
      ];
    case "embedding": {
      const symbols = architecture.input.kind === "symbols" ? architecture.input.symbols : 0;
      return [["table", [symbols, layer.dimensions]]];
    }
    case "lora":
      return [
        ["base", [layer.outputs, input.count]],
        ["down", [layer.rank, input.count]],
        ["up", [layer.outputs, layer.rank]],
        ["biases", [layer.outputs]],
      ];
    case "experts":
      return [
        ["router.weights", [layer.experts, input.count]],
        ["router.biases", [layer.experts]],
        ["experts.weights", [layer.experts, layer.outputs, input.count]],
        ["experts.biases", [layer.experts, layer.outputs]],
      ];
    case "maxPool":
    case "averagePool":
    case "residual":
      return [];
  }
}

/**
 * The image that a layer's input is once it is flattened, as PyTorch does, channels first. The input of the network is not: its features
 * run as the task has them.
 */
export function flattenedImage({ index, layer, input }: PlacedLayer): Image | undefined {
  if (index === 0 || !input.shape || layer.kind === "conv2d") return undefined;
  const [height, width, channels] = input.shape;
  return { height, width, channels };
}
