// SPDX-License-Identifier: MIT
import { type Address, zeroAddress } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { read, sharesAt } from "./internal/contract.ts";
import type { CommonweightClient, SharesParameters } from "./types.ts";

export type GetModelParameters = SharesParameters;
export interface GetModelReturnType {
  name: string;
  symbol: string;
  escrow: Address;
  /** Number of the bounty in which the model was trained. */
  bounty: bigint;
  /** When the shares were created, in seconds. */
  settledAt: number;
  /** In which revenue arrives. */
  token: Address;
  /** Shares of the model that this one was made from; undefined where there is none. */
  parent: Address | undefined;
  /** Part of each payment that goes to the parent, of 10,000. */
  royaltyBps: number;
  /** The model's own treasury; undefined where it has none. */
  treasury: Address | undefined;
  /** What `distributeRoyalty` would pass on to the parent. Amounts are in the token's smallest unit. */
  pendingRoyalty: bigint;
  /** All payments, and what came back from excluded pools. */
  received: bigint;
  /** What no share has earned yet. */
  unstreamed: bigint;
  /** Seconds until all of it is streamed; it stands still while less than one share is eligible. */
  timeLeft: bigint;
  /** Shares among which revenue is divided, in their smallest unit. */
  eligible: bigint;
}
export type GetModelErrorType = ReadErrorType;

/**
 * What a model's shares were created with, and how its revenue stands.
 *
 * @example
 * const { parent, unstreamed, timeLeft } = await getModel(client, { shares });
 */
export async function getModel(
  client: CommonweightClient,
  parameters: GetModelParameters,
): Promise<GetModelReturnType> {
  const shares = sharesAt(parameters.shares);
  const [name, symbol, escrow, bounty, settledAt, token, parent, royaltyBps, treasury, pendingRoyalty, revenue] =
    await Promise.all([
      read(client, shares, "name", []),
      read(client, shares, "symbol", []),
      read(client, shares, "escrow", []),
      read(client, shares, "bounty", []),
      read(client, shares, "settledAt", []),
      read(client, shares, "token", []),
      read(client, shares, "parent", []),
      read(client, shares, "royaltyBps", []),
      read(client, shares, "treasury", []),
      read(client, shares, "pendingRoyalty", []),
      read(client, shares, "revenueFacts", []),
    ]);
  const present = (address: Address) => (address === zeroAddress ? undefined : address);
  const lineage = { parent: present(parent), royaltyBps, pendingRoyalty };
  return { name, symbol, escrow, bounty, settledAt, token, ...lineage, treasury: present(treasury), ...revenue };
}
