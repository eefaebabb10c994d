// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when content, or a part of it, is not where it was looked for. */
export class ContentMissingError extends BaseError {
  /** CID of the block that is missing. */
  readonly cid: string;
  readonly location: string;

  constructor(parameters: { cid: string; location: string }) {
    const { cid, location } = parameters;
    super(`${cid} is not in ${location}; expected every block of the content.`, { name: "ContentMissingError" });
    this.cid = cid;
    this.location = location;
  }
}

/** Thrown when bytes are not those of their CID, whoever served them, or do not fit the content that they should be a part of. */
export class ContentMismatchError extends BaseError {
  readonly cid: string;
  readonly location: string;

  constructor(parameters: { cid: string; location: string; problem: string; expected: string; cause?: unknown }) {
    const { cid, location, problem, expected, cause } = parameters;
    super(`${cid} of ${location} ${problem}; expected ${expected}.`, { name: "ContentMismatchError", cause });
    this.cid = cid;
    this.location = location;
  }
}

/** Thrown when content is larger than what was asked for allows; what came so far was dropped. */
export class ContentLimitError extends BaseError {
  /** What is too large, for example `The number of bytes of bafkrei…`. */
  readonly subject: string;
  readonly limit: number;

  constructor(parameters: { subject: string; value: bigint | number; limit: number }) {
    const { subject, value, limit } = parameters;
    super(`${subject} is ${value}; expected at most ${limit}.`, { name: "ContentLimitError" });
    this.subject = subject;
    this.limit = limit;
  }
}

/** Thrown when a gateway or node cannot be reached, takes too long, or refuses what it was asked for. */
export class ContentServerError extends BaseError {
  /** The server, without user, password and query. */
  readonly server: string;
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;

  constructor(parameters: {
    server: string;
    status?: number | undefined;
    problem: string;
    details?: string;
    cause?: unknown;
  }) {
    const { server, status, problem, details, cause } = parameters;
    super(`${server} ${problem}.`, { name: "ContentServerError", cause, details });
    this.server = server;
    this.status = status;
  }
}
