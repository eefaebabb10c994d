// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { formatAmount } from "../../token.ts";

/** Moves what a bounty owes an account into the ledger, from which it can be withdrawn. */
export async function credit(context: Context, bounty: bigint, options: { for?: Address }): Promise<Result> {
  const writer = await context.writer();
  const beneficiary = options.for ?? writer.account.address;
  const { token } = await writer.getTerms({ bounty });
  const unit = await context.token(token);
  const { hash, amount } = await writer.credit({ bounty, beneficiary });
  const text =
    hash === undefined
      ? `Bounty ${bounty} owes ${beneficiary} nothing that is not in the ledger. Nothing was sent.`
      : `${formatAmount(amount, unit)} credited to ${beneficiary} (${hash}). Next: commonweight money withdraw ${token}`;
  return { json: { bounty, token: unit, beneficiary, amount, hash }, text };
}
