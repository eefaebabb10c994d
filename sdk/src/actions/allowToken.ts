// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { escrowCall, readEscrow } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, EscrowParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface AllowTokenParameters extends EscrowParameters, SenderParameters {
  token: Address;
  allowed: boolean;
}
export type AllowTokenReturnType = SentOrDone;
export type AllowTokenErrorType = WriteErrorType;

/**
 * Allows or disallows a token for new bounties. Owner only. Nothing is sent where it is so already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount`
 *
 * @example
 * await allowToken(client, { escrow, token, allowed: true });
 */
export async function allowToken(
  client: CommonweightClient,
  parameters: AllowTokenParameters,
): Promise<AllowTokenReturnType> {
  const { escrow, token, allowed } = parameters;
  const account = senderOf(client, parameters, "allowToken");
  const present = await readEscrow(client, escrow, "tokenAllowed", [token]);
  if (present === allowed) return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, escrowCall(escrow, "allowToken", [token, allowed], account));
  return { hash, receipt };
}
