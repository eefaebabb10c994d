// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export interface GetContributionParameters extends BountyParameters {
  account: Address;
}
export type GetContributionReturnType = bigint;
export type GetContributionErrorType = ReadErrorType;

/**
 * What an account has contributed to a bounty, in the token's smallest unit.
 *
 * @example
 * const amount = await getContribution(client, { escrow, bounty: 1n, account });
 */
export async function getContribution(
  client: CommonweightClient,
  parameters: GetContributionParameters,
): Promise<GetContributionReturnType> {
  const { escrow, bounty, account } = parameters;
  return readEscrow(client, escrow, "contributionOf", [bounty, account]);
}
