// SPDX-License-Identifier: MIT
import { drawnStepsOf, missProbability } from "@commonweight/sdk/training";
import { keccak256, numberToHex } from "viem";

/** How often one false step is missed, neither the first nor the last: by the formula, and in a simulation with fixed seeds. */
export interface Detection {
  /** T. */
  steps: number;
  /** m. */
  drawn: number;
  expected: number;
  /** Share of the draws that missed it. */
  simulated: number;
}

const DRAWS = 4_000;
const CASES: readonly [steps: number, drawn: number][] = [
  [20, 4],
  [20, 16],
  [100, 3],
  [100, 16],
  [5_000, 4],
  [5_000, 16],
];

/** The same numbers on every machine. */
export function detectionTable(): Detection[] {
  return CASES.map(([steps, drawn]) => {
    const forged = Math.floor(steps / 3);
    let missed = 0;
    for (let n = 0; n < DRAWS; n++) {
      const seed = keccak256(numberToHex(n, { size: 32 }));
      if (!drawnStepsOf({ seed, steps, drawn }).includes(forged)) missed++;
    }
    return { steps, drawn, expected: round(missProbability({ steps, drawn })), simulated: round(missed / DRAWS) };
  });
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
