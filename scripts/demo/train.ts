// SPDX-License-Identifier: MIT
// Ordinary training of a dense ReLU network: softmax cross-entropy, mini-batches, stochastic gradient descent with
// momentum and a rate that falls to zero. It knows nothing of the protocol: any framework's network would do as well.
import type { Samples } from "@commonweight/sdk/data";
import type { FloatNetwork } from "@commonweight/sdk/model";
import { createRandom } from "./random.ts";

/** How a network is trained. */
export interface Training {
  /** Width of each layer, from the features to the classes. */
  widths: readonly number[];
  epochs: number;
  /** Decides the first weights and the order of the samples. */
  seed: number;
  batch?: number;
  learningRate?: number;
  momentum?: number;
  /** Pull of every weight towards zero, a step, in units of the learning rate. */
  weightDecay?: number;
  /** Called after each epoch with the mean loss over it. */
  onEpoch?: (epoch: number, loss: number) => void;
}

/** A layer while it is trained, in flat arrays, row by output. */
interface Layer {
  inputs: number;
  outputs: number;
  weights: Float64Array;
  biases: Float64Array;
  weightSpeeds: Float64Array;
  biasSpeeds: Float64Array;
  weightGradients: Float64Array;
  biasGradients: Float64Array;
  /** Results of the last forward pass, and the loss's derivatives by them. */
  results: Float64Array;
  errors: Float64Array;
}

/**
 * Trains a dense network with ReLU between its layers.
 * @param samples Features as the network shall read them, best between 0 and 1.
 * @example const network = trainNetwork(samples, { widths: [64, 32, 10], epochs: 30, seed: 1 });
 */
export function trainNetwork(samples: Samples, training: Training): FloatNetwork {
  const { widths, epochs, seed } = training;
  const { batch = 16, learningRate = 0.05, momentum = 0.9, weightDecay = 1e-4, onEpoch } = training;
  const random = createRandom(seed);
  const layers = widths.slice(1).map((outputs, index) => createLayer(widths[index]!, outputs, () => random.normal()));
  const rows = samples.features.map((row) => Float64Array.from(row));
  const order = rows.map((_, index) => index);
  const steps = epochs * Math.ceil(rows.length / batch);

  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    let loss = 0;
    for (let start = 0; start < order.length; start += batch) {
      const members = order.slice(start, start + batch);
      for (const member of members) {
        loss += backward(layers, rows[member]!, samples.labels[member]!);
      }
      descend(
        layers,
        members.length,
        (learningRate * (1 + Math.cos((Math.PI * step++) / steps))) / 2,
        momentum,
        weightDecay,
      );
    }
    onEpoch?.(epoch, loss / order.length);
  }
  return { layers: layers.map(exportLayer) };
}

function createLayer(inputs: number, outputs: number, normal: () => number): Layer {
  const zeros = (length: number) => new Float64Array(length);
  return {
    inputs,
    outputs,
    weights: zeros(inputs * outputs).map(() => normal() * Math.sqrt(2 / inputs)),
    biases: zeros(outputs),
    weightSpeeds: zeros(inputs * outputs),
    biasSpeeds: zeros(outputs),
    weightGradients: zeros(inputs * outputs),
    biasGradients: zeros(outputs),
    results: zeros(outputs),
    errors: zeros(outputs),
  };
}

/** One sample forwards and backwards; gradients add up until `descend`. @returns The sample's loss. */
function backward(layers: Layer[], features: Float64Array, label: number): number {
  let inputs = features;
  layers.forEach((layer, index) => {
    forwardLayer(layer, inputs, index < layers.length - 1);
    inputs = layer.results;
  });
  const loss = crossEntropy(layers.at(-1)!, label);
  for (let index = layers.length - 1; index >= 0; index--) {
    backwardLayer(layers[index]!, index === 0 ? features : layers[index - 1]!.results, layers[index - 1]?.errors);
  }
  return loss;
}

function forwardLayer(
  { inputs: width, outputs, weights, biases, results }: Layer,
  inputs: Float64Array,
  relu: boolean,
) {
  for (let output = 0; output < outputs; output++) {
    let sum = biases[output]!;
    const row = output * width;
    for (let input = 0; input < width; input++) sum += weights[row + input]! * inputs[input]!;
    results[output] = relu && sum < 0 ? 0 : sum;
  }
}

/** Turns the last layer's logits into its errors, softmax minus one-hot. */
function crossEntropy({ results, errors }: Layer, label: number): number {
  const greatest = Math.max(...results);
  let total = 0;
  for (let output = 0; output < results.length; output++) {
    errors[output] = Math.exp(results[output]! - greatest);
    total += errors[output]!;
  }
  const loss = Math.log(total) - (results[label]! - greatest);
  for (let output = 0; output < results.length; output++) errors[output]! /= total;
  errors[label]! -= 1;
  return loss;
}

/** Adds a layer's gradients, and writes the errors of the layer before it, zero where its ReLU was. */
function backwardLayer(layer: Layer, inputs: Float64Array, inputErrors: Float64Array | undefined): void {
  inputErrors?.fill(0);
  for (let output = 0; output < layer.outputs; output++) {
    const error = layer.errors[output]!;
    if (error === 0) continue;
    const row = output * layer.inputs;
    layer.biasGradients[output]! += error;
    for (let input = 0; input < layer.inputs; input++) {
      layer.weightGradients[row + input]! += error * inputs[input]!;
      if (inputErrors) inputErrors[input]! += error * layer.weights[row + input]!;
    }
  }
  if (!inputErrors) return;
  for (let input = 0; input < layer.inputs; input++) {
    if (inputs[input]! <= 0) inputErrors[input] = 0;
  }
}

function descend(layers: Layer[], samples: number, rate: number, momentum: number, weightDecay: number): void {
  for (const layer of layers) {
    move(layer.weights, layer.weightSpeeds, layer.weightGradients, samples, rate, momentum, weightDecay);
    move(layer.biases, layer.biasSpeeds, layer.biasGradients, samples, rate, momentum, 0);
  }
}

function move(
  values: Float64Array,
  speeds: Float64Array,
  gradients: Float64Array,
  samples: number,
  rate: number,
  momentum: number,
  decay: number,
): void {
  for (let index = 0; index < values.length; index++) {
    speeds[index] = momentum * speeds[index]! - rate * (gradients[index]! / samples + decay * values[index]!);
    values[index]! += speeds[index]!;
    gradients[index] = 0;
  }
}

function exportLayer({ inputs, outputs, weights, biases }: Layer): FloatNetwork["layers"][number] {
  const row = (output: number) => Array.from(weights.subarray(output * inputs, (output + 1) * inputs));
  return { weights: Array.from({ length: outputs }, (_, output) => row(output)), biases: Array.from(biases) };
}
