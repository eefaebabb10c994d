// SPDX-License-Identifier: MIT
import { type BountyStatus, bountyStatusNames } from "../abis/enums.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { formatFacts, formatTerms } from "./internal/formats.ts";
import { readMany } from "./internal/readMany.ts";
import type { BountyFacts, BountyTerms, CommonweightClient, EscrowParameters } from "./types.ts";

export interface GetBountiesParameters extends EscrowParameters {
  /** Numbers of the bounties. */
  bounties: readonly bigint[];
}
/** A bounty as lists show it. */
export interface BountySummary {
  /** Its number. */
  bounty: bigint;
  status: BountyStatus;
  terms: BountyTerms;
  facts: BountyFacts;
}
export type GetBountiesReturnType = BountySummary[];
export type GetBountiesErrorType = ReadErrorType;

/**
 * Several bounties, in the order in which they are asked for: by Multicall3, in few requests, where the client's chain has it.
 *
 * @throws the decoded `BountyUnknown` where there is none of a number
 * @example
 * const [first, second] = await getBounties(client, { escrow, bounties: [1n, 2n] });
 */
export async function getBounties(
  client: CommonweightClient,
  parameters: GetBountiesParameters,
): Promise<GetBountiesReturnType> {
  const { escrow, bounties } = parameters;
  const list = bounties.map((bounty) => [bounty] as const);
  const [terms, facts, statuses] = await Promise.all([
    readMany(client, escrow, "termsOf", list),
    readMany(client, escrow, "factsOf", list),
    readMany(client, escrow, "statusOf", list),
  ]);
  return bounties.map((bounty, i) => ({
    bounty,
    status: bountyStatusNames[statuses[i]!]!,
    terms: formatTerms(terms[i]!),
    facts: formatFacts(facts[i]!),
  }));
}
