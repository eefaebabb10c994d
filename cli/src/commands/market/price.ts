// SPDX-License-Identifier: MIT
import { InvalidValueError } from "@commonweight/sdk";
import { parseUnits } from "viem";
import type { Token } from "../../token.ts";

/** Digits of a price behind those of the token: see `PRICE_SCALE`. */
const PRICE_DIGITS = 18;

/** A price in the token for one share. @returns In its smallest unit for one share, times `PRICE_SCALE` */
export function parsePrice(text: string, { symbol, decimals }: Token): bigint {
  const digits = decimals + PRICE_DIGITS;
  const isPrice = /^\d+(\.\d+)?$/.test(text) && (text.split(".")[1]?.length ?? 0) <= digits && /[1-9]/.test(text);
  if (isPrice) return parseUnits(text, digits);
  const expected = `a price above 0 in ${symbol} for one share, such as 0.25`;
  throw new InvalidValueError({ subject: "The price", value: text, expected });
}
