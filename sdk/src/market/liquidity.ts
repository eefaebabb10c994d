// SPDX-License-Identifier: MIT
// How much liquidity amounts give, and which amounts it takes, exactly as Uniswap v3's contracts round. Amounts 0 and 1 are of the
// tokens that sort first and second.
import { sqrtRatioAtTick, type TickRange } from "./ticks.ts";

export interface Amounts {
  amount0: bigint;
  amount1: bigint;
}

const FRACTION = 96n;
const Q96 = 1n << FRACTION;

/** The most liquidity that two amounts give in a range, at the pool's price. */
export function liquidityOfAmounts(sqrtRatio: bigint, range: TickRange, { amount0, amount1 }: Amounts): bigint {
  const { lower, upper, inside } = placesOf(sqrtRatio, range);
  const of0 = () => (amount0 * ((inside * upper) / Q96)) / (upper - inside);
  const of1 = () => (amount1 * Q96) / (inside - lower);
  if (inside === lower) return of0();
  if (inside === upper) return of1();
  const [left, right] = [of0(), of1()];
  if (left < right) return left;
  return right;
}

/**
 * The amounts that liquidity stands for in a range, at the pool's price.
 *
 * @param rounding - up when they go in, down when they come out
 */
export function amountsOfLiquidity(
  sqrtRatio: bigint,
  range: TickRange,
  liquidity: bigint,
  rounding: "up" | "down",
): Amounts {
  const { lower, upper, inside } = placesOf(sqrtRatio, range);
  const divide = (value: bigint, divisor: bigint) =>
    rounding === "up" ? (value + divisor - 1n) / divisor : value / divisor;
  return {
    amount0: divide(divide((liquidity << FRACTION) * (upper - inside), upper), inside),
    amount1: divide(liquidity * (inside - lower), Q96),
  };
}

/** Both ends of a range and the price, moved into the range, as square roots. */
function placesOf(sqrtRatio: bigint, range: TickRange): { lower: bigint; upper: bigint; inside: bigint } {
  const [lower, upper] = [sqrtRatioAtTick(range.lower), sqrtRatioAtTick(range.upper)];
  const inside = sqrtRatio < lower ? lower : sqrtRatio > upper ? upper : sqrtRatio;
  return { lower, upper, inside };
}
