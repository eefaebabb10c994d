// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** The range that training features span, feature by feature. */
export interface Normalisation {
  /** [features] */
  minimum: number[];
  /** [features] */
  maximum: number[];
}

/**
 * The range of training features, to be applied to all samples alike.
 *
 * @param features - [samples][features], real numbers; training samples only, or what is learned of the others leaks
 * @param per - `feature`: each feature has its own range, as suits tables; `dataset`: all share one, as suits images
 * @throws {@link InvalidValueError} if there is no sample, samples differ in length, or a feature is not finite
 */
export function fitNormalisation(features: readonly (readonly number[])[], per: "feature" | "dataset"): Normalisation {
  const first = features[0];
  if (!first) throw new InvalidValueError({ subject: "The number of samples", value: 0, expected: "at least 1" });
  const minimum = [...first];
  const maximum = [...first];
  for (const [s, sample] of features.entries()) {
    assertLength(sample, first.length, s);
    for (const [j, value] of sample.entries()) {
      if (!Number.isFinite(value)) {
        throw new InvalidValueError({ subject: `features[${s}][${j}]`, value, expected: "a finite number" });
      }
      minimum[j] = Math.min(minimum[j]!, value);
      maximum[j] = Math.max(maximum[j]!, value);
    }
  }
  if (per === "feature") return { minimum, maximum };
  const least = minimum.reduce((a, b) => Math.min(a, b));
  const greatest = maximum.reduce((a, b) => Math.max(a, b));
  return { minimum: minimum.map(() => least), maximum: maximum.map(() => greatest) };
}

/**
 * Features mapped so that the range fitted becomes [0, 1]. Values beyond it fall outside; a feature that never varied becomes 0.
 *
 * @throws {@link InvalidValueError} if a sample has another length than those fitted
 */
export function normalise(features: readonly (readonly number[])[], normalisation: Normalisation): number[][] {
  const { minimum, maximum } = normalisation;
  return features.map((sample, s) => {
    assertLength(sample, minimum.length, s);
    return sample.map((value, j) => {
      const span = maximum[j]! - minimum[j]!;
      return span > 0 ? (value - minimum[j]!) / span : 0;
    });
  });
}

/**
 * Normalised features as integers: x · (2^featureBits − 1), rounded to the nearest (halves up), clamped to [0, 2^featureBits − 1].
 *
 * @param features - [samples][features], mostly in [0, 1]
 */
export function quantiseFeatures(features: readonly (readonly number[])[], featureBits: number): number[][] {
  const largest = 2 ** featureBits - 1;
  return clampFeatures(
    features.map((sample) => sample.map((value) => value * largest)),
    featureBits,
  );
}

/**
 * Features that are, but for their range, integers already: rounded to the nearest (halves up) and clamped to
 * [0, 2^featureBits − 1]. Pixels from 0 to 16 so fit four bits, at the price of telling 15 from 16.
 *
 * @throws {@link InvalidValueError} if a feature is not a number
 */
export function clampFeatures(features: readonly (readonly number[])[], featureBits: number): number[][] {
  const largest = 2 ** featureBits - 1;
  return features.map((sample, s) =>
    sample.map((value, j) => {
      if (Number.isNaN(value)) {
        throw new InvalidValueError({ subject: `features[${s}][${j}]`, value, expected: "a number" });
      }
      return Math.min(Math.max(Math.floor(value + 0.5), 0), largest);
    }),
  );
}

function assertLength(sample: readonly number[], expected: number, index: number): void {
  if (sample.length === expected) return;
  const subject = `The number of features in features[${index}]`;
  throw new InvalidValueError({ subject, value: sample.length, expected: String(expected) });
}
