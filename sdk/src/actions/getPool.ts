// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { uniswapPoolAbi } from "../abis/uniswapPool.ts";
import type { MarketReadErrorType } from "../errors/types.ts";
import { priceOfSqrtRatio } from "../market/price.ts";
import type { FeeTier } from "../market/ticks.ts";
import { poolOf, readView } from "./internal/uniswap.ts";
import type { CommonweightClient, PoolParameters } from "./types.ts";

export type GetPoolParameters = PoolParameters;
export interface GetPoolReturnType {
  address: Address;
  /** In the token's smallest unit for one share, times `PRICE_SCALE`, rounded down. */
  price: bigint;
  /** Of all positions whose range holds the price, in Uniswap's unit. */
  liquidity: bigint;
  /** In millionths of each trade. */
  fee: FeeTier;
}
export type GetPoolErrorType = MarketReadErrorType;

/**
 * The pool in which shares are traded for a token, as it stands.
 *
 * @throws {@link PoolMissingError} where there is none, or nobody has set its price
 * @throws {@link UniswapMissingError} where Uniswap is not known on the client's chain
 * @example
 * const { price } = await getPool(client, { shares, token });
 * console.log(`${formatPrice(price)} of the token's smallest unit for one share`);
 */
export async function getPool(client: CommonweightClient, parameters: GetPoolParameters): Promise<GetPoolReturnType> {
  const { address, fee, sqrtRatio, sharesFirst } = await poolOf(client, parameters);
  const liquidity = await readView(client, { abi: uniswapPoolAbi, address, functionName: "liquidity", args: [] });
  return { address, price: priceOfSqrtRatio(sqrtRatio, sharesFirst), liquidity, fee };
}
