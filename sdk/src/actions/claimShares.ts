// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { senderOf, sendSimulated, simulate } from "./internal/send.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentOrDone } from "./types.ts";

export interface ClaimSharesParameters extends BountyParameters, SenderParameters {
  /** For whom; the sender unless given. */
  beneficiary?: Address | undefined;
}
export type ClaimSharesReturnType = SentOrDone & {
  /** In the smallest unit of the shares. */
  amount: bigint;
};
export type ClaimSharesErrorType = WriteErrorType;

/**
 * Hands an account the shares of the model that it has not claimed yet, as backer, payee and sponsor together, and the
 * model's treasury its own part. Anyone. Nothing is sent where there are none left.
 *
 * @throws the decoded `NotSettled` before `settle`
 *
 * @example
 * const { amount } = await claimShares(client, { escrow, bounty: 1n });
 */
export async function claimShares(
  client: CommonweightClient,
  parameters: ClaimSharesParameters,
): Promise<ClaimSharesReturnType> {
  const { escrow, bounty } = parameters;
  const account = senderOf(client, parameters, "claimShares");
  const call = escrowCall(escrow, "claimShares", [bounty, parameters.beneficiary ?? account.address], account);
  const amount = await simulate(client, call);
  if (amount === 0n) return { hash: undefined, receipt: undefined, amount };
  const sent = await sendSimulated(client, call);
  return { ...sent, amount: escrowEvent(sent, escrow, "SharesClaimed").args.amount };
}
