// SPDX-License-Identifier: MIT
import { windowIndices } from "@commonweight/sdk/model";
import type { Making, TrainedLayer } from "./layer.ts";

/** The largest of every window. Its error goes to the first member that is the largest. */
export function createMaxPool({ placed, input, output }: Making, window: number): TrainedLayer {
  const windows = windowIndices(window, placed.input.shape!);
  const winners = new Int32Array(windows.length);
  return {
    matrices: [],
    forward() {
      for (const [i, members] of windows.entries()) {
        let winner = members[0]!;
        for (const at of members) if (input.values[at]! > input.values[winner]!) winner = at;
        winners[i] = winner;
        output.values[i] = input.values[winner]!;
      }
    },
    backward() {
      for (const [i, winner] of winners.entries()) input.errors[winner]! += output.errors[i]!;
    },
  };
}

/** The mean of every window. */
export function createAveragePool({ placed, input, output }: Making, window: number): TrainedLayer {
  const windows = windowIndices(window, placed.input.shape!);
  return {
    matrices: [],
    forward() {
      for (const [i, members] of windows.entries()) {
        let sum = 0;
        for (const at of members) sum += input.values[at]!;
        output.values[i] = sum / members.length;
      }
    },
    backward() {
      for (const [i, members] of windows.entries()) {
        for (const at of members) input.errors[at]! += output.errors[i]! / members.length;
      }
    },
  };
}
