// SPDX-License-Identifier: MIT
import { type Address, encodeFunctionData, type Hex } from "viem";
import { tokenAbi } from "../abis/token.ts";
import { uniswapPositionManagerAbi } from "../abis/uniswapPositionManager.ts";
import type { UniswapContracts } from "../addresses/uniswap.ts";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { mintOf, type PriceRange } from "../market/mint.ts";
import { sharesSortFirst, sqrtRatioOfPrice } from "../market/price.ts";
import { DEFAULT_FEE, type FeeTier } from "../market/ticks.ts";
import { checkedCall } from "./internal/checkedCall.ts";

/** One call of a governor's proposal, or of a timelock's batch. */
export interface ProposedCall {
  target: Address;
  /** Ether that goes with it, in wei. */
  value: bigint;
  data: Hex;
}

export interface EncodeInitialLiquidityParameters {
  /** Uniswap's contracts: those of a chain by `uniswapOf`. */
  uniswap: UniswapContracts;
  /** The model's shares. */
  shares: Address;
  /** What they will be traded for. */
  token: Address;
  /** What the pool will take of every trade, in millionths; 10,000, which is 1 %, unless given. */
  fee?: FeeTier | undefined;
  /** In the token's smallest unit for one share, times `PRICE_SCALE`. */
  price: bigint;
  /** The most shares to give, in their smallest unit. */
  sharesAmount: bigint;
  /** The most of the token to give, in its smallest unit. */
  tokenAmount: bigint;
  /** The prices between which the position trades; every price unless given. */
  range?: PriceRange | undefined;
  /** How much less or more of either may go in than the price asks for, in bps; 50 unless given. */
  slippageBps?: number | undefined;
  /** Whose the position will be: the treasury, which executes the calls. */
  recipient: Address;
  /** Last second in which the calls may be executed. */
  deadline: bigint;
}
export type EncodeInitialLiquidityReturnType = ProposedCall[];
export type EncodeInitialLiquidityErrorType = InvalidValueError;

/**
 * The calls by which a model's treasury opens the market of its shares: it approves both amounts, creates the pool at a price unless it exists,
 * and puts them in. For a proposal of the model's governor: all of them are executed in one transaction, or none.
 *
 * Anybody may create the pool before, at any price. Where the pool stands too far from the price of the proposal when it is executed, the minimums do
 * not hold and nothing happens; in a pool without liquidity anybody can move the price back for the cost of gas, and the calls can be executed then.
 *
 * @throws {@link InvalidValueError} where no pool can have the price, or the amounts give no liquidity at it
 * @example
 * const calls = encodeInitialLiquidity({
 *   uniswap: uniswapOf(59_144), shares, token, price, sharesAmount, tokenAmount, recipient: treasury, deadline,
 * });
 */
export function encodeInitialLiquidity(parameters: EncodeInitialLiquidityParameters): EncodeInitialLiquidityReturnType {
  const { uniswap, shares, token, fee = DEFAULT_FEE, price } = parameters;
  const { positionManager } = uniswap;
  const sqrtRatio = sqrtRatioOfPrice(price, sharesSortFirst(parameters));
  const { args, most } = mintOf({ ...parameters, fee, sqrtRatio });
  const [{ token0, token1 }] = args;
  const manager = { abi: uniswapPositionManagerAbi, address: positionManager } as const;
  const approval = (asset: Address, amount: bigint) =>
    ({ abi: tokenAbi, address: asset, functionName: "approve", args: [positionManager, amount] }) as const;
  return [
    encoded(approval(shares, most.sharesAmount)),
    encoded(approval(token, most.tokenAmount)),
    encoded({
      ...manager,
      functionName: "createAndInitializePoolIfNecessary",
      args: [token0, token1, fee, sqrtRatio],
    } as const),
    encoded({ ...manager, functionName: "mint", args } as const),
  ];
}

function encoded(call: Parameters<typeof encodeFunctionData>[0] & Parameters<typeof checkedCall>[0]): ProposedCall {
  return { target: call.address, value: 0n, data: encodeFunctionData(checkedCall(call)) };
}
