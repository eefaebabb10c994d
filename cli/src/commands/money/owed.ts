// SPDX-License-Identifier: MIT
import type { Owed } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { UsageError } from "../../errors.ts";
import { formatShares } from "../../format/numbers.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { accountOf } from "../../settledModel.ts";
import { formatAmount } from "../../token.ts";

/** What each item of a bounty's debt is called. */
const ITEMS = {
  refund: "Refund",
  leftOver: "Left-over",
  sponsorBond: "Sponsor's bond",
  operatorBond: "Operator's bond",
  entryFee: "Entry fee",
  forfeits: "Part of forfeits",
} as const satisfies Partial<Record<keyof Owed, string>>;

/** What the escrow owes an account: of a token by its ledger, or of a bounty, item by item. */
export async function owed(
  context: Context,
  token: Address | undefined,
  options: { account?: Address; bounty?: bigint },
): Promise<Result> {
  if ((token === undefined) === (options.bounty === undefined)) {
    throw new UsageError("What is owed is asked of a token, or of a bounty; expected either <token> or --bounty.");
  }
  const account = await accountOf(context, options.account);
  return token === undefined ? ofBounty(context, options.bounty!, account) : ofToken(context, token, account);
}

async function ofToken(context: Context, token: Address, account: Address): Promise<Result> {
  const [amount, unit] = await Promise.all([
    (await context.reader()).getOwed({ token, account }),
    context.token(token),
  ]);
  return { json: { token, account, amount }, text: `${account} is owed ${formatAmount(amount, unit)}.` };
}

async function ofBounty(context: Context, bounty: bigint, account: Address): Promise<Result> {
  const reader = await context.reader();
  const [items, { token }] = await Promise.all([reader.getOwedTo({ bounty, account }), reader.getTerms({ bounty })]);
  const [unit, ledger] = await Promise.all([context.token(token), reader.getOwed({ token, account })]);
  const names = Object.keys(ITEMS) as (keyof typeof ITEMS)[];
  const due = names.reduce((sum, name) => sum + items[name], 0n);
  const text = formatFacts([
    ["Account", account],
    ...names.map((name) => [ITEMS[name], items[name] > 0n ? formatAmount(items[name], unit) : undefined] as const),
    ["Due", due > 0n ? `${formatAmount(due, unit)}: commonweight money credit ${bounty}` : formatAmount(0n, unit)],
    ["Shares", items.shares > 0n ? `${formatShares(items.shares)}: commonweight shares claim ${bounty}` : undefined],
    [
      "In the ledger",
      ledger > 0n
        ? `${formatAmount(ledger, unit)}, prizes included: commonweight money withdraw ${token}`
        : formatAmount(0n, unit),
    ],
  ]);
  return { json: { bounty, account, token: unit, items, due, ledger }, text };
}
