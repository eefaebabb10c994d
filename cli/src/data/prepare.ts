// SPDX-License-Identifier: MIT
// Samples of a file as a task reads them: integers of its bits, labels below its classes. Nothing is altered in silence.
import type { ClassificationTask, Samples } from "@commonweight/sdk";

/** A value that does not fit. Sample and column begin at 1. */
export interface Misfit {
  sample: number;
  column: number;
  value: number;
}

/** What becomes of samples, and what would not fit. */
export interface Prepared {
  samples: Samples;
  /** Values that were one step above the largest integer, and became it: pixels from 0 to 16 in four bits. */
  clamped: number;
  /** Values that were rounded. */
  rounded: number;
  /** Features beyond the range; none may be sealed. */
  outside: { count: number; first: Misfit | undefined };
  /** Labels that are no class; none may be sealed. */
  strangers: { count: number; first: Misfit | undefined };
}

/** Features times `scale`, rounded to the nearest integer, halves up. */
export function prepareSamples(task: ClassificationTask, { features, labels }: Samples, scale: number): Prepared {
  const largest = 2 ** task.featureBits - 1;
  const counts = { clamped: 0, rounded: 0 };
  const outside: Misfit[] = [];
  const prepared = features.map((sample, s) =>
    sample.map((value, j) => {
      const scaled = value * scale;
      const whole = Math.floor(scaled + 0.5);
      if (whole !== scaled) counts.rounded++;
      if (whole === largest + 1) counts.clamped++;
      else if (whole < 0 || whole > largest) outside.push({ sample: s + 1, column: j + 1, value });
      return Math.min(Math.max(whole, 0), largest);
    }),
  );
  const strangers = labels.flatMap((value, s) =>
    value < task.classes ? [] : [{ sample: s + 1, column: features[s]!.length + 1, value }],
  );
  return {
    samples: { features: prepared, labels },
    ...counts,
    outside: { count: outside.length, first: outside[0] },
    strangers: { count: strangers.length, first: strangers[0] },
  };
}
