// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import { formatTerms } from "./internal/formats.ts";
import type { BountyParameters, BountyTerms, CommonweightClient } from "./types.ts";

export type GetTermsParameters = BountyParameters;
export type GetTermsReturnType = BountyTerms;
export type GetTermsErrorType = ReadErrorType;

/**
 * The terms of a bounty, frozen when it was created.
 *
 * @throws the decoded `BountyUnknown` where there is none
 *
 * @example
 * const { goal, cap } = await getTerms(client, { escrow, bounty: 1n });
 */
export async function getTerms(
  client: CommonweightClient,
  parameters: GetTermsParameters,
): Promise<GetTermsReturnType> {
  const { escrow, bounty } = parameters;
  return formatTerms(await readEscrow(client, escrow, "termsOf", [bounty]));
}
