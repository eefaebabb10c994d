// SPDX-License-Identifier: MIT
// Fine-tuning begins with the weights of a model that is published.
import { type IntegerMatrix, type IntegerModel, layersOf } from "@commonweight/sdk/model";

/**
 * Real numbers that compute what a model of dense layers computes, but for its rounding and saturation: where a network that is to
 * become its successor begins.
 *
 * A dense layer's integers give ⌊(W·x + b) / 2^shift⌉. Inputs and activations of real networks lie in [0, 1]: each is divided by the
 * largest, the weights are multiplied by the input's. Logit 0, which a model does not store, is zero.
 *
 * @throws RangeError where the model has a layer that is not dense
 */
export function beginFrom({ architecture, matrices }: IntegerModel): IntegerMatrix[] {
  return layersOf(architecture).map(({ layer, input, isLast }, index) => {
    if (layer.kind !== "dense") throw new RangeError(`Layer ${index} is ${layer.kind}; expected dense.`);
    const scale = layer.requantise ? 1 / (2 ** layer.requantise.shift * (2 ** layer.requantise.activationBits - 1)) : 1;
    const { weights, biases } = matrices[index]!;
    const rows = weights.map((row) => row.map((weight) => weight * input.maximum * scale));
    const offsets = biases.map((bias) => bias * scale);
    if (!isLast || architecture.output.kind !== "logits") return { weights: rows, biases: offsets };
    return { weights: [Array<number>(input.count).fill(0), ...rows], biases: [0, ...offsets] };
  });
}
