// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { read, sharesAt } from "./internal/contract.ts";
import type { CommonweightClient, SharesParameters } from "./types.ts";

export interface GetVotesParameters extends SharesParameters {
  account: Address;
}
export type GetVotesReturnType = bigint;
export type GetVotesErrorType = ReadErrorType;

/**
 * The votes that an account has now: the shares delegated to it, by itself and by others, in their smallest unit.
 *
 * @example
 * const votes = await getVotes(client, { shares, account });
 */
export async function getVotes(
  client: CommonweightClient,
  parameters: GetVotesParameters,
): Promise<GetVotesReturnType> {
  const { shares, account } = parameters;
  return read(client, sharesAt(shares), "getVotes", [account]);
}
