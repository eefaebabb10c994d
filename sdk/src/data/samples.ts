// SPDX-License-Identifier: MIT

/** Labelled samples, as they come from a file or go into chunks. */
export interface Samples {
  /** [samples][features] */
  features: number[][];
  /** [samples], integers of zero or more. */
  labels: number[];
}
