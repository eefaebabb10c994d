// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { uniswapPositionManagerAbi } from "../abis/uniswapPositionManager.ts";
import type { SlippageExceededError } from "../errors/market.ts";
import type { MarketWriteErrorType } from "../errors/types.ts";
import { expectedAmounts, mintOf, type PriceRange, sidesOf } from "../market/mint.ts";
import { checkedCall } from "./internal/checkedCall.ts";
import { eventOf } from "./internal/events.ts";
import { liquiditySlipped } from "./internal/liquidity.ts";
import { send, senderOf } from "./internal/send.ts";
import { allowSpending, type SpendParameters } from "./internal/spend.ts";
import { deadlineOf, poolOf, withMarketErrors } from "./internal/uniswap.ts";
import type {
  CommonweightClient,
  DeadlineParameters,
  PoolParameters,
  SenderParameters,
  SentTransaction,
} from "./types.ts";

export interface AddLiquidityParameters extends PoolParameters, SenderParameters, SpendParameters, DeadlineParameters {
  /** The most shares to give, in their smallest unit. */
  sharesAmount: bigint;
  /** The most of the token to give, in its smallest unit. */
  tokenAmount: bigint;
  /** The prices between which the position trades, in the token's smallest unit for one share, times `PRICE_SCALE`, widened to the ticks of the pool; every price unless given. */
  range?: PriceRange | undefined;
  /** How much less or more of either may go in than the pool's price asks for now, in bps; 50 unless given. */
  slippageBps?: number | undefined;
  /** Whose the position will be; the sender's unless given. */
  recipient?: Address | undefined;
}
export interface AddLiquidityReturnType extends SentTransaction {
  /** The approvals that went before. */
  approvals: SentTransaction[];
  /** Number of the position: a token of Uniswap's position manager, which `removeLiquidity` takes. */
  position: bigint;
  liquidity: bigint;
  /** What went in, in the smallest units; the rest stays with the sender. */
  sharesAmount: bigint;
  tokenAmount: bigint;
}
export type AddLiquidityErrorType = MarketWriteErrorType | SlippageExceededError;

/**
 * Puts shares and tokens into their pool, at its price, as a new position that earns the pool's fees; approves first, where an
 * allowance is short, the most that may go in. Each call makes a position of its own: after a crash, look before you repeat it. Shares in a pool earn no revenue once
 * somebody has excluded the pool.
 *
 * @throws {@link PoolMissingError} where there is no pool: see `createPool`
 * @throws {@link SlippageExceededError} where the price moves too far before the transaction is mined
 * @throws {@link InsufficientBalanceError} where the sender holds less than is to go in
 * @example
 * const { position } = await addLiquidity(client, { shares, token, sharesAmount: 1_000n * ONE_SHARE, tokenAmount: 250_000_000n });
 */
export async function addLiquidity(
  client: CommonweightClient,
  parameters: AddLiquidityParameters,
): Promise<AddLiquidityReturnType> {
  const { shares, token, approve = true } = parameters;
  const account = senderOf(client, parameters, "addLiquidity");
  const deadline = await deadlineOf(client, parameters);
  const pool = await poolOf(client, parameters);
  const { fee, sqrtRatio, sharesFirst, uniswap } = pool;
  const { positionManager } = uniswap;
  const recipient = parameters.recipient ?? account.address;
  const mint = mintOf({ ...parameters, fee, sqrtRatio, deadline, recipient });
  const call = checkedCall({
    abi: uniswapPositionManagerAbi,
    address: positionManager,
    functionName: "mint",
    args: mint.args,
    account,
  } as const);

  const { expected, least, most, range } = mint;
  const approvals = await allowSpending(client, { account, spender: positionManager, approve }, [
    { token: shares, needed: expected.sharesAmount, allowance: most.sharesAmount },
    { token, needed: expected.tokenAmount, allowance: most.tokenAmount },
  ]);
  const amountsAt = (ratio: bigint) => expectedAmounts(most, range, ratio, sharesFirst);
  const { hash, receipt } = await withMarketErrors(
    client,
    deadline,
    (cause) => liquiditySlipped(client, pool, least, amountsAt, cause),
    () => send(client, call),
  );
  const event = { abi: uniswapPositionManagerAbi, address: positionManager, eventName: "IncreaseLiquidity" } as const;
  const { args } = eventOf({ hash, receipt }, event);
  const { tokenId: position, liquidity } = args;
  return { hash, receipt, approvals, position, liquidity, ...sidesOf(args, sharesFirst) };
}
