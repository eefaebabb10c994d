// SPDX-License-Identifier: MIT
import { type AddLiquidityParameters, type AddLiquidityReturnType, addLiquidity } from "../actions/addLiquidity.ts";
import { type BuySharesParameters, type BuySharesReturnType, buyShares } from "../actions/buyShares.ts";
import { type CreatePoolParameters, type CreatePoolReturnType, createPool } from "../actions/createPool.ts";
import { type GetPoolParameters, type GetPoolReturnType, getPool } from "../actions/getPool.ts";
import {
  type GetPriceHistoryParameters,
  type GetPriceHistoryReturnType,
  getPriceHistory,
} from "../actions/getPriceHistory.ts";
import { type QuoteBuyParameters, type QuoteBuyReturnType, quoteBuy } from "../actions/quoteBuy.ts";
import { type QuoteSellParameters, type QuoteSellReturnType, quoteSell } from "../actions/quoteSell.ts";
import {
  type RemoveLiquidityParameters,
  type RemoveLiquidityReturnType,
  removeLiquidity,
} from "../actions/removeLiquidity.ts";
import { type SellSharesParameters, type SellSharesReturnType, sellShares } from "../actions/sellShares.ts";
import type { CommonweightClient } from "../actions/types.ts";
import type { UniswapContracts } from "../addresses/uniswap.ts";

export interface MarketActionsParameters {
  /** Uniswap's contracts; those known for the client's chain unless given. */
  uniswap?: UniswapContracts | undefined;
  /** Where reading events starts unless an action is told otherwise; the first block of the chain unless given. */
  fromBlock?: bigint | undefined;
}

/** Parameters of an action, without the contracts that are bound, for each of its alternatives. */
type Bound<parameters> = parameters extends unknown ? Omit<parameters, "uniswap"> : never;

/** Every action of the market for shares, bound to a client and to Uniswap's contracts. */
export type MarketActions = {
  createPool: (parameters: Bound<CreatePoolParameters>) => Promise<CreatePoolReturnType>;
  addLiquidity: (parameters: Bound<AddLiquidityParameters>) => Promise<AddLiquidityReturnType>;
  removeLiquidity: (parameters: Bound<RemoveLiquidityParameters>) => Promise<RemoveLiquidityReturnType>;
  quoteBuy: (parameters: Bound<QuoteBuyParameters>) => Promise<QuoteBuyReturnType>;
  quoteSell: (parameters: Bound<QuoteSellParameters>) => Promise<QuoteSellReturnType>;
  buyShares: (parameters: Bound<BuySharesParameters>) => Promise<BuySharesReturnType>;
  sellShares: (parameters: Bound<SellSharesParameters>) => Promise<SellSharesReturnType>;
  getPool: (parameters: Bound<GetPoolParameters>) => Promise<GetPoolReturnType>;
  getPriceHistory: (parameters: Bound<GetPriceHistoryParameters>) => Promise<GetPriceHistoryReturnType>;
};

/**
 * Binds the actions of the market to a client: for the `extend` of viem's clients.
 *
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(marketActions());
 * await client.sellShares({ shares, token, sharesAmount: 100n * ONE_SHARE });
 */
export function marketActions(parameters: MarketActionsParameters = {}): (client: CommonweightClient) => MarketActions {
  const { uniswap, fromBlock } = parameters;
  return (client) => ({
    createPool: (parameters) => createPool(client, { uniswap, ...parameters }),
    addLiquidity: (parameters) => addLiquidity(client, { uniswap, ...parameters }),
    removeLiquidity: (parameters) => removeLiquidity(client, { uniswap, ...parameters }),
    quoteBuy: (parameters) => quoteBuy(client, { uniswap, ...parameters }),
    quoteSell: (parameters) => quoteSell(client, { uniswap, ...parameters }),
    buyShares: (parameters) => buyShares(client, { uniswap, ...parameters }),
    sellShares: (parameters) => sellShares(client, { uniswap, ...parameters }),
    getPool: (parameters) => getPool(client, { uniswap, ...parameters }),
    getPriceHistory: (parameters) => getPriceHistory(client, { uniswap, fromBlock, ...parameters }),
  });
}
