// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatShares } from "../../format/numbers.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";

/** Hands an account the shares that it is due and has not claimed. */
export async function claim(context: Context, bounty: bigint, options: { for?: Address }): Promise<Result> {
  const writer = await context.writer();
  const beneficiary = options.for ?? writer.account.address;
  const { shares } = await settledModel(context, bounty);
  const { hash, amount } = await writer.claimShares({ bounty, beneficiary });
  const text =
    hash === undefined
      ? `${beneficiary} has no shares to claim. Nothing was sent.`
      : `${beneficiary} got ${formatShares(amount)} (${hash}).`;
  return { json: { bounty, shares, beneficiary, amount, hash }, text };
}
