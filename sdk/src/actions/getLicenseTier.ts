// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient, LicenseTier } from "./types.ts";

export interface GetLicenseTierParameters extends BountyParameters {
  /** Which of the tiers of the terms, from 0. */
  tier: number;
}
export type GetLicenseTierReturnType = LicenseTier;
export type GetLicenseTierErrorType = ReadErrorType;

/**
 * One of the licence tiers in the terms of a bounty.
 *
 * @throws the decoded `LicenseTierUnknown` where there is none of this number
 *
 * @example
 * const { price } = await getLicenseTier(client, { escrow, bounty: 1n, tier: 0 });
 */
export async function getLicenseTier(
  client: CommonweightClient,
  parameters: GetLicenseTierParameters,
): Promise<GetLicenseTierReturnType> {
  const { escrow, bounty, tier } = parameters;
  return readEscrow(client, escrow, "licenseTierOf", [bounty, BigInt(tier)]);
}
