// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { licensesAt, read } from "./internal/contract.ts";
import type { CommonweightClient, LicensesParameters, SharesParameters } from "./types.ts";

export interface IsLicensedParameters extends LicensesParameters, SharesParameters {
  account: Address;
  /** Looks at this licence alone: exact for an account with any number of them. */
  tokenId?: bigint | undefined;
}
export type IsLicensedReturnType = boolean;
export type IsLicensedErrorType = ReadErrorType;

/**
 * Whether an account holds an unexpired licence of a model. An account's four that end last count, unless one is named.
 *
 * @example
 * if (!(await isLicensed(client, { licenses, shares, account }))) return;
 */
export async function isLicensed(
  client: CommonweightClient,
  parameters: IsLicensedParameters,
): Promise<IsLicensedReturnType> {
  const { licenses, shares, account, tokenId } = parameters;
  if (tokenId === undefined) return read(client, licensesAt(licenses), "isLicensed", [shares, account]);
  return read(client, licensesAt(licenses), "isLicensedBy", [tokenId, shares, account]);
}
