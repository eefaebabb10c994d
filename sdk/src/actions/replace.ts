// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { getSubmission } from "./getSubmission.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import { hashSubmission } from "./internal/submission.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentOrDone } from "./types.ts";

export interface ReplaceParameters extends BountyParameters, SenderParameters {
  /** ArchitectureId of the model. */
  architecture: Hex;
  /** Commitment to the packed weights, the salt and the operator: a field element. */
  modelCommitment: bigint;
  /** Hash of the words that `claim` will publish. */
  bytesHash: Hex;
  /** Receives prize and shares; the sender unless given. */
  payee?: Address | undefined;
}
export type ReplaceReturnType = SentOrDone & {
  /** Orders equals: the earlier first. */
  sequence: number;
};
export type ReplaceErrorType = WriteErrorType;

/**
 * Commits the sender to another model in place of the last, with a new sequence number. Where the sender is committed to exactly this
 * already, nothing is sent: a repeat would lose the earlier place among equals.
 *
 * Warning: what was committed to can be claimed only with the model's words and salt. `commitModel` writes them to a store first.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `SubmissionMissing`, `ArchitectureNotAdmitted`
 * @example
 * const { sequence } = await replace(client, { escrow, bounty: 1n, architecture, modelCommitment, bytesHash });
 */
export async function replace(client: CommonweightClient, parameters: ReplaceParameters): Promise<ReplaceReturnType> {
  const { escrow, bounty, architecture, modelCommitment, bytesHash } = parameters;
  const account = senderOf(client, parameters, "replace");
  const payee = parameters.payee ?? account.address;
  const call = escrowCall(escrow, "replace", [bounty, architecture, modelCommitment, bytesHash, payee], account);
  const operator = account.address;
  const present = await getSubmission(client, { escrow, bounty, operator });
  const submissionHash = hashSubmission({ operator, architecture, modelCommitment, bytesHash, payee });
  if (present?.submissionHash === submissionHash) {
    return { hash: undefined, receipt: undefined, sequence: present.sequence };
  }
  const { hash, receipt } = await send(client, call);
  return { hash, receipt, sequence: escrowEvent({ hash, receipt }, escrow, "Replaced").args.sequence };
}
