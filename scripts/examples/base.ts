// SPDX-License-Identifier: MIT
// The frozen base of digits-lora: the first layer of a network that has learned upright digits.
import type { Architecture, FloatNetwork, IntegerMatrix } from "@commonweight/sdk/model";
import { bytesToHex } from "viem";
import { drawGlyphs } from "../training/glyphs.ts";
import { trainNetwork } from "../training/train.ts";

/** The real number that a step of the base's integers stands for. */
export const BASE_STEP = 2 ** -4;

const UPRIGHT = { samples: 8000, seed: 1 };
const TRAINING = { epochs: 20, learningRate: 0.012, weightDecay: 0.04, seed: 17 };

/** The architecture with a dense layer in the place of the one with an adapter. */
export function withoutAdapter(adapted: Architecture): Architecture {
  const layers = adapted.layers.map((layer) => {
    if (layer.kind !== "lora") return layer;
    const { outputs, weightBits, biasBits, accumulatorBits, requantise, lanes } = layer;
    return { kind: "dense" as const, outputs, weightBits, biasBits, accumulatorBits, requantise, lanes };
  });
  return { ...adapted, layers };
}

/** Trains the network whose first layer is the base. @param adapted The architecture with the adapter. */
export function trainBase(adapted: Architecture): FloatNetwork {
  const { features, labels } = drawGlyphs(UPRIGHT.samples, UPRIGHT.seed);
  return trainNetwork(withoutAdapter(adapted), { inputs: features, labels }, TRAINING);
}

/** The architecture with the network's first layer as its base: a two's complement byte for each weight, row by row. */
export function freezeBase(adapted: Architecture, { matrices: [first] }: FloatNetwork): Architecture {
  const integers = first!.weights.flat().map((weight) => Math.round(weight / BASE_STEP));
  const base = bytesToHex(Uint8Array.from(integers, (value) => value & 0xff));
  return { ...adapted, layers: adapted.layers.map((layer) => (layer.kind === "lora" ? { ...layer, base } : layer)) };
}

/** What digits-lora begins with: an adapter that changes nothing, and the biases and the last layer of the base's network. */
export function beginningFrom(
  adapted: Architecture,
  { matrices: [first, last] }: FloatNetwork,
): (IntegerMatrix | undefined)[] {
  const { rank } = adapted.layers.find((layer) => layer.kind === "lora")!;
  const up = { weights: first!.weights.map(() => new Array<number>(rank).fill(0)), biases: first!.biases };
  return [undefined, up, last];
}
