// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { CommonweightClient, EscrowParameters } from "./types.ts";

export type GetBountyCountParameters = EscrowParameters;
export type GetBountyCountReturnType = bigint;
export type GetBountyCountErrorType = ReadErrorType;

/**
 * How many bounties there are; their numbers run from 1 to this.
 *
 * @example
 * const count = await getBountyCount(client, { escrow });
 */
export async function getBountyCount(
  client: CommonweightClient,
  parameters: GetBountyCountParameters,
): Promise<GetBountyCountReturnType> {
  const { escrow } = parameters;
  return readEscrow(client, escrow, "bountyCount", []);
}
