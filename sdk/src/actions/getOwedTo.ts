// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient, Owed } from "./types.ts";

export interface GetOwedToParameters extends BountyParameters {
  account: Address;
}
export type GetOwedToReturnType = Owed;
export type GetOwedToErrorType = ReadErrorType;

/**
 * What an account can get from a bounty by `credit` and `claimShares` at this time, itemised, in the token's smallest unit.
 *
 * @example
 * const { refund, leftOver } = await getOwedTo(client, { escrow, bounty: 1n, account });
 */
export async function getOwedTo(
  client: CommonweightClient,
  parameters: GetOwedToParameters,
): Promise<GetOwedToReturnType> {
  const { escrow, bounty, account } = parameters;
  return readEscrow(client, escrow, "owedTo", [bounty, account]);
}
