// SPDX-License-Identifier: MIT
import { type Address, zeroAddress } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { read, sharesAt } from "./internal/contract.ts";
import type { CommonweightClient, SharesParameters } from "./types.ts";

export interface GetDelegateParameters extends SharesParameters {
  account: Address;
}
export type GetDelegateReturnType = Address | undefined;
export type GetDelegateErrorType = ReadErrorType;

/**
 * Who votes with an account's shares; undefined while nobody does.
 *
 * @example
 * const delegatee = await getDelegate(client, { shares, account });
 */
export async function getDelegate(
  client: CommonweightClient,
  parameters: GetDelegateParameters,
): Promise<GetDelegateReturnType> {
  const { shares, account } = parameters;
  const delegatee = await read(client, sharesAt(shares), "delegates", [account]);
  return delegatee === zeroAddress ? undefined : delegatee;
}
