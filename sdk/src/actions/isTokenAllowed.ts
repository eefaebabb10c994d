// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { CommonweightClient, EscrowParameters } from "./types.ts";

export interface IsTokenAllowedParameters extends EscrowParameters {
  token: Address;
}
export type IsTokenAllowedReturnType = boolean;
export type IsTokenAllowedErrorType = ReadErrorType;

/**
 * Whether new bounties may be paid in a token.
 *
 * @example
 * const allowed = await isTokenAllowed(client, { escrow, token });
 */
export async function isTokenAllowed(
  client: CommonweightClient,
  parameters: IsTokenAllowedParameters,
): Promise<IsTokenAllowedReturnType> {
  const { escrow, token } = parameters;
  return readEscrow(client, escrow, "tokenAllowed", [token]);
}
