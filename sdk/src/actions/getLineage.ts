// SPDX-License-Identifier: MIT
import { type Address, zeroAddress } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { read, sharesAt } from "./internal/contract.ts";
import type { CommonweightClient, SharesParameters } from "./types.ts";

export type GetLineageParameters = SharesParameters;
/** A model that another was made from. */
export interface Ancestor {
  /** Shares of the model that the one before was made from. */
  shares: Address;
  /** Part of each payment to the one before that goes to this one, of 10,000. */
  royaltyBps: number;
}
export type GetLineageReturnType = Ancestor[];
export type GetLineageErrorType = ReadErrorType;

/**
 * The models that a model was made from: its parent first, the oldest last. A parent is settled before its child is created, so that the
 * line ends; it is as long as there were generations.
 *
 * @returns nothing for a model without a parent
 * @example
 * const [parent] = await getLineage(client, { shares });
 */
export async function getLineage(
  client: CommonweightClient,
  parameters: GetLineageParameters,
): Promise<GetLineageReturnType> {
  const ancestors: Ancestor[] = [];
  for (let { shares } = parameters; ; ) {
    const parent = await read(client, sharesAt(shares), "parent", []);
    if (parent === zeroAddress) return ancestors;
    ancestors.push({ shares: parent, royaltyBps: await read(client, sharesAt(shares), "royaltyBps", []) });
    shares = parent;
  }
}
