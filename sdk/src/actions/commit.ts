// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { SpendErrorType } from "../errors/types.ts";
import { getSubmission } from "./getSubmission.ts";
import { getTerms } from "./getTerms.ts";
import { escrowCall, escrowEvent, escrowLogs } from "./internal/escrow.ts";
import { senderOf } from "./internal/send.ts";
import { type SpendParameters, spend } from "./internal/spend.ts";
import { hashSubmission } from "./internal/submission.ts";
import type {
  BountyParameters,
  CommonweightClient,
  LogRangeParameters,
  SenderParameters,
  SentOrDone,
  SentTransaction,
} from "./types.ts";

export interface CommitParameters extends BountyParameters, SenderParameters, SpendParameters, LogRangeParameters {
  /** ArchitectureId of the model. */
  architecture: Hex;
  /** Commitment to the packed weights, the salt and the operator: a field element. */
  modelCommitment: bigint;
  /** Hash of the words that `claim` will publish. */
  bytesHash: Hex;
  /** Receives prize and shares; the sender unless given. */
  payee?: Address | undefined;
}
export type CommitReturnType = SentOrDone & {
  /** Orders equals: the earlier first. */
  sequence: number;
  approval: SentTransaction | undefined;
};
export type CommitErrorType = SpendErrorType;

/**
 * Commits the sender to a model in a bounty in Training; takes the operator's bond and, the first time, the entry fee, after an
 * approval where the allowance is short. Where the sender is committed to exactly this already, nothing is sent.
 *
 * Warning: what was committed to can be claimed only with the model's words and salt. `commitModel` writes them to a store first;
 * use this action alone only where something else keeps them.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `SubmissionExists`, `ArchitectureNotAdmitted`
 * @throws {@link InsufficientBalanceError} where the sender holds less than bond and fee
 * @example
 * const { sequence } = await commit(client, { escrow, bounty: 1n, architecture, modelCommitment, bytesHash });
 */
export async function commit(client: CommonweightClient, parameters: CommitParameters): Promise<CommitReturnType> {
  const { escrow, bounty, architecture, modelCommitment, bytesHash, approve = true } = parameters;
  const account = senderOf(client, parameters, "commit");
  const payee = parameters.payee ?? account.address;
  const call = escrowCall(escrow, "commit", [bounty, architecture, modelCommitment, bytesHash, payee], account);
  const operator = account.address;
  const present = await getSubmission(client, { escrow, bounty, operator });
  const submissionHash = hashSubmission({ operator, architecture, modelCommitment, bytesHash, payee });
  if (present?.submissionHash === submissionHash) {
    return { hash: undefined, receipt: undefined, approval: undefined, sequence: present.sequence };
  }
  const { token, operatorBond, entryFee } = await getTerms(client, parameters);
  const needed = async () => operatorBond + ((await hasPaidEntryFee(client, parameters, operator)) ? 0n : entryFee);
  const sent = await spend(client, call, { token, needed, approve });
  return { ...sent, sequence: escrowEvent(sent, escrow, "Committed").args.sequence };
}

/** The fee is taken at the first commit only, whatever was withdrawn since. */
async function hasPaidEntryFee(
  client: CommonweightClient,
  { escrow, bounty, fromBlock }: CommitParameters,
  operator: Address,
): Promise<boolean> {
  const args = { bounty, operator };
  return (await escrowLogs(client, { escrow, eventName: "Committed", args, fromBlock })).length > 0;
}
