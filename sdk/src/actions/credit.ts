// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { senderOf, sendSimulated, simulate } from "./internal/send.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentOrDone } from "./types.ts";

export interface CreditParameters extends BountyParameters, SenderParameters {
  /** For whom; the sender unless given. */
  beneficiary?: Address | undefined;
}
export type CreditReturnType = SentOrDone & {
  /** In the smallest unit of the bounty's token. */
  amount: bigint;
};
export type CreditErrorType = WriteErrorType;

/**
 * Moves what a bounty owes an account by now (refund, left-over, freed bonds, fees, forfeits) into the ledger, from which `withdraw`
 * pays. Anyone. Nothing is sent where nothing is due.
 *
 * @throws the decoded `BountyUnknown`
 *
 * @example
 * const { amount } = await credit(client, { escrow, bounty: 1n });
 */
export async function credit(client: CommonweightClient, parameters: CreditParameters): Promise<CreditReturnType> {
  const { escrow, bounty } = parameters;
  const account = senderOf(client, parameters, "credit");
  const call = escrowCall(escrow, "credit", [bounty, parameters.beneficiary ?? account.address], account);
  const amount = await simulate(client, call);
  if (amount === 0n) return { hash: undefined, receipt: undefined, amount };
  const sent = await sendSimulated(client, call);
  return { ...sent, amount: escrowEvent(sent, escrow, "Credited").args.amount };
}
