// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { licensesAt, read } from "./internal/contract.ts";
import type { CommonweightClient, LicensesParameters, LicenseTier } from "./types.ts";

export interface GetLicenseParameters extends LicensesParameters {
  tokenId: bigint;
}
export type GetLicenseReturnType = LicenseTier & {
  /** Who holds it. */
  licensee: Address;
  /** Shares of the model. */
  shares: Address;
  /** Number of the tier: price and text are its own for ever. */
  tier: bigint;
  /** First second in which the licence no longer holds. */
  expiry: number;
};
export type GetLicenseErrorType = ReadErrorType;

/**
 * What a licence is for, under which text, and who holds it.
 *
 * @throws the decoded `ERC721NonexistentToken` where there is none
 *
 * @example
 * const { licensee, expiry, termsUri } = await getLicense(client, { licenses, tokenId: 1n });
 */
export async function getLicense(
  client: CommonweightClient,
  parameters: GetLicenseParameters,
): Promise<GetLicenseReturnType> {
  const { licenses, tokenId } = parameters;
  const [{ shares, expiry, tier: number }, licensee] = await Promise.all([
    read(client, licensesAt(licenses), "licenseOf", [tokenId]),
    read(client, licensesAt(licenses), "ownerOf", [tokenId]),
  ]);
  const tier = BigInt(number);
  return { ...(await read(client, licensesAt(licenses), "tierOf", [shares, tier])), licensee, shares, tier, expiry };
}
