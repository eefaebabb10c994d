// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when a value handed in has the wrong shape or lies outside its range. */
export class InvalidValueError extends BaseError {
  /** What the value is of, for example `model.layers[0].weights[3][5]`. */
  readonly subject: string;
  readonly value: unknown;
  /** What was expected, in words. */
  readonly expected: string;

  constructor(parameters: { subject: string; value: unknown; expected: string; cause?: unknown }) {
    const { subject, value, expected, cause } = parameters;
    super(`${subject} is ${describeValue(value)}; expected ${expected}.`, { name: "InvalidValueError", cause });
    this.subject = subject;
    this.value = value;
    this.expected = expected;
  }
}

const LONGEST_DESCRIPTION = 80;

/** A value as it reads in a message: short, and with its type visible where the text alone would mislead. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return `an object with the keys ${Object.keys(value).join(", ")}`;
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION)}…`;
}
