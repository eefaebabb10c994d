// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { escrowCall } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentTransaction } from "./types.ts";

export interface WithdrawSubmissionParameters extends BountyParameters, SenderParameters {}
export type WithdrawSubmissionReturnType = SentTransaction;
export type WithdrawSubmissionErrorType = WriteErrorType;

/**
 * Takes the sender's submission out of a bounty in Training; its bond is credited at once, the entry fee stays in the pot.
 *
 * @throws the decoded `SubmissionMissing` or `StatusMismatch`
 *
 * @example
 * await withdrawSubmission(client, { escrow, bounty: 1n });
 */
export async function withdrawSubmission(
  client: CommonweightClient,
  parameters: WithdrawSubmissionParameters,
): Promise<WithdrawSubmissionReturnType> {
  const { escrow, bounty } = parameters;
  const account = senderOf(client, parameters, "withdrawSubmission");
  const { hash, receipt } = await send(client, escrowCall(escrow, "withdrawSubmission", [bounty], account));
  return { hash, receipt };
}
