// SPDX-License-Identifier: MIT
import type { MatrixValues } from "../../layers.ts";
import type { ImportedLayer } from "../layered.ts";
import { reorderColumns } from "../order.ts";
import type { Recognition } from "./recognise.ts";
import { Refusal } from "./refusal.ts";
import type { Activation, Pending } from "./values.ts";

/** Biases, zeros where a layer has none. */
function biasesFor({ weights, biases }: { weights: number[][]; biases: number[] | undefined }): number[] {
  return biases ?? weights.map(() => 0);
}

/**
 * Ends a layer.
 *
 * @returns what it gives
 * @throws {@link Refusal} if it does not read the layer right before
 */
export function finishLayer(recognition: Recognition, pending: Pending, source: string): Activation {
  assertReadsLast(recognition, pending.input);
  if (pending.input.layer < 0) recognition.inputScale = pending.input.scale;
  recognition.layers.push({ source, ...layerOf(pending) });
  if (pending.part === "conv2d" && pending.pool !== undefined) {
    recognition.layers.push({ source, kind: "maxPool", window: pending.pool });
  }
  return { kind: "activation", layer: recognition.layers.length - 1, layout: pending.layout, scale: 1 };
}

/** Only a residual reads what is not given right before. */
function assertReadsLast({ layers }: Recognition, input: Activation): void {
  const last = layers.length - 1;
  if (input.layer === last) return;
  const name = (layer: number) =>
    layer < 0 ? "the input" : `layer ${layer} (${layers[layer]!.kind}, ${layers[layer]!.source})`;
  throw new Refusal(`it reads ${name(input.layer)}; expected ${name(last)}, the one right before`);
}

/** Distributes over the kinds of layers. */
type Sourceless<layer> = layer extends ImportedLayer ? Omit<layer, "source"> : never;

function layerOf(pending: Pending): Sourceless<ImportedLayer> {
  const { layout } = pending.input;
  const image = layout.kind === "vector" ? layout.image : undefined;
  const inOrder = (rows: number[][]) => reorderColumns(rows, image);
  const values = (rows: number[][], biases: number[] | undefined): MatrixValues => ({
    weights: inOrder(rows),
    biases: biases ?? rows.map(() => 0),
  });
  switch (pending.part) {
    case "dense":
      return { kind: "dense", values: values(pending.weights, pending.biases) };
    case "conv2d": {
      const { weights, kernel, stride, padding } = pending;
      return { kind: "conv2d", kernel, stride, padding, values: { weights, biases: biasesFor(pending) } };
    }
    case "adapter":
      throw new Refusal(
        "two matrices without a ReLU between them; expected a ReLU, or a third one beside them as in an adapter",
      );
    case "lora": {
      const up = { weights: pending.weights, biases: biasesFor(pending) };
      return { kind: "lora", base: inOrder(pending.base), down: inOrder(pending.down), up };
    }
    case "experts": {
      const { router } = pending.choice;
      const experts = pending.experts.map((rows, e) => values(rows, pending.biases?.[e]));
      return { kind: "experts", router: values(router.weights, router.biases), experts };
    }
  }
}
