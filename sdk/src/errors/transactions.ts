// SPDX-License-Identifier: MIT
import type { Address, Hash } from "viem";
import { BaseError } from "./BaseError.ts";

/** Thrown when an action is asked to sign, but neither the client nor the parameters carry an account. */
export class AccountMissingError extends BaseError {
  constructor(parameters: { action: string }) {
    super(`${parameters.action} needs an account to send from.`, {
      name: "AccountMissingError",
      metaMessages: ["Expected: a client with an account, or the parameter `account`."],
    });
  }
}

/** Thrown when a transaction that had passed its simulation reverted on chain, because the state changed in between. */
export class TransactionRevertedError extends BaseError {
  readonly hash: Hash;
  readonly blockNumber: bigint;

  constructor(parameters: { functionName: string; hash: Hash; blockNumber: bigint; cause: unknown }) {
    const { functionName, hash, blockNumber, cause } = parameters;
    super(`The transaction ${hash} reverted in block ${blockNumber}, though its simulation had passed.`, {
      name: "TransactionRevertedError",
      cause,
      metaMessages: [`Function: ${functionName}`],
    });
    this.hash = hash;
    this.blockNumber = blockNumber;
  }
}

/** Thrown when the chain does not hold an event that the protocol emits: most often the contract is another one. */
export class EventMissingError extends BaseError {
  readonly eventName: string;
  readonly address: Address;

  constructor(parameters: { eventName: string; address: Address; where: string }) {
    const { eventName, address, where } = parameters;
    super(`${address} emitted no event ${eventName} ${where}; expected one.`, { name: "EventMissingError" });
    this.eventName = eventName;
    this.address = address;
  }
}
