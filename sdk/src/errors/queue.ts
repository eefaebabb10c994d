// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when no Redis answers where a queue of proofs should be. */
export class QueueUnreachableError extends BaseError {
  /** Host and port, without the password. */
  readonly server: string;

  constructor(parameters: { server: string; cause: unknown }) {
    const { server, cause } = parameters;
    super(`No Redis answers at ${server}; expected the one that queue and workers share.`, {
      name: "QueueUnreachableError",
      cause,
    });
    this.server = server;
  }
}

/** Thrown when a queue of proofs is used with another key than it was first used with. Keys are told by their fingerprints. */
export class QueueKeyError extends BaseError {
  /** Name of the queue. */
  readonly queue: string;
  readonly expected: string;
  readonly actual: string;

  constructor(parameters: { queue: string; expected: string; actual: string }) {
    const { queue, expected, actual } = parameters;
    super(
      `The key ${actual} is not that of the queue ${queue}; expected the key ${expected}, or a queue of another name.`,
      {
        name: "QueueKeyError",
      },
    );
    this.queue = queue;
    this.expected = expected;
    this.actual = actual;
  }
}

/** Thrown when a message of a queue does not open with the key: it was sealed with another, changed, or is of another job. */
export class SealedMessageError extends BaseError {
  constructor(parameters: { what: string; cause?: unknown }) {
    super(`${parameters.what} does not open; expected it as somebody with the same key has sealed it.`, {
      name: "SealedMessageError",
      cause: parameters.cause,
    });
  }
}

/** Thrown when workers began a job of a queue and none finished it, or none could open it. */
export class QueuedJobFailedError extends BaseError {
  readonly id: string;

  constructor(parameters: { id: string; reason: string }) {
    const { id, reason } = parameters;
    super(`No worker has proven ${id}; expected one that holds the key and lives until the proof is made.`, {
      name: "QueuedJobFailedError",
      details: reason,
    });
    this.id = id;
  }
}
