// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { escrowCall, readEscrow } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, EscrowParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface SetFeeParameters extends EscrowParameters, SenderParameters {
  /** In bps of a prize; at most 250. */
  feeBps: number;
}
export type SetFeeReturnType = SentOrDone;
export type SetFeeErrorType = WriteErrorType;

/**
 * Sets the protocol fee on prizes of new bounties. Owner only. Nothing is sent where it is so already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount` or `TermOutOfBounds`
 *
 * @example
 * await setFee(client, { escrow, feeBps: 100 });
 */
export async function setFee(client: CommonweightClient, parameters: SetFeeParameters): Promise<SetFeeReturnType> {
  const { escrow, feeBps } = parameters;
  const account = senderOf(client, parameters, "setFee");
  const present = await readEscrow(client, escrow, "feeBps", []);
  if (present === feeBps) return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, escrowCall(escrow, "setFee", [feeBps], account));
  return { hash, receipt };
}
