// SPDX-License-Identifier: MIT
// Prices as people say them, token for one share, and as Uniswap's pools hold them: the square root of the raw price of the token
// that sorts first in the one that sorts second, with 96 fractional bits.
import { type Address, formatUnits } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { MAX_SQRT_RATIO, MIN_SQRT_RATIO } from "./ticks.ts";

const PRICE_DECIMALS = 18;

/** A price is in the token's smallest unit for one share, times this: fine enough for shares that cost less than a unit. */
export const PRICE_SCALE = 10n ** BigInt(PRICE_DECIMALS);

/** Smallest units of one share: the shares of every model have 18 decimals. */
export const ONE_SHARE = 10n ** 18n;

const Q192 = 1n << 192n;

/**
 * The price at which an amount of the token buys an amount of shares, rounded down.
 *
 * @param amounts - both in their smallest units
 * @throws {@link InvalidValueError} where an amount is not positive
 * @example
 * const price = priceOf({ tokenAmount: 250_000n, sharesAmount: ONE_SHARE }); // a quarter of a dollar of 6 decimals
 */
export function priceOf(amounts: { tokenAmount: bigint; sharesAmount: bigint }): bigint {
  const { tokenAmount, sharesAmount } = amounts;
  for (const [subject, value] of Object.entries(amounts)) {
    if (value <= 0n) throw new InvalidValueError({ subject, value, expected: "more than 0" });
  }
  return (tokenAmount * ONE_SHARE * PRICE_SCALE) / sharesAmount;
}

/** A price in the token's smallest unit, as a decimal number without rounding: `250000.5`. */
export function formatPrice(price: bigint): string {
  return formatUnits(price, PRICE_DECIMALS);
}

/** Whether shares are the first of a pool's two tokens: those are sorted by address. */
export function sharesSortFirst({ shares, token }: { shares: Address; token: Address }): boolean {
  return BigInt(shares) < BigInt(token);
}

/**
 * The square root that a pool is initialised with, rounded down.
 *
 * @throws {@link InvalidValueError} where no pool can have the price
 */
export function sqrtRatioOfPrice(price: bigint, sharesFirst: boolean): bigint {
  const parts = ONE_SHARE * PRICE_SCALE;
  const ratio = price <= 0n ? 0n : squareRoot(sharesFirst ? (price * Q192) / parts : (parts * Q192) / price);
  if (ratio < MIN_SQRT_RATIO || ratio >= MAX_SQRT_RATIO) {
    throw new InvalidValueError({
      subject: "The price",
      value: price,
      expected: `the token's smallest unit for one share, times 10^${PRICE_DECIMALS}, within what a pool can hold`,
    });
  }
  return ratio;
}

/** The price that a pool holds, rounded down. */
export function priceOfSqrtRatio(sqrtRatio: bigint, sharesFirst: boolean): bigint {
  const parts = ONE_SHARE * PRICE_SCALE;
  const square = sqrtRatio * sqrtRatio;
  return sharesFirst ? (square * parts) / Q192 : (Q192 * parts) / square;
}

/** The largest integer whose square is not above a value, by Newton's method from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
