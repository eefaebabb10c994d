// SPDX-License-Identifier: MIT
// Ordinary training of networks of real numbers: mini-batches, Adam, and a rate that falls to zero. It knows nothing of the
// protocol: any framework's network would do as well.
import type { Architecture, FloatNetwork } from "@commonweight/sdk/model";
import { createAdam } from "./adam.ts";
import { crossEntropy, squaredError } from "./losses.ts";
import { type Beginning, createNetwork, type TrainedNetwork } from "./network.ts";
import { createRandom } from "./random.ts";

/** What a network learns: a label or targets, which are real numbers, for each input of integers. */
export type Lessons =
  | { inputs: readonly (readonly number[])[]; labels: readonly number[] }
  | { inputs: readonly (readonly number[])[]; targets: readonly (readonly number[])[] };

/** How a network is trained. */
export interface Training extends Beginning {
  /** Decides the order of the samples too. */
  seed: number;
  epochs: number;
  batch?: number;
  learningRate?: number;
  /** Pull of every weight towards zero, a step, in units of the learning rate. */
  weightDecay?: number;
  /** Called after each epoch with the mean loss over it. */
  onEpoch?: (epoch: number, loss: number) => void;
}

/**
 * Trains a network of an architecture.
 * @example const network = trainNetwork(architecture, { inputs: features, labels }, { epochs: 20, seed: 1 });
 */
export function trainNetwork(architecture: Architecture, lessons: Lessons, training: Training): FloatNetwork {
  const { epochs, seed, batch = 16, learningRate = 0.004, weightDecay = 0.01, onEpoch, ...beginning } = training;
  const network = createNetwork(architecture, { ...beginning, seed });
  const move = createAdam(network.parameters);
  // The order of the samples shall not repeat the numbers that the first weights came from.
  const random = createRandom(~seed);
  const order = lessons.inputs.map((_, index) => index);
  const steps = epochs * Math.ceil(order.length / batch);

  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    let loss = 0;
    for (let start = 0; start < order.length; start += batch) {
      network.onProgress(step / steps);
      const members = order.slice(start, start + batch);
      for (const member of members) loss += learn(network, lessons, member);
      const rate = (learningRate * (1 + Math.cos((Math.PI * step++) / steps))) / 2;
      move({ samples: members.length, rate, weightDecay });
      network.onStep();
    }
    onEpoch?.(epoch, loss / order.length);
  }
  return network.toFloatNetwork();
}

/** One sample forwards and backwards. @returns Its loss. */
function learn(network: TrainedNetwork, lessons: Lessons, member: number): number {
  network.forward(lessons.inputs[member]!);
  const loss =
    "labels" in lessons
      ? crossEntropy(network.output, lessons.labels[member]!)
      : squaredError(network.output, lessons.targets[member]!);
  network.backward();
  return loss;
}
