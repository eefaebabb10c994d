// SPDX-License-Identifier: MIT
import type { Address, ContractFunctionArgs } from "viem";
import type { uniswapPositionManagerAbi } from "../abis/uniswapPositionManager.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { amountsOfLiquidity, liquidityOfAmounts } from "./liquidity.ts";
import { sharesSortFirst, sqrtRatioOfPrice } from "./price.ts";
import { DEFAULT_SLIPPAGE_BPS, leastOf, mostOf } from "./slippage.ts";
import {
  type FeeTier,
  fullRange,
  MAX_TICK,
  MIN_TICK,
  type TickRange,
  tickAtSqrtRatio,
  tickSpacingOf,
} from "./ticks.ts";

/** Prices in the token's smallest unit for one share, times `PRICE_SCALE`. */
export interface PriceRange {
  lowest: bigint;
  highest: bigint;
}

/** Amounts of both sides of a pool, in their smallest units. */
export interface SideAmounts {
  sharesAmount: bigint;
  tokenAmount: bigint;
}

export interface Mint {
  /** For the position manager's `mint`. */
  args: ContractFunctionArgs<typeof uniswapPositionManagerAbi, "payable", "mint">;
  range: TickRange;
  /** What goes in at the price. */
  expected: SideAmounts;
  /** The least that may go in, and the most: of what was offered, no more than the price asks for, with slippage. */
  least: SideAmounts;
  most: SideAmounts;
}

/**
 * A new position out of the most that is to be given of both sides, at a price.
 *
 * @throws {@link InvalidValueError} where the amounts give no liquidity
 */
export function mintOf(
  parameters: SideAmounts & {
    shares: Address;
    token: Address;
    fee: FeeTier;
    /** Square root of the pool's raw price. */
    sqrtRatio: bigint;
    range?: PriceRange | undefined;
    slippageBps?: number | undefined;
    deadline: bigint;
    recipient: Address;
  },
): Mint {
  const { shares, token, fee, sqrtRatio, slippageBps = DEFAULT_SLIPPAGE_BPS, deadline, recipient } = parameters;
  const sharesFirst = sharesSortFirst(parameters);
  const range = parameters.range ? ticksOf(parameters.range, fee, sharesFirst) : fullRange(fee);
  const expected = expectedAmounts(parameters, range, sqrtRatio, sharesFirst);
  const least = leastOfBoth(expected, slippageBps);
  const most = {
    sharesAmount: smaller(parameters.sharesAmount, mostOf(expected.sharesAmount, slippageBps)),
    tokenAmount: smaller(parameters.tokenAmount, mostOf(expected.tokenAmount, slippageBps)),
  };
  const [first, second] = sharesFirst
    ? (["sharesAmount", "tokenAmount"] as const)
    : (["tokenAmount", "sharesAmount"] as const);
  const [token0, token1] = sharesFirst ? [shares, token] : [token, shares];
  const position = {
    token0,
    token1,
    fee,
    tickLower: range.lower,
    tickUpper: range.upper,
    amount0Desired: most[first],
    amount1Desired: most[second],
    amount0Min: least[first],
    amount1Min: least[second],
    recipient,
    deadline,
  };
  return { args: [position], range, expected, least, most };
}

/** The least to accept of both sides. */
export function leastOfBoth({ sharesAmount, tokenAmount }: SideAmounts, slippageBps: number): SideAmounts {
  return { sharesAmount: leastOf(sharesAmount, slippageBps), tokenAmount: leastOf(tokenAmount, slippageBps) };
}

function smaller(left: bigint, right: bigint): bigint {
  if (left < right) return left;
  return right;
}

/** What goes into a position of a range at a price, of the most that is to be given. */
export function expectedAmounts(
  most: SideAmounts,
  range: TickRange,
  sqrtRatio: bigint,
  sharesFirst: boolean,
): SideAmounts {
  const { sharesAmount, tokenAmount } = most;
  for (const [subject, value] of Object.entries({ sharesAmount, tokenAmount })) {
    if (value < 0n) throw new InvalidValueError({ subject, value, expected: "0 or more" });
  }
  const amounts = sharesFirst
    ? { amount0: sharesAmount, amount1: tokenAmount }
    : { amount0: tokenAmount, amount1: sharesAmount };
  const liquidity = liquidityOfAmounts(sqrtRatio, range, amounts);
  if (liquidity === 0n) {
    const value = `${sharesAmount} and ${tokenAmount}`;
    const expected = "amounts of shares and token that give liquidity at the pool's price";
    throw new InvalidValueError({ subject: "What is to go into the pool", value, expected });
  }
  return sidesOf(amountsOfLiquidity(sqrtRatio, range, liquidity, "up"), sharesFirst);
}

/** Amounts of the tokens that sort first and second, as those of shares and token. */
export function sidesOf({ amount0, amount1 }: { amount0: bigint; amount1: bigint }, sharesFirst: boolean): SideAmounts {
  return sharesFirst
    ? { sharesAmount: amount0, tokenAmount: amount1 }
    : { sharesAmount: amount1, tokenAmount: amount0 };
}

/** The narrowest range of a pool's ticks that holds both prices. */
function ticksOf({ lowest, highest }: PriceRange, fee: FeeTier, sharesFirst: boolean): TickRange {
  if (lowest >= highest) {
    throw new InvalidValueError({
      subject: "range.lowest",
      value: lowest,
      expected: `less than range.highest, ${highest}`,
    });
  }
  const spacing = tickSpacingOf(fee);
  const ratios = [lowest, highest].map((price) => sqrtRatioOfPrice(price, sharesFirst));
  // Of two tokens, the price of the one in the other falls as that of the other in the one rises.
  const [low, high] = (sharesFirst ? ratios : ratios.reverse()) as [bigint, bigint];
  const lower = Math.floor(tickAtSqrtRatio(low) / spacing) * spacing;
  const upper = Math.floor(tickAtSqrtRatio(high) / spacing) * spacing + spacing;
  if (lower < MIN_TICK || upper > MAX_TICK) {
    throw new InvalidValueError({
      subject: "The range",
      value: `${lowest} to ${highest}`,
      expected: "prices that a position can hold",
    });
  }
  return { lower, upper };
}
