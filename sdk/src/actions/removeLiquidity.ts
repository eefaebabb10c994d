// SPDX-License-Identifier: MIT
import { type Address, encodeFunctionData } from "viem";
import { uniswapPositionManagerAbi } from "../abis/uniswapPositionManager.ts";
import { ContractRevertError } from "../errors/contract.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { PositionMissingError, type SlippageExceededError } from "../errors/market.ts";
import type { MarketWriteErrorType } from "../errors/types.ts";
import { amountsOfLiquidity } from "../market/liquidity.ts";
import { leastOfBoth, sidesOf } from "../market/mint.ts";
import { DEFAULT_SLIPPAGE_BPS } from "../market/slippage.ts";
import type { FeeTier } from "../market/ticks.ts";
import { checkedCall } from "./internal/checkedCall.ts";
import { eventOf } from "./internal/events.ts";
import { liquiditySlipped } from "./internal/liquidity.ts";
import { send, senderOf } from "./internal/send.ts";
import { contractsOf, deadlineOf, inOrder, poolOf, readView, withMarketErrors } from "./internal/uniswap.ts";
import type {
  CommonweightClient,
  DeadlineParameters,
  SenderParameters,
  SentTransaction,
  UniswapParameters,
} from "./types.ts";

export interface RemoveLiquidityParameters extends UniswapParameters, SenderParameters, DeadlineParameters {
  /** The model's shares, so that what comes out is told apart. */
  shares: Address;
  /** Number of the position. */
  position: bigint;
  /** Part of the position's liquidity, in bps; all of it unless given. */
  partBps?: number | undefined;
  /** How much less of either may come out than at the pool's price now, in bps; 50 unless given. */
  slippageBps?: number | undefined;
  /** Who receives what comes out; the sender unless given. */
  recipient?: Address | undefined;
}
export interface RemoveLiquidityReturnType extends SentTransaction {
  /** What came out, fees included, in the smallest units. */
  sharesAmount: bigint;
  tokenAmount: bigint;
  /** What is left in the position, in Uniswap's unit; a position of which nothing is left is gone. */
  liquidity: bigint;
}
export type RemoveLiquidityErrorType = MarketWriteErrorType | PositionMissingError | SlippageExceededError;

const WHOLE_BPS = 10_000;
const MAX_UINT128 = (1n << 128n) - 1n;

/**
 * Takes liquidity out of a pool, and collects it with all fees that the position has earned, in one transaction.
 *
 * @throws {@link PositionMissingError} where there is no such position, or it is another's
 * @throws {@link SlippageExceededError} where the price moves too far before the transaction is mined
 * @example
 * const { sharesAmount, tokenAmount } = await removeLiquidity(client, { shares, position });
 */
export async function removeLiquidity(
  client: CommonweightClient,
  parameters: RemoveLiquidityParameters,
): Promise<RemoveLiquidityReturnType> {
  const { partBps = WHOLE_BPS, slippageBps = DEFAULT_SLIPPAGE_BPS, position: tokenId } = parameters;
  const account = senderOf(client, parameters, "removeLiquidity");
  if (!Number.isInteger(partBps) || partBps < 1 || partBps > WHOLE_BPS) {
    throw new InvalidValueError({ subject: "partBps", value: partBps, expected: `1 to ${WHOLE_BPS}` });
  }
  const deadline = await deadlineOf(client, parameters);
  const position = await positionOf(client, parameters, account.address);
  const pool = await poolOf(client, position);
  const { sharesFirst } = pool;
  const removed = (position.liquidity * BigInt(partBps)) / BigInt(WHOLE_BPS);
  const amountsAt = (ratio: bigint) => sidesOf(amountsOfLiquidity(ratio, position.range, removed, "down"), sharesFirst);
  const least = leastOfBoth(amountsAt(pool.sqrtRatio), slippageBps);

  const manager = { abi: uniswapPositionManagerAbi, address: pool.uniswap.positionManager } as const;
  const [amount0Min, amount1Min] = inOrder(pool, least.sharesAmount, least.tokenAmount);
  const decrease = { tokenId, liquidity: removed, amount0Min, amount1Min, deadline };
  const recipient = parameters.recipient ?? account.address;
  const collect = { tokenId, recipient, amount0Max: MAX_UINT128, amount1Max: MAX_UINT128 };
  const steps = [
    // Uniswap refuses to remove nothing, which is what is left of a position to collect fees from.
    ...(removed === 0n
      ? []
      : [
          encodeFunctionData(checkedCall({ ...manager, functionName: "decreaseLiquidity", args: [decrease] } as const)),
        ]),
    encodeFunctionData(checkedCall({ ...manager, functionName: "collect", args: [collect] } as const)),
    ...(removed === position.liquidity
      ? [encodeFunctionData(checkedCall({ ...manager, functionName: "burn", args: [tokenId] } as const))]
      : []),
  ];
  const call = checkedCall({ ...manager, functionName: "multicall", args: [steps], account } as const);
  const { hash, receipt } = await withMarketErrors(
    client,
    deadline,
    (cause) => liquiditySlipped(client, pool, least, amountsAt, cause),
    () => send(client, call),
  );
  const { args } = eventOf({ hash, receipt }, { ...manager, eventName: "Collect" });
  return { hash, receipt, ...sidesOf(args, sharesFirst), liquidity: position.liquidity - removed };
}

/** A position of the account, and its pool. */
async function positionOf(client: CommonweightClient, parameters: RemoveLiquidityParameters, account: Address) {
  const { shares, position } = parameters;
  const uniswap = await contractsOf(client, parameters);
  const manager = { abi: uniswapPositionManagerAbi, address: uniswap.positionManager, args: [position] } as const;
  const facts = await readView(client, { ...manager, functionName: "positions" }).catch((cause: unknown) => {
    // Uniswap's only reason not to answer.
    if (!(cause instanceof ContractRevertError)) throw cause;
    throw new PositionMissingError({ position, account, owner: undefined, cause });
  });
  const owner = await readView(client, { ...manager, functionName: "ownerOf" });
  if (owner.toLowerCase() !== account.toLowerCase()) throw new PositionMissingError({ position, account, owner });

  const [, , token0, token1, fee, lower, upper, liquidity] = facts;
  const isShares = (token: Address) => token.toLowerCase() === shares.toLowerCase();
  if (!isShares(token0) && !isShares(token1)) {
    const expected = `one of the tokens of position ${position}, ${token0} or ${token1}`;
    throw new InvalidValueError({ subject: "shares", value: shares, expected });
  }
  const token = isShares(token0) ? token1 : token0;
  return { uniswap, shares, token, fee: fee as FeeTier, range: { lower, upper }, liquidity };
}
