// SPDX-License-Identifier: MIT
// Adam: every number moves by its mean derivative, relative to how large its derivatives usually are.
import type { Parameter } from "./parameter.ts";

const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
/** Keeps numbers whose derivatives vanish from leaping. */
const SMALLEST_DEVIATION = 1e-8;

/** Moves the parameters once, and clears their gradients. */
export type Step = (step: { samples: number; rate: number; weightDecay: number }) => void;

export function createAdam(parameters: readonly Parameter[]): Step {
  const moments = parameters.map(({ values }) => ({
    means: new Float64Array(values.length),
    squares: new Float64Array(values.length),
  }));
  let steps = 0;
  return ({ samples, rate, weightDecay }) => {
    steps++;
    const meanShare = 1 - MEAN_DECAY ** steps;
    const squareShare = 1 - SQUARE_DECAY ** steps;
    for (const [p, { values, gradients, decays }] of parameters.entries()) {
      const { means, squares } = moments[p]!;
      const kept = decays ? 1 - rate * weightDecay : 1;
      for (let i = 0; i < values.length; i++) {
        const gradient = gradients[i]! / samples;
        means[i] = MEAN_DECAY * means[i]! + (1 - MEAN_DECAY) * gradient;
        squares[i] = SQUARE_DECAY * squares[i]! + (1 - SQUARE_DECAY) * gradient * gradient;
        const deviation = Math.sqrt(squares[i]! / squareShare) + SMALLEST_DEVIATION;
        values[i] = values[i]! * kept - (rate * means[i]!) / meanShare / deviation;
        gradients[i] = 0;
      }
    }
  };
}
