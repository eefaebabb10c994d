// SPDX-License-Identifier: MIT
import { type BountyStatus, bountyStatusNames } from "../abis/enums.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export type GetBountyStatusParameters = BountyParameters;
export type GetBountyStatusReturnType = BountyStatus;
export type GetBountyStatusErrorType = ReadErrorType;

/**
 * Where a bounty stands at this time: the name of its status, "None" where there is no such bounty.
 *
 * @example
 * const status = await getBountyStatus(client, { escrow, bounty: 1n }); // "Funding"
 */
export async function getBountyStatus(
  client: CommonweightClient,
  parameters: GetBountyStatusParameters,
): Promise<GetBountyStatusReturnType> {
  const { escrow, bounty } = parameters;
  return bountyStatusNames[await readEscrow(client, escrow, "statusOf", [bounty])]!;
}
