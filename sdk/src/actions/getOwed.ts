// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { CommonweightClient, EscrowParameters } from "./types.ts";

export interface GetOwedParameters extends EscrowParameters {
  token: Address;
  account: Address;
}
export type GetOwedReturnType = bigint;
export type GetOwedErrorType = ReadErrorType;

/**
 * The ledger: what `withdraw` pays an account in a token, in its smallest unit.
 *
 * @example
 * const amount = await getOwed(client, { escrow, token, account });
 */
export async function getOwed(client: CommonweightClient, parameters: GetOwedParameters): Promise<GetOwedReturnType> {
  const { escrow, token, account } = parameters;
  return readEscrow(client, escrow, "owed", [token, account]);
}
