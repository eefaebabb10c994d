// SPDX-License-Identifier: MIT
import { formatUnits } from "viem";
import { formatAmount, SHARE, type Token } from "../token.ts";

/** `10 %`, `0.5 %`. @param bps Of 10,000. */
export function formatPercent(bps: number): string {
  return `${bps / 100} %`;
}

/** `1,000 shares`. */
export function formatShares(amount: bigint): string {
  return formatAmount(amount, SHARE);
}

/** Digits behind the token's own that a price is shown with: shares can cost less than its smallest unit. */
const EXTRA_DIGITS = 4;
const PRICE_DIGITS = 18;

/** `0.25 USDC a share`, rounded to the nearest: a pool's price is the square of a rounded root. @param price In the token's smallest unit for one share, times `PRICE_SCALE`. */
export function formatSharePrice(price: bigint, { symbol, decimals }: Pick<Token, "symbol" | "decimals">): string {
  const unit = 10n ** BigInt(PRICE_DIGITS - EXTRA_DIGITS);
  const shown = (price + unit / 2n) / unit;
  return `${formatUnits(shown, decimals + EXTRA_DIGITS)} ${symbol} a share`;
}
