// SPDX-License-Identifier: MIT
// How texts of terms are read: a value, or what was expected.
import type { Address, Hex } from "viem";
import { getAddress, isAddress, parseUnits } from "viem";
import { DURATION_FORM, parseDuration, parseTime } from "../format/duration.ts";
import type { Token } from "../token.ts";
import { type Refusal, refuse } from "./document.ts";

export const BPS = 10_000;

/** Text of limited length. */
export function someText(most: number): (text: string) => string | Refusal {
  return (text) => (text !== "" && text.length <= most ? text : refuse(`a text of 1 to ${most} characters`));
}

export function address(text: string): Address | Refusal {
  return isAddress(text) ? getAddress(text) : refuse("an address, 0x and 40 hexadecimal digits");
}

/** A name that stands for an id, or an id itself. */
export function idOf(what: string, ids: Readonly<Record<string, Hex>>): (text: string) => Hex | Refusal {
  return (text) => {
    if (/^0x[0-9a-f]{64}$/.test(text)) return text as Hex;
    const names = Object.keys(ids);
    return (
      ids[text] ?? refuse(`${what} of the deployment, ${names.join(", ") || "which has none"}, or an id of 32 bytes`)
    );
  };
}

/** A whole number within bounds. */
export function integer(least: number, most: number): (text: string) => number | Refusal {
  return (text) => {
    const value = Number(text);
    const isRight = /^\d+$/.test(text) && value >= least && value <= most;
    return isRight ? value : refuse(`a whole number from ${least} to ${most}`);
  };
}

/** A number above zero. */
export function factor(text: string): number | Refusal {
  const value = Number(text);
  return /^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && value > 0 ? value : refuse("a number above 0");
}

/** A part, `12.5 %` or `12.5`. @returns bps */
export function percent(least: number, most: number): (text: string) => number | Refusal {
  return (text) => {
    const [, digits] = /^(\d+(?:\.\d{1,2})?)\s*%?$/.exec(text) ?? [];
    const bps = Math.round(Number(digits) * 100);
    const isRight = digits !== undefined && bps >= least && bps <= most;
    return isRight
      ? bps
      : refuse(`per cent from ${least / 100} to ${most / 100} with at most two decimals, such as 12.5 %`);
  };
}

/** An amount in a token's units. Without the token, only its form is checked. */
export function amount(token: Token | undefined, least: bigint): (text: string) => bigint | Refusal {
  const { symbol, decimals } = token ?? { symbol: "the token", decimals: 18 };
  return (text) => {
    const isForm = /^\d+(\.\d+)?$/.test(text) && (text.split(".")[1]?.length ?? 0) <= decimals;
    const value = isForm ? parseUnits(text, decimals) : -1n;
    const floor = least > 0n ? "above 0 " : "";
    const most = 2n ** 96n - 1n;
    return value >= least && value <= most
      ? value
      : refuse(`an amount of ${symbol} ${floor}with at most ${decimals} decimals`);
  };
}

/** When a window ends: so long after another, or at a time. */
export type WindowEnd = { after: number } | { at: number };

export function windowEnd(text: string): WindowEnd | Refusal {
  const after = parseDuration(text);
  if (after !== undefined) return { after };
  const at = parseTime(text);
  return at === undefined ? refuse(`${DURATION_FORM}, or a time, such as 2027-01-05 12:00`) : { at };
}

/** A time, in seconds. */
export function time(text: string): number | Refusal {
  return parseTime(text) ?? refuse("a time, such as 2027-01-05 12:00");
}

/** One of some words. */
export function oneOf<word extends string>(words: readonly word[]): (text: string) => word | Refusal {
  return (text) => words.find((word) => word === text) ?? refuse(words.join(" or "));
}
