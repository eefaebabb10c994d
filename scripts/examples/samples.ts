// SPDX-License-Identifier: MIT
// What an example is trained and measured on.
import type { Lessons } from "../training/train.ts";

/** Inputs of integers, and what a network shall answer: labels, or targets that are integers too. */
export type ExampleSamples =
  | { inputs: number[][]; labels: number[] }
  | { inputs: number[][]; targets: number[][]; largestTarget: number };

/** What an example learns from, and what it is measured on and never learns from. */
export interface ExampleData {
  training: ExampleSamples;
  test: ExampleSamples;
}

/** Samples as training takes them: a network's value 1 stands for the largest target. */
export function lessonsOf(samples: ExampleSamples): Lessons {
  if ("labels" in samples) return samples;
  const { inputs, targets, largestTarget } = samples;
  return { inputs, targets: targets.map((row) => row.map((target) => target / largestTarget)) };
}
