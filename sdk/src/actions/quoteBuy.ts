// SPDX-License-Identifier: MIT
import type { LiquidityMissingError } from "../errors/market.ts";
import type { MarketReadErrorType } from "../errors/types.ts";
import { type BuyAmount, fixedAmount } from "./internal/buyAmount.ts";
import { type Quote, quoteSwap } from "./internal/swap.ts";
import { poolOf } from "./internal/uniswap.ts";
import type { CommonweightClient, PoolParameters } from "./types.ts";

/** With either `tokenAmount`, what is given, or `sharesAmount`, what is wanted. */
export type QuoteBuyParameters = PoolParameters & BuyAmount;
export type QuoteBuyReturnType = Quote;
export type QuoteBuyErrorType = MarketReadErrorType | LiquidityMissingError;

/**
 * What buying shares would cost now, or how many shares a payment would buy.
 *
 * @throws {@link LiquidityMissingError} where the pool cannot trade all of it
 * @throws {@link PoolMissingError} where there is no pool
 * @example
 * const { tokenAmount } = await quoteBuy(client, { shares, token, sharesAmount: 100n * ONE_SHARE });
 */
export async function quoteBuy(
  client: CommonweightClient,
  parameters: QuoteBuyParameters,
): Promise<QuoteBuyReturnType> {
  const pool = await poolOf(client, parameters);
  return quoteSwap(client, { pool, side: "buy", ...fixedAmount(parameters) });
}
