// SPDX-License-Identifier: MIT
// The two tables with which the road ends, and how amounts are shown.
import { TOKEN_DECIMALS } from "@commonweight/devnet";
import type { GasBook } from "./books.ts";
import type { Position } from "./payout.ts";
import { formatAmount, formatTable } from "./tables.ts";

const SHARE_DECIMALS = 18;
/** Shares are shown to the hundredth. */
const SHOWN_SHARE_DECIMALS = 2;

/** Who paid and got what; parties that did neither are left out. */
export function moneyTable(positions: readonly Position[]): string {
  const took = positions.filter(({ paid, got, shares }) => paid > 0n || got > 0n || shares > 0n);
  const sum = (part: "paid" | "got" | "shares") => took.reduce((total, position) => total + position[part], 0n);
  const row = (name: string, paid: bigint, got: bigint, shares: bigint) => [
    name,
    ...[paid, got, got - paid].map(formatDollars),
    formatShares(shares),
  ];
  const rows = took.map(({ name, paid, got, shares }) => row(name, paid, got, shares));
  return formatTable(
    ["", "paid", "got", "balance", "shares"],
    [...rows, row("together", sum("paid"), sum("got"), sum("shares"))],
  );
}

/** Dollars for people. */
export function formatDollars(amount: bigint): string {
  return formatAmount(amount, TOKEN_DECIMALS);
}

/** Shares for people, rounded down to the hundredth. */
export function formatShares(shares: bigint): string {
  return formatAmount(shares / 10n ** BigInt(SHARE_DECIMALS - SHOWN_SHARE_DECIMALS), SHOWN_SHARE_DECIMALS);
}

/** Gas of each action: one number, or the least and the most. */
export function gasTable(gas: GasBook): string {
  const number = (value: number) => formatAmount(BigInt(value), 0);
  return formatTable(
    ["action", "sent", "least", "most"],
    gas.totals().map(({ action, count, least, most }) => [action, number(count), number(least), number(most)]),
  );
}
