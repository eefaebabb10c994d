// SPDX-License-Identifier: MIT
import { BaseError } from "../../errors/BaseError.ts";

/** One thing that does not fit. */
export interface Mismatch {
  /** What it is of: a place in the architecture, as `layers.0.weights`, or a node of the graph. */
  place: string;
  expected: string;
  found: string;
}

/** Thrown when a file's tensors or graph cannot become a network of an architecture: everything that does not fit, at once. */
export class ModelImportError extends BaseError {
  readonly mismatches: readonly Mismatch[];

  /** @param problem - a sentence without its end, for example `The tensors do not fit digits-mlp` */
  constructor(problem: string, mismatches: readonly Mismatch[]) {
    const lines = mismatches.map(({ place, expected, found }) => `${place}: expected ${expected}; found ${found}`);
    const things = mismatches.length === 1 ? "one thing" : `${mismatches.length} things`;
    super(`${problem}: ${things} to change.`, { name: "ModelImportError", metaMessages: lines });
    this.mismatches = mismatches;
  }
}
