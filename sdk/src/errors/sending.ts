// SPDX-License-Identifier: MIT
import { type Address, formatGwei, type Hash } from "viem";
import { BaseError } from "./BaseError.ts";

/** Thrown before anything is signed, when the chain asks for more than the highest fee that was allowed. */
export class FeeTooHighError extends BaseError {
  readonly feePerGas: bigint;
  readonly maximumFeePerGas: bigint;

  /** Both in wei. */
  constructor(parameters: { feePerGas: bigint; maximumFeePerGas: bigint }) {
    const { feePerGas, maximumFeePerGas } = parameters;
    super(
      `The chain asks for ${formatGwei(feePerGas)} gwei per gas; expected at most ${formatGwei(maximumFeePerGas)}. Nothing was sent.`,
      { name: "FeeTooHighError" },
    );
    this.feePerGas = feePerGas;
    this.maximumFeePerGas = maximumFeePerGas;
  }
}

/** Thrown when a node does not take a signed transaction, and knows nothing of it either: nothing of it was done. */
export class TransactionRefusedError extends BaseError {
  readonly hash: Hash;

  constructor(parameters: { hash: Hash; cause: unknown }) {
    const { hash, cause } = parameters;
    super(`The node does not take the transaction ${hash}. Nothing of it was done.`, {
      name: "TransactionRefusedError",
      cause,
    });
    this.hash = hash;
  }
}

/** Thrown when a transaction was sent, or may have been, and is not known to be final in time: it may still be mined. */
export class TransactionPendingError extends BaseError {
  readonly nonce: number | undefined;
  /** Of everything that was signed for it: at most one of them is ever mined. */
  readonly hashes: readonly Hash[];

  constructor(parameters: { nonce: number | undefined; hashes: readonly Hash[]; cause?: unknown }) {
    const { nonce, hashes, cause } = parameters;
    super(`The transaction ${hashes.at(-1)} is not mined, or not deep enough, in the time that it was given.`, {
      name: "TransactionPendingError",
      cause,
      metaMessages: [
        "It may still be mined. The next transaction of this account from this process takes its place, so that at most one of them is.",
        ...(nonce === undefined ? [] : [`Nonce: ${nonce}`]),
        ...hashes.map((hash) => `Signed: ${hash}`),
      ],
    });
    this.nonce = nonce;
    this.hashes = hashes;
  }
}

/** Thrown when another transaction of the same account, sent from elsewhere, was mined in the place of this one, which never will be. */
export class TransactionReplacedError extends BaseError {
  readonly account: Address;
  readonly nonce: number | undefined;
  readonly hashes: readonly Hash[];
  /** The transaction that was mined, where that is known. */
  readonly replacement: Hash | undefined;

  constructor(parameters: {
    account: Address;
    nonce: number | undefined;
    hashes: readonly Hash[];
    replacement?: Hash | undefined;
  }) {
    const { account, nonce, hashes, replacement } = parameters;
    super(
      `Another transaction of ${account}${replacement ? `, ${replacement},` : ""} was mined in the place of ${hashes.at(-1)}; expected nobody else to send from this account.`,
      {
        name: "TransactionReplacedError",
        metaMessages: [
          "Nothing of this transaction was done. Repeat the step: it reads first what the other one has done.",
          ...(nonce === undefined ? [] : [`Nonce: ${nonce}`]),
        ],
      },
    );
    this.account = account;
    this.nonce = nonce;
    this.hashes = hashes;
    this.replacement = replacement;
  }
}
