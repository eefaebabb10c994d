// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { BaseError } from "./BaseError.ts";

const DOCS = "docs/protocol.md";

/** Thrown when a time-lock waits for a network that is not known, or for one whose secret is published where others use the chain. */
export class TimelockNetworkError extends BaseError {
  readonly chainHash: Hex;
  readonly chainId: number;

  /** @param parameters.known - names of the networks that serve on the chain */
  constructor(parameters: { chainHash: Hex; chainId: number; isDevelopment: boolean; known: readonly string[] }) {
    const { chainHash, chainId, isDevelopment, known } = parameters;
    const what = isDevelopment
      ? "the development quicknet, whose rounds anybody can sign ahead of time"
      : `the network ${chainHash}, which is not known`;
    super(
      `The time-lock waits for ${what}, and the chain is ${chainId}; expected ${known.join(" or ")}` +
        `${isDevelopment ? ", or a local chain" : ""}.`,
      { name: "TimelockNetworkError", docsPath: DOCS },
    );
    this.chainHash = chainHash;
    this.chainId = chainId;
  }
}

/** Thrown when a time-lock is not of the bounty that it is used for. */
export class TimelockMismatchError extends BaseError {
  /** What differs, for example `sponsor`. */
  readonly subject: string;
  readonly value: unknown;
  readonly expected: unknown;

  constructor(parameters: { subject: string; value: number | string; expected: number | string }) {
    const { subject, value, expected } = parameters;
    super(`The time-lock's ${subject} is ${value}; expected the bounty's, ${expected}.`, {
      name: "TimelockMismatchError",
    });
    this.subject = subject;
    this.value = value;
    this.expected = expected;
  }
}

/** Thrown when a time-lock would show the evaluation set before the chunks are drawn: perhaps while operators still train. */
export class TimelockTooEarlyError extends BaseError {
  readonly round: bigint;
  readonly time: bigint;
  readonly earliest: bigint;

  /** @param parameters - `time`: of the round, in seconds; `earliest`: the time of the bounty's score round */
  constructor(parameters: { round: bigint; time: bigint; earliest: bigint }) {
    const { round, time, earliest } = parameters;
    super(
      `Round ${round} opens the time-lock at ${time}; expected the time of the score round, ${earliest}, or later.`,
      {
        name: "TimelockTooEarlyError",
        docsPath: DOCS,
      },
    );
    this.round = round;
    this.time = time;
    this.earliest = earliest;
  }
}

/** Thrown when a time-lock opens once the bounty has been voided: it serves nobody. */
export class TimelockTooLateError extends BaseError {
  readonly round: bigint;
  readonly time: bigint;
  readonly openingEnds: bigint;

  /** @param parameters.time - of the round, in seconds */
  constructor(parameters: { round: bigint; time: bigint; openingEnds: bigint }) {
    const { round, time, openingEnds } = parameters;
    super(`Round ${round} opens the time-lock at ${time}; expected a time before openingEnds, ${openingEnds}.`, {
      name: "TimelockTooLateError",
      docsPath: DOCS,
    });
    this.round = round;
    this.time = time;
    this.openingEnds = openingEnds;
  }
}

/** Thrown when a time-lock is opened before the time of its round. */
export class TimelockClosedError extends BaseError {
  readonly round: bigint;
  readonly time: bigint;
  readonly now: bigint;

  /** @param parameters.time - of the round, in seconds */
  constructor(parameters: { round: bigint; time: bigint; now: bigint }) {
    const { round, time, now } = parameters;
    super(`Round ${round}, which opens the time-lock, comes at ${time}; the time is ${now}.`, {
      name: "TimelockClosedError",
    });
    this.round = round;
    this.time = time;
    this.now = now;
  }
}

/** Thrown when what a source gave as the signature of a time-lock's round is none. */
export class TimelockSignatureError extends BaseError {
  readonly round: bigint;
  readonly signature: Hex;

  constructor(parameters: { network: string; round: bigint; signature: Hex }) {
    const { network, round, signature } = parameters;
    super(`${signature} is not the signature of round ${round} by ${network}.`, { name: "TimelockSignatureError" });
    this.round = round;
    this.signature = signature;
  }
}

/** Thrown when the ciphertext of a chunk is none, is locked to another round, or does not open. */
export class TimelockCiphertextError extends BaseError {
  readonly index: number;

  /** @param parameters.problem - what is wrong with it, after its name */
  constructor(parameters: { index: number; problem: string; cause?: unknown }) {
    const { index, problem, cause } = parameters;
    super(`The ciphertext of chunk ${index} ${problem}.`, { name: "TimelockCiphertextError", cause });
    this.index = index;
  }
}

/** Thrown once the others are open, when chunks that a bounty waits for are not in its time-lock: its sponsor has lied. */
export class TimelockContentError extends BaseError {
  readonly refused: readonly { index: number; error: BaseError }[];
  /** Indices of the chunks that were opened all the same. */
  readonly opened: readonly number[];

  constructor(parameters: { refused: readonly { index: number; error: BaseError }[]; opened: readonly number[] }) {
    const { refused, opened } = parameters;
    super(
      `The time-lock does not hold what was sealed as chunk ${refused.map(({ index }) => index).join(", ")}; ` +
        `chunks opened: ${opened.length === 0 ? "none" : opened.join(", ")}.`,
      { name: "TimelockContentError", metaMessages: refused.map(({ error }) => error.shortMessage), docsPath: DOCS },
    );
    this.refused = refused;
    this.opened = opened;
  }
}
