// SPDX-License-Identifier: MIT
import type { LiquidityMissingError, SlippageExceededError } from "../errors/market.ts";
import type { MarketWriteErrorType } from "../errors/types.ts";
import { senderOf } from "./internal/send.ts";
import type { SpendParameters, Spent } from "./internal/spend.ts";
import { sendSwap, type TradeParameters } from "./internal/swap.ts";
import { poolOf } from "./internal/uniswap.ts";
import type { CommonweightClient, PoolParameters, SenderParameters } from "./types.ts";

/** `limit` is the least of the token to get. */
export interface SellSharesParameters extends PoolParameters, SenderParameters, SpendParameters, TradeParameters {
  /** What to give, exactly, in the shares' smallest unit. */
  sharesAmount: bigint;
}
export type SellSharesReturnType = Spent & {
  /** What went in, in the shares' smallest unit. */
  sharesAmount: bigint;
  /** What came out, in the token's smallest unit. */
  tokenAmount: bigint;
};
export type SellSharesErrorType = MarketWriteErrorType | LiquidityMissingError | SlippageExceededError;

/**
 * Sells shares in their pool, after an approval of exactly these where the allowance is short. Revenue that they have earned stays the seller's. Not to be
 * repeated blindly: a second call is a second trade.
 *
 * @throws {@link SlippageExceededError} where the limit does not hold, now or when the transaction is mined: then nothing is traded
 * @throws {@link DeadlinePassedError} where the deadline is over
 * @throws {@link LiquidityMissingError} where the pool cannot take all of it
 * @throws {@link InsufficientBalanceError} where the sender holds fewer shares
 * @example
 * const { tokenAmount } = await sellShares(client, { shares, token, sharesAmount: 100n * ONE_SHARE });
 */
export async function sellShares(
  client: CommonweightClient,
  parameters: SellSharesParameters,
): Promise<SellSharesReturnType> {
  const account = senderOf(client, parameters, "sellShares");
  const pool = await poolOf(client, parameters);
  const swap = { pool, side: "sell", fixed: "input", amount: parameters.sharesAmount } as const;
  return sendSwap(client, swap, { ...parameters, account });
}
