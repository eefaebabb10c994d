// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { type WhyNotRanked, whyNotRankedNames } from "../abis/enums.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export interface GetWhyNotRankedParameters extends BountyParameters {
  operator: Address;
}
export type GetWhyNotRankedReturnType = WhyNotRanked;
export type GetWhyNotRankedErrorType = ReadErrorType;

/**
 * Why an operator's submission is not ranked; "Ranked" where it is.
 *
 * @example
 * const reason = await getWhyNotRanked(client, { escrow, bounty: 1n, operator }); // "ScoreBelowMinimum"
 */
export async function getWhyNotRanked(
  client: CommonweightClient,
  parameters: GetWhyNotRankedParameters,
): Promise<GetWhyNotRankedReturnType> {
  const { escrow, bounty, operator } = parameters;
  return whyNotRankedNames[await readEscrow(client, escrow, "whyNotRanked", [bounty, operator])]!;
}
