// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, read, sharesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, SenderParameters, SentOrDone, SharesParameters } from "./types.ts";

export interface ExcludePoolParameters extends SharesParameters, SenderParameters {
  /** A Uniswap v3 pool of the shares with any other token. */
  pool: Address;
}
export type ExcludePoolReturnType = SentOrDone & {
  /** What the pool had earned, which streams once more; 0 where it was excluded already. */
  returned: bigint;
};
export type ExcludePoolErrorType = WriteErrorType;

/**
 * Excludes a pool from a model's revenue, for ever: what it would earn goes to the other holders. Anyone. Nothing is sent where
 * it is excluded already.
 *
 * @throws the decoded `NotAPool` for anything else
 *
 * @example
 * const { returned } = await excludePool(client, { shares, pool });
 */
export async function excludePool(
  client: CommonweightClient,
  parameters: ExcludePoolParameters,
): Promise<ExcludePoolReturnType> {
  const { shares, pool } = parameters;
  const account = senderOf(client, parameters, "excludePool");
  if (await read(client, sharesAt(shares), "isExcluded", [pool])) {
    return { hash: undefined, receipt: undefined, returned: 0n };
  }
  const { hash, receipt } = await send(client, contractCall(sharesAt(shares), "exclude", [pool], account));
  return {
    hash,
    receipt,
    returned: eventOf({ hash, receipt }, { ...sharesAt(shares), eventName: "PoolExcluded" }).args.returned,
  };
}
