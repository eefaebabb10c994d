// SPDX-License-Identifier: MIT
import { zeroAddress } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { bitPositions } from "./internal/bitmap.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyFacts, BountyParameters, CommonweightClient } from "./types.ts";

export type GetFactsParameters = BountyParameters;
export type GetFactsReturnType = BountyFacts;
export type GetFactsErrorType = ReadErrorType;

/**
 * The facts of a bounty besides its terms: what came in, what is sealed, drawn, open, ranked and claimed.
 *
 * @example
 * const { contributed, openChunks } = await getFacts(client, { escrow, bounty: 1n });
 */
export async function getFacts(
  client: CommonweightClient,
  parameters: GetFactsParameters,
): Promise<GetFactsReturnType> {
  const { escrow, bounty } = parameters;
  const facts = await readEscrow(client, escrow, "factsOf", [bounty]);
  return {
    ...facts,
    sealedChunks: bitPositions(facts.sealedChunks),
    openChunks: bitPositions(facts.openChunks),
    sampleChunks: bitPositions(facts.sampleChunks),
    scoredChunks: bitPositions(facts.scoredChunks),
    sampleRound: facts.sampleRound === 0n ? undefined : facts.sampleRound,
    claimedRanks: bitPositions(facts.claimedRanks),
    claimedPrizes: bitPositions(facts.claimedPrizes),
    shares: facts.shares === zeroAddress ? undefined : facts.shares,
  };
}
