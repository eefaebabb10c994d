// SPDX-License-Identifier: MIT
import { type ContractFunctionReturnType, zeroAddress, zeroHash } from "viem";
import { orderingNames } from "../../abis/enums.ts";
import type { trainingBountiesAbi } from "../../abis/trainingBounties.ts";
import type { BountyFacts, BountyTerms } from "../types.ts";
import { bitPositions } from "./bitmap.ts";

type Returned<functionName extends "factsOf" | "termsOf"> = ContractFunctionReturnType<
  typeof trainingBountiesAbi,
  "view",
  functionName
>;

/** Facts as the contract returns them, with lists for bitmaps and nothing for zero. */
export function formatFacts(facts: Returned<"factsOf">): BountyFacts {
  return {
    ...facts,
    sealedChunks: bitPositions(facts.sealedChunks),
    openChunks: bitPositions(facts.openChunks),
    sampleChunks: bitPositions(facts.sampleChunks),
    scoredChunks: bitPositions(facts.scoredChunks),
    sampleRound: facts.sampleRound === 0n ? undefined : facts.sampleRound,
    claimedRanks: bitPositions(facts.claimedRanks),
    claimedPrizes: bitPositions(facts.claimedPrizes),
    claimedStipends: bitPositions(facts.claimedStipends),
    bestOperator: facts.bestOperator === zeroAddress ? undefined : facts.bestOperator,
    shares: facts.shares === zeroAddress ? undefined : facts.shares,
  };
}

/** Terms as the contract returns them, with the name of the ordering, and nothing for training without records. */
export function formatTerms({ training, ...terms }: Returned<"termsOf">): BountyTerms {
  const ordering = orderingNames[terms.ordering]!;
  return training.recipe === zeroHash ? { ...terms, ordering } : { ...terms, ordering, training };
}
