// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { Swap } from "./swap.ts";

/** How much to buy, by one of its two sides. */
export type BuyAmount =
  | {
      /** What to give, exactly, in the token's smallest unit. */
      tokenAmount: bigint;
      sharesAmount?: undefined;
    }
  | {
      /** What to get, exactly, in the shares' smallest unit. */
      sharesAmount: bigint;
      tokenAmount?: undefined;
    };

/** @throws {@link InvalidValueError} where both sides are given, or none */
export function fixedAmount({ tokenAmount, sharesAmount }: BuyAmount): Pick<Swap, "fixed" | "amount"> {
  if ((tokenAmount === undefined) === (sharesAmount === undefined)) {
    const value = tokenAmount === undefined ? "none of them" : "both of them";
    throw new InvalidValueError({ subject: "What to buy", value, expected: "either tokenAmount or sharesAmount" });
  }
  return tokenAmount === undefined
    ? { fixed: "output", amount: sharesAmount as bigint }
    : { fixed: "input", amount: tokenAmount };
}
