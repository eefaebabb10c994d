// SPDX-License-Identifier: MIT
import type { LiquidityMissingError } from "../errors/market.ts";
import type { MarketReadErrorType } from "../errors/types.ts";
import { type Quote, quoteSwap } from "./internal/swap.ts";
import { poolOf } from "./internal/uniswap.ts";
import type { CommonweightClient, PoolParameters } from "./types.ts";

export interface QuoteSellParameters extends PoolParameters {
  /** What to give, exactly, in the shares' smallest unit. */
  sharesAmount: bigint;
}
export type QuoteSellReturnType = Quote;
export type QuoteSellErrorType = MarketReadErrorType | LiquidityMissingError;

/**
 * What selling shares would bring now.
 *
 * @throws {@link LiquidityMissingError} where the pool cannot take all of them
 * @throws {@link PoolMissingError} where there is no pool
 * @example
 * const { tokenAmount } = await quoteSell(client, { shares, token, sharesAmount: 100n * ONE_SHARE });
 */
export async function quoteSell(
  client: CommonweightClient,
  parameters: QuoteSellParameters,
): Promise<QuoteSellReturnType> {
  const pool = await poolOf(client, parameters);
  return quoteSwap(client, { pool, side: "sell", fixed: "input", amount: parameters.sharesAmount });
}
