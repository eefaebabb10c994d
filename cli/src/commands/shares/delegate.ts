// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatShares } from "../../format/numbers.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";

/** Lets an account vote with the wallet's shares. */
export async function delegate(context: Context, bounty: bigint, to: Address | undefined): Promise<Result> {
  const writer = await context.writer();
  const delegatee = to ?? writer.account.address;
  const { shares } = await settledModel(context, bounty);
  const { hash } = await writer.delegate({ shares, delegatee });
  const votes = await writer.getVotes({ shares, account: delegatee });
  const done = hash === undefined ? "That was so already; nothing was sent." : `(${hash})`;
  return {
    json: { bounty, shares, delegatee, votes, hash },
    text: `${delegatee} votes with your shares, and has ${formatShares(votes)} in votes. ${done}`,
  };
}
