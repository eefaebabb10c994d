// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { uniswapPositionManagerAbi } from "../abis/uniswapPositionManager.ts";
import { PoolPriceMismatchError } from "../errors/market.ts";
import type { MarketReadErrorType, WriteErrorType } from "../errors/types.ts";
import { priceOfSqrtRatio, sharesSortFirst, sqrtRatioOfPrice } from "../market/price.ts";
import { checkedCall } from "./internal/checkedCall.ts";
import { send, senderOf } from "./internal/send.ts";
import { findPool, inOrder, type Pool, poolOf } from "./internal/uniswap.ts";
import type { CommonweightClient, PoolParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface CreatePoolParameters extends PoolParameters, SenderParameters {
  /** In the token's smallest unit for one share, times `PRICE_SCALE`: what `priceOf` makes of two amounts. */
  price: bigint;
}
export type CreatePoolReturnType = SentOrDone & {
  /** Address of the pool. */
  pool: Address;
};
export type CreatePoolErrorType = MarketReadErrorType | WriteErrorType | PoolPriceMismatchError;

/**
 * Creates the pool of shares and a token, and sets its price. Anyone. Nothing is sent where the pool stands at that price already. Nobody can
 * trade before liquidity is added; until then anyone can move the price at no cost but gas.
 *
 * @throws {@link PoolPriceMismatchError} where the pool exists at another price, whoever set it
 * @throws {@link InvalidValueError} where no pool can have the price
 * @example
 * const price = priceOf({ tokenAmount: parseUnits("0.25", 6), sharesAmount: ONE_SHARE });
 * const { pool } = await createPool(client, { shares, token, price });
 */
export async function createPool(
  client: CommonweightClient,
  parameters: CreatePoolParameters,
): Promise<CreatePoolReturnType> {
  const { shares, token, price } = parameters;
  const account = senderOf(client, parameters, "createPool");
  const sharesFirst = sharesSortFirst(parameters);
  const sqrtRatio = sqrtRatioOfPrice(price, sharesFirst);
  const { uniswap, fee, pool } = await findPool(client, parameters);
  if (pool !== undefined && pool.sqrtRatio !== 0n) {
    assertPrice(pool, token, sqrtRatio);
    return { hash: undefined, receipt: undefined, pool: pool.address };
  }
  const call = checkedCall({
    abi: uniswapPositionManagerAbi,
    address: uniswap.positionManager,
    functionName: "createAndInitializePoolIfNecessary",
    args: [...inOrder({ sharesFirst }, shares, token), fee, sqrtRatio],
    account,
  } as const);
  const { hash, receipt } = await send(client, call);
  // Where somebody else was first, the call has done nothing.
  const created = await poolOf(client, parameters);
  assertPrice(created, token, sqrtRatio);
  return { hash, receipt, pool: created.address };
}

function assertPrice({ address, sqrtRatio, sharesFirst }: Pool, token: Address, wanted: bigint): void {
  if (sqrtRatio === wanted) return;
  throw new PoolPriceMismatchError({
    token,
    pool: address,
    actual: priceOfSqrtRatio(sqrtRatio, sharesFirst),
    wanted: priceOfSqrtRatio(wanted, sharesFirst),
  });
}
