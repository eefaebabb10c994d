// SPDX-License-Identifier: MIT
// From samples to a model that can be proven: train with real numbers, then quantise to the architecture's integers.
import type { Samples } from "@commonweight/sdk/data";
import { type Architecture, evaluatorOf, type IntegerModel, quantise, strictArgmax } from "@commonweight/sdk/model";
import { beginFrom } from "../training/beginFrom.ts";
import { trainNetwork } from "../training/train.ts";

/** How thoroughly a network is trained. */
export interface Effort {
  /** Training samples used, from the first on; all of them where there are fewer. */
  samples: number;
  epochs: number;
  seed: number;
  /** Where it begins; at random unless given. */
  from?: Beginning;
}

/** A model to be made better, in gentler steps than a network that knows nothing yet. */
export interface Beginning {
  model: IntegerModel;
  learningRate: number;
}

/** Samples on which the quantisation settles its ranges. */
const CALIBRATION_SAMPLES = 500;

/** Trains a network of an architecture, and quantises it. @param training Integer features of the architecture's bits. */
export function trainModel(architecture: Architecture, training: Samples, effort: Effort): IntegerModel {
  const inputs = training.features.slice(0, effort.samples);
  const labels = training.labels.slice(0, effort.samples);
  const { epochs, seed, from } = effort;
  const beginning = from && { matrices: beginFrom(from.model), learningRate: from.learningRate };
  const network = trainNetwork(architecture, { inputs, labels }, { epochs, seed, ...beginning });
  return quantise({ architecture, network, calibration: inputs.slice(0, CALIBRATION_SAMPLES) });
}

/** The share of samples on which the model's logit of the label is strictly the greatest. */
export function accuracyOf(model: IntegerModel, { features, labels }: Samples): number {
  const evaluate = evaluatorOf(model);
  const right = features.filter((row, sample) => strictArgmax(evaluate(row).outputs) === labels[sample]);
  return right.length / labels.length;
}
