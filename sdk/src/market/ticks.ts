// SPDX-License-Identifier: MIT
// Uniswap v3's ticks, exactly as its contracts compute them: tick t stands for the price 1.0001^t of token 0 in token 1, whose
// square root the pools hold as a fixed-point number of 96 fractional bits.
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** What a pool takes of every trade, in millionths, with the distance of the ticks that positions may end at. */
const tickSpacings = { 500: 10, 3000: 60, 10000: 200 } as const;

/** Fee of a pool in millionths of each trade: 0.05 %, 0.3 % or 1 %. */
export type FeeTier = keyof typeof tickSpacings;

/** 1 %: what suits a token that is traded rarely. */
export const DEFAULT_FEE: FeeTier = 10_000;

export const MIN_TICK = -887_272;
export const MAX_TICK = 887_272;
/** Square roots of the prices at {@link MIN_TICK} and {@link MAX_TICK}; every price lies at or above the one and below the other. */
export const MIN_SQRT_RATIO = 4_295_128_739n;
export const MAX_SQRT_RATIO = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n;

/** Both ends of a position, as ticks. */
export interface TickRange {
  lower: number;
  upper: number;
}

/** 2^128 / √1.0001^(2^i), rounded as in Uniswap's TickMath, for the bits i of a tick. */
const FACTORS = [
  0xfffcb933bd6fad37aa2d162d1a594001n,
  0xfff97272373d413259a46990580e213an,
  0xfff2e50f5f656932ef12357cf3c7fdccn,
  0xffe5caca7e10e4e61c3624eaa0941cd0n,
  0xffcb9843d60f6159c9db58835c926644n,
  0xff973b41fa98c081472e6896dfb254c0n,
  0xff2ea16466c96a3843ec78b326b52861n,
  0xfe5dee046a99a2a811c461f1969c3053n,
  0xfcbe86c7900a88aedcffc83b479aa3a4n,
  0xf987a7253ac413176f2b074cf7815e54n,
  0xf3392b0822b70005940c7a398e4b70f3n,
  0xe7159475a2c29b7443b29c7fa6e889d9n,
  0xd097f3bdfd2022b8845ad8f792aa5825n,
  0xa9f746462d870fdf8a65dc1f90e061e5n,
  0x70d869a156d2a1b890bb3df62baf32f7n,
  0x31be135f97d08fd981231505542fcfa6n,
  0x9aa508b5b7a84e1c677de54f3e99bc9n,
  0x5d6af8dedb81196699c329225ee604n,
  0x2216e584f5fa1ea926041bedfe98n,
  0x48a170391f7dc42444e8fa2n,
] as const;

const MAX_UINT256 = (1n << 256n) - 1n;

/** @throws {@link InvalidValueError} where a pool has no such fee */
export function tickSpacingOf(fee: FeeTier): number {
  const spacing = tickSpacings[fee] as number | undefined;
  if (spacing === undefined) {
    throw new InvalidValueError({ subject: "The fee", value: fee, expected: Object.keys(tickSpacings).join(", or ") });
  }
  return spacing;
}

/** Square root of the price at a tick, with 96 fractional bits. */
export function sqrtRatioAtTick(tick: number): bigint {
  if (!Number.isInteger(tick) || tick < MIN_TICK || tick > MAX_TICK) {
    throw new InvalidValueError({ subject: "The tick", value: tick, expected: `${MIN_TICK} to ${MAX_TICK}` });
  }
  const distance = Math.abs(tick);
  let ratio = 1n << 128n;
  for (const [bit, factor] of FACTORS.entries()) {
    if ((distance >> bit) & 1) ratio = (ratio * factor) >> 128n;
  }
  if (tick > 0) ratio = MAX_UINT256 / ratio;
  // From 128 fractional bits to 96, rounded up, so that the tick of the result is the tick again.
  return (ratio + (1n << 32n) - 1n) >> 32n;
}

/** The last tick whose price is not above the one with this square root. */
export function tickAtSqrtRatio(sqrtRatio: bigint): number {
  let [low, high] = [MIN_TICK, MAX_TICK];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sqrtRatioAtTick(middle) <= sqrtRatio) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The widest range that a position may have. */
export function fullRange(fee: FeeTier): TickRange {
  const spacing = tickSpacingOf(fee);
  const upper = Math.floor(MAX_TICK / spacing) * spacing;
  return { lower: -upper, upper };
}
