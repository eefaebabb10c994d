// SPDX-License-Identifier: MIT
// What trades have in common: amounts, limits, and how they are told.
import { type BuyAmount, type FeeTier, InvalidValueError, type QuoteBuyReturnType } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { UsageError } from "../../errors.ts";
import { formatSharePrice, formatShares } from "../../format/numbers.ts";
import { formatAmount, parseAmount, SHARE, type Token } from "../../token.ts";

/** How long a transaction may wait unless told otherwise. */
export const DEFAULT_MINUTES = 20;

export interface FeeOptions {
  fee: FeeTier;
}

export interface LimitOptions {
  /** In bps. */
  slippage: number;
  minutes: number;
  recipient?: Address;
}

/** Exactly so many shares, or for exactly so much of the token. */
export function parseBuy(shares: string | undefined, spend: string | undefined, token: Token): BuyAmount {
  if ((shares === undefined) === (spend === undefined)) {
    throw new UsageError("A purchase is a number of shares, or for an amount; expected either [shares] or --spend.");
  }
  return spend === undefined
    ? { sharesAmount: parsePositive(shares!, SHARE) }
    : { tokenAmount: parsePositive(spend, token) };
}

/** An amount that is more than nothing. @throws {@link InvalidValueError} where it is not */
export function parsePositive(text: string, unit: Pick<Token, "symbol" | "decimals">): bigint {
  const amount = parseAmount(`The amount of ${unit.symbol}`, text, unit);
  if (amount > 0n) return amount;
  throw new InvalidValueError({ subject: `The amount of ${unit.symbol}`, value: text, expected: "more than 0" });
}

/** The last second in which a transaction may be mined, by the chain's clock. */
export async function deadlineIn(context: Context, minutes: number): Promise<bigint> {
  return BigInt((await context.chainTime()) + minutes * 60);
}

/** What a quote says, a line each. */
export function quoteFacts(quote: QuoteBuyReturnType, token: Token): (readonly [string, string])[] {
  return [
    ["Shares", formatShares(quote.sharesAmount)],
    ["Token", `${formatAmount(quote.tokenAmount, token)}, the pool's fee included`],
    ["Price", formatSharePrice(quote.price, token)],
    ["Pool after", formatSharePrice(quote.priceAfter, token)],
  ];
}
