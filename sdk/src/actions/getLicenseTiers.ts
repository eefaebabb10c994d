// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { licensesAt, read } from "./internal/contract.ts";
import type { CommonweightClient, LicensesParameters, LicenseTier, SharesParameters } from "./types.ts";

export type GetLicenseTiersParameters = LicensesParameters & SharesParameters;
export type GetLicenseTiersReturnType = (LicenseTier & {
  /** Number by which it is bought; it stands for this price and text for ever. */
  tier: bigint;
})[];
export type GetLicenseTiersErrorType = ReadErrorType;

/**
 * The licence tiers that a model sells now: those of its bounty's terms, or those that its treasury put in their place.
 *
 * @throws the decoded `SharesUnknown` where the shares are not of the escrow's models
 *
 * @example
 * const [{ tier, price }] = await getLicenseTiers(client, { licenses, shares });
 */
export async function getLicenseTiers(
  client: CommonweightClient,
  parameters: GetLicenseTiersParameters,
): Promise<GetLicenseTiersReturnType> {
  const { licenses, shares } = parameters;
  const [first, tiers] = await read(client, licensesAt(licenses), "tiersOnSale", [shares]);
  return tiers.map((tier, i) => ({ ...tier, tier: first + BigInt(i) }));
}
