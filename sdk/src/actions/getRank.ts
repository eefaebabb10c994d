// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export interface GetRankParameters extends BountyParameters {
  operator: Address;
}
export type GetRankReturnType = number | undefined;
export type GetRankErrorType = ReadErrorType;

/**
 * The rank of an operator's submission, from 0; undefined where it is not among the sixteen best.
 *
 * @example
 * const rank = await getRank(client, { escrow, bounty: 1n, operator });
 */
export async function getRank(client: CommonweightClient, parameters: GetRankParameters): Promise<GetRankReturnType> {
  const { escrow, bounty, operator } = parameters;
  const [ranked, rank] = await readEscrow(client, escrow, "rankOf", [bounty, operator]);
  return ranked ? Number(rank) : undefined;
}
