// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { getFacts } from "./getFacts.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentOrDone } from "./types.ts";

export interface SettleParameters extends BountyParameters, SenderParameters {}
export type SettleReturnType = SentOrDone & {
  /** Address of the model's `ModelShares`. */
  shares: Address;
};
export type SettleErrorType = WriteErrorType;

/**
 * Creates the shares of a settled bounty's model. Anyone. Where they exist already, they are returned and nothing is sent.
 *
 * @throws the decoded `StatusMismatch` before the bounty is Settled
 *
 * @example
 * const { shares } = await settle(client, { escrow, bounty: 1n });
 */
export async function settle(client: CommonweightClient, parameters: SettleParameters): Promise<SettleReturnType> {
  const { escrow, bounty } = parameters;
  const account = senderOf(client, parameters, "settle");
  const present = (await getFacts(client, parameters)).shares;
  if (present !== undefined) return { hash: undefined, receipt: undefined, shares: present };
  const { hash, receipt } = await send(client, escrowCall(escrow, "settle", [bounty], account));
  return { hash, receipt, shares: escrowEvent({ hash, receipt }, escrow, "Settled").args.shares };
}
