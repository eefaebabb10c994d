// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { formatAmount } from "../../token.ts";

/** What the escrow owes an account of a token. */
export async function owed(context: Context, token: Address, options: { account?: Address }): Promise<Result> {
  const account = options.account ?? (await context.writer()).account.address;
  const [amount, unit] = await Promise.all([
    (await context.reader()).getOwed({ token, account }),
    context.token(token),
  ]);
  return { json: { token, account, amount }, text: `${account} is owed ${formatAmount(amount, unit)}.` };
}
