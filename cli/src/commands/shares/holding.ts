// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Reader } from "../../context.ts";
import type { SettledModel } from "../../settledModel.ts";
import { readBalance } from "../../token.ts";

/** What an account has of a model: shares in their smallest unit, revenue in the token's. */
export interface Holding {
  balance: bigint;
  /** Due to it, and still with the model. */
  unclaimed: bigint;
  votes: bigint;
  /** Who votes with its shares. */
  delegate: Address | undefined;
  claimable: bigint;
}

/** Reads what an account has of a model. */
export async function holdingOf(reader: Reader, { bounty, shares }: SettledModel, account: Address): Promise<Holding> {
  const [balance, owed, votes, delegate, claimable] = await Promise.all([
    readBalance(reader, shares, account),
    reader.getOwedTo({ bounty, account }),
    reader.getVotes({ shares, account }),
    reader.getDelegate({ shares, account }),
    reader.getClaimableRevenue({ shares, account }),
  ]);
  return { balance, unclaimed: owed.shares, votes, delegate, claimable };
}
