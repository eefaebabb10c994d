// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { formatPrice } from "../market/price.ts";
import { BaseError } from "./BaseError.ts";

/** Thrown when a contract of Uniswap v3 is not known for a chain. */
export class UniswapMissingError extends BaseError {
  readonly chainId: number;
  /** Names of the contracts whose addresses are missing. */
  readonly missing: readonly string[];

  constructor(parameters: { chainId: number; missing: readonly string[]; known: readonly number[] }) {
    const { chainId, missing, known } = parameters;
    super(`Of Uniswap v3 on the chain ${chainId} no address is known for: ${missing.join(", ")}.`, {
      name: "UniswapMissingError",
      docsPath: "docs/market.md",
      metaMessages: [
        `Known chains: ${known.join(", ")}`,
        "Expected: one of these, or the addresses in the parameter `uniswap`.",
      ],
    });
    this.chainId = chainId;
    this.missing = missing;
  }
}

/** Thrown when shares have no pool with a token and a fee, or one that nobody has set a price in. */
export class PoolMissingError extends BaseError {
  readonly shares: Address;
  readonly token: Address;
  /** In millionths. */
  readonly fee: number;
  /** Of the pool without a price; undefined where there is none. */
  readonly pool: Address | undefined;

  constructor(parameters: { shares: Address; token: Address; fee: number; pool: Address | undefined }) {
    const { shares, token, fee, pool } = parameters;
    super(
      pool === undefined
        ? `The shares ${shares} have no pool with the token ${token} and a fee of ${fee} millionths; create it first.`
        : `The pool ${pool} of the shares ${shares} has no price yet; expected it to be initialised.`,
      { name: "PoolMissingError", docsPath: "docs/market.md" },
    );
    this.shares = shares;
    this.token = token;
    this.fee = fee;
    this.pool = pool;
  }
}

/** Thrown when a pool exists already, at another price than the one that it was to be created at. */
export class PoolPriceMismatchError extends BaseError {
  readonly pool: Address;
  /** In which its shares are priced. */
  readonly token: Address;
  /** In the token's smallest unit for one share, times 10^18; likewise `wanted`. */
  readonly actual: bigint;
  readonly wanted: bigint;

  constructor(parameters: { pool: Address; token: Address; actual: bigint; wanted: bigint }) {
    const { pool, token, actual, wanted } = parameters;
    super(
      `The pool ${pool} stands at the price ${formatPrice(actual)} for one share, in the token's smallest unit; wanted ${formatPrice(wanted)}.`,
      { name: "PoolPriceMismatchError", docsPath: "docs/market.md" },
    );
    this.pool = pool;
    this.token = token;
    this.actual = actual;
    this.wanted = wanted;
  }
}

/** Thrown, before anything is sent, when a pool cannot trade an amount: it has no liquidity, or less than that. */
export class LiquidityMissingError extends BaseError {
  readonly pool: Address;
  /** What was to be traded, in the smallest unit of `token`. */
  readonly amount: bigint;
  readonly token: Address;
  /** Whether the amount was to be given to the pool, or else to be taken from it. */
  readonly given: boolean;

  constructor(parameters: { pool: Address; amount: bigint; token: Address; given: boolean; cause?: unknown }) {
    const { pool, amount, token, given, cause } = parameters;
    super(
      `The pool ${pool} has too little liquidity to ${given ? "take" : "give"} ${amount} of the token ${token}; trade less, or add liquidity first.`,
      { name: "LiquidityMissingError", cause },
    );
    this.pool = pool;
    this.amount = amount;
    this.token = token;
    this.given = given;
  }
}

/** Thrown when a trade, or liquidity, would move more or less than its limits allow: the price is another than expected. */
export class SlippageExceededError extends BaseError {
  readonly token: Address;
  /** The least to get, or the most to give, in the token's smallest unit. */
  readonly limit: bigint;
  /** What it would be now; undefined where only the contract has said that the limit does not hold. */
  readonly actual: bigint | undefined;
  /** What the limit is. */
  readonly bound: "least" | "most";

  constructor(parameters: {
    token: Address;
    limit: bigint;
    actual: bigint | undefined;
    bound: "least" | "most";
    cause?: unknown;
  }) {
    const { token, limit, actual, bound, cause } = parameters;
    const now = actual === undefined ? "the price has moved beyond that" : `now it would be ${actual}`;
    super(`At ${bound} ${limit} of the token ${token} were to move; ${now}.`, {
      name: "SlippageExceededError",
      cause,
    });
    this.token = token;
    this.limit = limit;
    this.actual = actual;
    this.bound = bound;
  }
}

/** Thrown when the last second in which a transaction was to be mined is over. */
export class DeadlinePassedError extends BaseError {
  /** In seconds. */
  readonly deadline: bigint;
  /** Time of the chain's latest block. */
  readonly now: bigint;

  constructor(parameters: { deadline: bigint; now: bigint; cause?: unknown }) {
    const { deadline, now, cause } = parameters;
    super(`The deadline, ${deadline}, has passed; the chain's time is ${now}.`, { name: "DeadlinePassedError", cause });
    this.deadline = deadline;
    this.now = now;
  }
}

/** Thrown when there is no such position of liquidity, or it is another account's. */
export class PositionMissingError extends BaseError {
  readonly position: bigint;
  /** Whose it is; undefined where there is no such position. */
  readonly owner: Address | undefined;

  constructor(parameters: { position: bigint; account: Address; owner: Address | undefined; cause?: unknown }) {
    const { position, account, owner, cause } = parameters;
    super(
      owner === undefined
        ? `There is no position ${position} of liquidity.`
        : `The position ${position} of liquidity is ${owner}'s; expected one of ${account}.`,
      { name: "PositionMissingError", cause },
    );
    this.position = position;
    this.owner = owner;
  }
}
