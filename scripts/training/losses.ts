// SPDX-License-Identifier: MIT
// What training lowers. Each loss writes its derivatives into the errors of the network's output.
import type { Signal } from "./layers/layer.ts";

/** −log of the softmax at the label. */
export function crossEntropy({ values, errors }: Signal, label: number): number {
  const largest = Math.max(...values);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    errors[i] = Math.exp(values[i]! - largest);
    total += errors[i]!;
  }
  for (let i = 0; i < values.length; i++) errors[i]! /= total;
  errors[label]! -= 1;
  return Math.log(total) - (values[label]! - largest);
}

/** Half the sum of the squares of what the values miss their targets by. */
export function squaredError({ values, errors }: Signal, targets: readonly number[]): number {
  let loss = 0;
  for (let i = 0; i < values.length; i++) {
    errors[i] = values[i]! - targets[i]!;
    loss += errors[i]! ** 2 / 2;
  }
  return loss;
}
