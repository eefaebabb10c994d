// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** Half a percent. */
export const DEFAULT_SLIPPAGE_BPS = 50;

const WHOLE_BPS = 10_000;

/** The least to accept of an amount that is expected, rounded up. */
export function leastOf(amount: bigint, slippageBps: number): bigint {
  const whole = BigInt(WHOLE_BPS);
  return (amount * (whole - checkedBps(slippageBps)) + whole - 1n) / whole;
}

/** The most to give for an amount that is expected, rounded down. */
export function mostOf(amount: bigint, slippageBps: number): bigint {
  const whole = BigInt(WHOLE_BPS);
  return (amount * (whole + checkedBps(slippageBps))) / whole;
}

function checkedBps(slippageBps: number): bigint {
  if (!Number.isInteger(slippageBps) || slippageBps < 0 || slippageBps >= WHOLE_BPS) {
    const expected = `a whole number of bps from 0, below ${WHOLE_BPS}`;
    throw new InvalidValueError({ subject: "The slippage", value: slippageBps, expected });
  }
  return BigInt(slippageBps);
}
