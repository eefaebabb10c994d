// SPDX-License-Identifier: MIT
import type { Hash } from "viem";
import { getBlock, getBlockNumber, getContractEvents } from "viem/actions";
import { uniswapPoolAbi } from "../abis/uniswapPool.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { MarketReadErrorType } from "../errors/types.ts";
import { priceOfSqrtRatio } from "../market/price.ts";
import { tradeOf } from "./internal/swap.ts";
import { poolOf } from "./internal/uniswap.ts";
import type { CommonweightClient, LogRangeParameters, PoolParameters } from "./types.ts";

export interface GetPriceHistoryParameters extends PoolParameters, LogRangeParameters {
  /** Last block to search; the latest unless given. */
  toBlock?: bigint | undefined;
  /** How many blocks to ask the node for at once: many refuse long ranges; 10,000 unless given. */
  blocksPerRequest?: bigint | undefined;
  /** Called after each request, with the blocks searched so far, and all of them. */
  onProgress?: ((done: bigint, total: bigint) => void) | undefined;
}
/** One trade. */
export interface Trade {
  side: "buy" | "sell";
  /** Of its block, in seconds. */
  time: bigint;
  /** The pool's price after it, in the token's smallest unit for one share, times `PRICE_SCALE`. */
  price: bigint;
  /** Moved into the pool or out of it, in the smallest units, fees included. */
  sharesAmount: bigint;
  tokenAmount: bigint;
  blockNumber: bigint;
  transactionHash: Hash;
}
export type GetPriceHistoryReturnType = Trade[];
export type GetPriceHistoryErrorType = MarketReadErrorType;

const BLOCKS_PER_REQUEST = 10_000n;

/**
 * Every trade of a pool, in the order of the chain, read from its events.
 *
 * @throws {@link PoolMissingError} where there is no pool
 * @example
 * const trades = await getPriceHistory(client, { shares, token, fromBlock: 12_000_000n });
 * const chart = trades.map(({ time, price }) => [Number(time), formatPrice(price)]);
 */
export async function getPriceHistory(
  client: CommonweightClient,
  parameters: GetPriceHistoryParameters,
): Promise<GetPriceHistoryReturnType> {
  const { fromBlock = 0n, blocksPerRequest = BLOCKS_PER_REQUEST, onProgress } = parameters;
  if (blocksPerRequest < 1n) {
    throw new InvalidValueError({ subject: "blocksPerRequest", value: blocksPerRequest, expected: "1 or more" });
  }
  const { address, sharesFirst } = await poolOf(client, parameters);
  const toBlock = parameters.toBlock ?? (await withTypedErrors(() => getBlockNumber(client, { cacheTime: 0 })));
  const times = new Map<bigint, bigint>();
  const timeOf = async (blockNumber: bigint): Promise<bigint> => {
    const known = times.get(blockNumber);
    if (known !== undefined) return known;
    const { timestamp } = await withTypedErrors(() => getBlock(client, { blockNumber }));
    times.set(blockNumber, timestamp);
    return timestamp;
  };

  const trades: Trade[] = [];
  const total = toBlock - fromBlock + 1n;
  for (let start = fromBlock; start <= toBlock; start += blocksPerRequest) {
    const end = start + blocksPerRequest - 1n < toBlock ? start + blocksPerRequest - 1n : toBlock;
    const search = {
      abi: uniswapPoolAbi,
      address,
      eventName: "Swap",
      strict: true,
      fromBlock: start,
      toBlock: end,
    } as const;
    for (const { args, blockNumber, transactionHash } of await withTypedErrors(() =>
      getContractEvents(client, search),
    )) {
      const price = priceOfSqrtRatio(args.sqrtPriceX96, sharesFirst);
      const time = await timeOf(blockNumber);
      trades.push({ ...tradeOf({ sharesFirst }, args), time, price, blockNumber, transactionHash });
    }
    onProgress?.(end - fromBlock + 1n, total);
  }
  return trades;
}
