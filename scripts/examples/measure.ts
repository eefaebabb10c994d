// SPDX-License-Identifier: MIT
// How well networks do on samples that they never learned from.
import {
  evaluatorOf,
  type FloatNetwork,
  floatEvaluatorOf,
  type IntegerModel,
  strictArgmax,
} from "@commonweight/sdk/model";
import type { ExampleSamples } from "./samples.ts";

/** What a network answers to an input: logits, or values in units of the largest target. */
export type Answers = (input: readonly number[]) => readonly number[];

export function answersOfNetwork(architecture: IntegerModel["architecture"], network: FloatNetwork): Answers {
  const evaluate = floatEvaluatorOf(architecture, network);
  return (input) => evaluate(input).outputs;
}

/** @param largestValue What an integer model gives for the largest target: 2^targetShift · (2^targetBits − 1); 1 for logits. */
export function answersOfModel(model: IntegerModel, largestValue: number): Answers {
  const evaluate = evaluatorOf(model);
  return (input) => evaluate(input).outputs.map((value) => value / largestValue);
}

/**
 * Of labels the share of samples on which the logit of the label is strictly the largest; of targets the mean square of what
 * the values miss them by, in steps of the targets.
 */
export function measure(samples: ExampleSamples, answers: Answers): number {
  if ("labels" in samples) {
    const right = samples.inputs.filter((input, s) => strictArgmax(answers(input)) === samples.labels[s]);
    return right.length / samples.inputs.length;
  }
  const { inputs, targets, largestTarget } = samples;
  const squares = inputs.flatMap((input, s) => {
    const values = answers(input);
    return targets[s]!.map((target, i) => (values[i]! * largestTarget - target) ** 2);
  });
  return squares.reduce((sum, square) => sum + square, 0) / squares.length;
}
