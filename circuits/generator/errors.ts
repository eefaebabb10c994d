// SPDX-License-Identifier: GPL-3.0-or-later
import { BaseError } from "@commonweight/sdk/proving";

/** What is wrong, in the words of all errors of the generator: the subject, its value, and what was expected. */
export interface RefusalParameters {
  /** What the value is of, for example `The largest lane difference of layer 1 of digits-mlp`. */
  subject: string;
  value: bigint | number | string;
  expected: string;
}

/** The root of the errors with which the generator refuses a well-formed definition. */
export class RefusedDefinitionError extends BaseError {
  override name = "RefusedDefinitionError";
  readonly subject: string;
  readonly value: bigint | number | string;
  readonly expected: string;

  constructor({ subject, value, expected }: RefusalParameters) {
    super(`${subject} is ${value}; expected ${expected}.`, { docsPath: "docs/circuits.md" });
    this.subject = subject;
    this.value = value;
    this.expected = expected;
  }
}

/** Thrown for a file that is not JSON, or whose JSON is no definition; the cause and the details say why. */
export class InvalidDefinitionError extends BaseError {
  override name = "InvalidDefinitionError";

  /** @param file - relative to the repository */
  constructor(file: string, cause: unknown) {
    super(`${file}: The definition is malformed.`, { cause, docsPath: "docs/circuits.md" });
  }
}

/** Thrown when values packed in lanes could reach into a neighbouring lane or wrap around p: two values, one element. */
export class UnsoundLanesError extends RefusedDefinitionError {
  override name = "UnsoundLanesError";
}

/** Thrown when a circuit would be larger than its keys, or its words more than one publication takes. */
export class CircuitTooLargeError extends RefusedDefinitionError {
  override name = "CircuitTooLargeError";
}

/** Thrown for a task, an architecture or a circuit that does not exist. */
export class UnknownDefinitionError extends RefusedDefinitionError {
  override name = "UnknownDefinitionError";
}
