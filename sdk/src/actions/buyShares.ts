// SPDX-License-Identifier: MIT
import type { LiquidityMissingError, SlippageExceededError } from "../errors/market.ts";
import type { MarketWriteErrorType } from "../errors/types.ts";
import { type BuyAmount, fixedAmount } from "./internal/buyAmount.ts";
import { senderOf } from "./internal/send.ts";
import type { SpendParameters, Spent } from "./internal/spend.ts";
import { sendSwap, type TradeParameters } from "./internal/swap.ts";
import { poolOf } from "./internal/uniswap.ts";
import type { CommonweightClient, PoolParameters, SenderParameters } from "./types.ts";

/**
 * With either `tokenAmount`, what is given, or `sharesAmount`, what is bought. `limit` is the least to get of shares in the first case, the most to give
 * of the token in the second, in its smallest unit.
 */
export type BuySharesParameters = PoolParameters & SenderParameters & SpendParameters & TradeParameters & BuyAmount;
export type BuySharesReturnType = Spent & {
  /** What came out, in the shares' smallest unit. */
  sharesAmount: bigint;
  /** What went in, in the token's smallest unit. */
  tokenAmount: bigint;
};
export type BuySharesErrorType = MarketWriteErrorType | LiquidityMissingError | SlippageExceededError;

/**
 * Buys shares in their pool, after an approval of what may go in where the allowance is short. Not to be repeated blindly: a second call is
 * a second trade.
 *
 * @throws {@link SlippageExceededError} where the limit does not hold, now or when the transaction is mined: then nothing is traded
 * @throws {@link DeadlinePassedError} where the deadline is over
 * @throws {@link LiquidityMissingError} where the pool cannot trade all of it
 * @throws {@link InsufficientBalanceError} where the sender holds less than goes in
 * @example
 * const { tokenAmount } = await buyShares(client, { shares, token, sharesAmount: 100n * ONE_SHARE, slippageBps: 100 });
 */
export async function buyShares(
  client: CommonweightClient,
  parameters: BuySharesParameters,
): Promise<BuySharesReturnType> {
  const account = senderOf(client, parameters, "buyShares");
  const pool = await poolOf(client, parameters);
  return sendSwap(client, { pool, side: "buy", ...fixedAmount(parameters) }, { ...parameters, account });
}
