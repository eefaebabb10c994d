// SPDX-License-Identifier: MIT
import { type Address, zeroHash } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { bitPositions } from "./internal/bitmap.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient, SubmissionFacts } from "./types.ts";

export interface GetSubmissionParameters extends BountyParameters {
  operator: Address;
}
export type GetSubmissionReturnType = SubmissionFacts | undefined;
export type GetSubmissionErrorType = ReadErrorType;

/**
 * The facts of an operator's submission in a bounty; undefined where there is none.
 *
 * @example
 * const submission = await getSubmission(client, { escrow, bounty: 1n, operator });
 */
export async function getSubmission(
  client: CommonweightClient,
  parameters: GetSubmissionParameters,
): Promise<GetSubmissionReturnType> {
  const { escrow, bounty, operator } = parameters;
  const facts = await readEscrow(client, escrow, "submissionOf", [bounty, operator]);
  if (facts.submissionHash === zeroHash) return undefined;
  return {
    ...facts,
    countedChunks: bitPositions(facts.countedChunks),
    publishedPieces: bitPositions(facts.publishedPieces),
    prize: facts.claimed ? facts.prize : undefined,
  };
}
