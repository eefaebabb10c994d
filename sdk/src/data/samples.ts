// SPDX-License-Identifier: MIT

/** Labelled samples, as they come from a file or go into chunks. */
export interface Samples {
  /** [samples][features] */
  features: number[][];
  /** [samples], integers of zero or more. */
  labels: number[];
}

/** Samples with a vector of targets each. */
export interface TargetSamples {
  /** [samples][features] */
  features: number[][];
  /** [samples][targets] */
  targets: number[][];
}

/** A run of symbols, whose windows are samples. */
export interface SymbolSamples {
  symbols: number[];
}
