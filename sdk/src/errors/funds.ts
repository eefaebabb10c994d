// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { BaseError } from "./BaseError.ts";

/** Thrown, before anything is sent, when an account holds less of a token than an action takes. */
export class InsufficientBalanceError extends BaseError {
  readonly token: Address;
  readonly account: Address;
  /** What the action takes, in the token's smallest unit. */
  readonly needed: bigint;
  /** What is there. */
  readonly balance: bigint;

  constructor(parameters: { token: Address; account: Address; needed: bigint; balance: bigint; cause?: unknown }) {
    const { token, account, needed, balance, cause } = parameters;
    super(`${account} holds ${balance} of the token ${token}; ${needed} are needed, ${needed - balance} are missing.`, {
      name: "InsufficientBalanceError",
      cause,
    });
    this.token = token;
    this.account = account;
    this.needed = needed;
    this.balance = balance;
  }
}

/** Thrown, before anything is sent, when a token's allowance is too small and the caller asked not to approve more. */
export class InsufficientAllowanceError extends BaseError {
  readonly token: Address;
  readonly owner: Address;
  readonly spender: Address;
  readonly needed: bigint;
  readonly allowance: bigint;

  constructor(parameters: {
    token: Address;
    owner: Address;
    spender: Address;
    needed: bigint;
    allowance: bigint;
    cause?: unknown;
  }) {
    const { token, owner, spender, needed, allowance, cause } = parameters;
    super(`${owner} allows ${spender} to take ${allowance} of the token ${token}; ${needed} are needed.`, {
      name: "InsufficientAllowanceError",
      cause,
    });
    this.token = token;
    this.owner = owner;
    this.spender = spender;
    this.needed = needed;
    this.allowance = allowance;
  }
}

/** Thrown, before anything is sent, when an account cannot pay for a transaction's gas. */
export class InsufficientEtherError extends BaseError {
  readonly account: Address;
  /** Gas times its price, in wei; undefined where only the node knows. */
  readonly needed: bigint | undefined;
  /** In wei. */
  readonly balance: bigint;

  constructor(parameters: { account: Address; needed: bigint | undefined; balance: bigint; cause?: unknown }) {
    const { account, needed, balance, cause } = parameters;
    super(
      `${account} holds ${balance} wei, too little to pay for the gas${needed === undefined ? "" : ` (${needed} wei)`}.`,
      {
        name: "InsufficientEtherError",
        cause,
      },
    );
    this.account = account;
    this.needed = needed;
    this.balance = balance;
  }
}
