// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { read, sharesAt } from "./internal/contract.ts";
import type { CommonweightClient, SharesParameters } from "./types.ts";

export interface GetClaimableRevenueParameters extends SharesParameters {
  account: Address;
}
export type GetClaimableRevenueReturnType = bigint;
export type GetClaimableRevenueErrorType = ReadErrorType;

/**
 * What an account's shares have earned and `claimRevenue` pays now, in the token's smallest unit. For the shares' own address: what
 * shares that nobody has claimed have earned.
 *
 * @example
 * const amount = await getClaimableRevenue(client, { shares, account });
 */
export async function getClaimableRevenue(
  client: CommonweightClient,
  parameters: GetClaimableRevenueParameters,
): Promise<GetClaimableRevenueReturnType> {
  const { shares, account } = parameters;
  return read(client, sharesAt(shares), "claimableRevenue", [account]);
}
