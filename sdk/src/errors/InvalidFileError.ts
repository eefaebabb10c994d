// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when a file cannot be read, or does not hold what was expected of it. */
export class InvalidFileError extends BaseError {
  readonly path: string;
  /** The first line is 1; undefined for binary files, or if no line is to blame. */
  readonly line: number | undefined;

  /** @param problem - what is wrong, with the value and what was expected, as a sentence */
  constructor(path: string, problem: string, parameters: { line?: number | undefined; cause?: unknown } = {}) {
    const { line, cause } = parameters;
    const place = line === undefined ? path : `${path}:${line}`;
    super(`${place}: ${problem}`, { name: "InvalidFileError", cause });
    this.path = path;
    this.line = line;
  }
}
