// SPDX-License-Identifier: MIT
import type { BountySummary, Owed } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../context.ts";
import { formatFacts } from "../format/table.ts";
import { formatAmount, SHARE, type Token } from "../token.ts";
import { readStanding, whyText } from "./standings.ts";

const ITEMS = {
  refund: "refund",
  leftOver: "left-over",
  sponsorBond: "sponsor's bond",
  operatorBond: "operator's bond",
  entryFee: "entry fee",
  forfeits: "part of forfeits",
} as const satisfies Partial<Record<keyof Owed, string>>;

/** What a bounty means for one account. */
export async function readAccount(context: Context, summary: BountySummary, account: Address) {
  const { bounty, terms } = summary;
  const reader = await context.reader();
  const [contribution, owedTo, ledger, standing, next] = await Promise.all([
    reader.getContribution({ bounty, account }),
    reader.getOwedTo({ bounty, account }),
    reader.getOwed({ token: terms.token, account }),
    readStanding(reader, bounty, account),
    reader.getNextAction({ bounty, account }),
  ]);
  return { account, contribution, owedTo, ledger, standing, next };
}

/** The same to a person. */
export function accountText(
  { account, contribution, owedTo, ledger, standing }: Awaited<ReturnType<typeof readAccount>>,
  { terms, facts }: BountySummary,
  token: Token,
): string {
  const money = (amount: bigint) => (amount > 0n ? formatAmount(amount, token) : undefined);
  const items = Object.entries(ITEMS).map(([key, name]): [string, string | undefined] => [
    name,
    money(owedTo[key as keyof typeof ITEMS]),
  ]);
  const rank =
    standing &&
    (standing.rank === undefined
      ? `none: ${whyText(standing, terms.minimumScore)}`
      : `${standing.rank + 1} of ${facts.ranked}`);
  return formatFacts([
    ["account", account],
    ["paid in", money(contribution)],
    ["rank", rank],
    ...items,
    ["shares", owedTo.shares > 0n ? formatAmount(owedTo.shares, SHARE) : undefined],
    ["in the ledger", money(ledger)],
  ]);
}
