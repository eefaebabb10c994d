// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import { formatFacts } from "./internal/formats.ts";
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
  return formatFacts(await readEscrow(client, escrow, "factsOf", [bounty]));
}
