// SPDX-License-Identifier: MIT
import { type Address, isAddressEqual } from "viem";
import { getContractEvents } from "viem/actions";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { type GetLicenseReturnType, getLicense } from "./getLicense.ts";
import { checkedFilter } from "./internal/checkedCall.ts";
import { licensesAt } from "./internal/contract.ts";
import type { CommonweightClient, LicensesParameters, LogRangeParameters, SharesParameters } from "./types.ts";

export interface GetLicensesOfParameters extends LicensesParameters, SharesParameters, LogRangeParameters {
  account: Address;
}
export type GetLicensesOfReturnType = (GetLicenseReturnType & { tokenId: bigint })[];
export type GetLicensesOfErrorType = ReadErrorType;

/**
 * Every licence of a model that an account holds, expired or not, found in the events of transfers; the oldest first.
 *
 * @example
 * const held = await getLicensesOf(client, { licenses, shares, account });
 */
export async function getLicensesOf(
  client: CommonweightClient,
  parameters: GetLicensesOfParameters,
): Promise<GetLicensesOfReturnType> {
  const { licenses, shares, account, fromBlock = 0n } = parameters;
  const filter = checkedFilter({
    ...licensesAt(licenses),
    eventName: "Transfer",
    args: { to: account },
    fromBlock,
    strict: true,
  } as const);
  const received = await withTypedErrors(() => getContractEvents(client, filter));
  const tokenIds = [...new Set(received.map(({ args }) => args.tokenId))].sort((a, b) => (a < b ? -1 : 1));
  // Licences are never burnt, so that each has a holder.
  const found = await Promise.all(
    tokenIds.map(async (tokenId) => ({ ...(await getLicense(client, { licenses, tokenId })), tokenId })),
  );
  return found.filter((held) => isAddressEqual(held.licensee, account) && isAddressEqual(held.shares, shares));
}
