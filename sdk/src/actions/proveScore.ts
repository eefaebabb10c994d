// SPDX-License-Identifier: MIT
import { trainingBountiesAbi } from "../abis/trainingBounties.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { getSubmission } from "./getSubmission.ts";
import { batchesOf, LARGEST_BATCH } from "./internal/batches.ts";
import { escrowCall } from "./internal/escrow.ts";
import { eventsOf } from "./internal/events.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  BountyParameters,
  ChunkWithPath,
  CommonweightClient,
  ContractProof,
  SenderParameters,
  SentTransaction,
  Submission,
} from "./types.ts";

export interface ProveScoreParameters extends BountyParameters, SenderParameters {
  submission: Submission;
  /** For each chunk how many samples are shown to be answered right, and the EvaluateModel proof of it; any number. */
  scores: readonly { chunk: ChunkWithPath; correct: number; proof: ContractProof }[];
}
export interface ProveScoreReturnType {
  /** One for every eight chunks. */
  transactions: SentTransaction[];
  /** Indices of the chunks that this call counted. */
  counted: number[];
  /** Indices of the chunks that were counted already. */
  skipped: number[];
  /** Rank, from 0, at the time of ranking; undefined where this call did not complete the submission. */
  rank: number | undefined;
}
export type ProveScoreErrorType = WriteErrorType;

/**
 * Has the chain verify EvaluateModel proofs of a submission, at most eight in a transaction, while the bounty is in Proving.
 * Anyone, for the operator. Chunks that are counted already are left out, so that the call can be repeated after a crash.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `SubmissionMismatch`, `ProofInvalid`
 * @example
 * const { rank } = await proveScore(client, { escrow, bounty: 1n, submission, scores });
 */
export async function proveScore(
  client: CommonweightClient,
  parameters: ProveScoreParameters,
): Promise<ProveScoreReturnType> {
  const { escrow, bounty, submission, scores } = parameters;
  const account = senderOf(client, parameters, "proveScore");
  const facts = await getSubmission(client, { escrow, bounty, operator: submission.operator });
  const countedBefore = facts?.countedChunks ?? [];
  const missing = scores.filter(({ chunk }) => !countedBefore.includes(chunk.index));
  const transactions: SentTransaction[] = [];
  let rank: number | undefined;
  for (const batch of batchesOf(missing, LARGEST_BATCH)) {
    const args = [
      bounty,
      submission,
      batch.map(({ chunk }) => chunk.index),
      batch.map(({ correct }) => correct),
      batch.map(({ proof }) => proof),
    ] as const;
    const { hash, receipt } = await send(client, escrowCall(escrow, "proveScore", args, account));
    transactions.push({ hash, receipt });
    const event = { abi: trainingBountiesAbi, address: escrow, eventName: "Ranked" } as const;
    rank = eventsOf({ hash, receipt }, event)[0]?.args.rank ?? rank;
  }
  return {
    transactions,
    counted: missing.map(({ chunk }) => chunk.index),
    skipped: scores.map(({ chunk }) => chunk.index).filter((index) => countedBefore.includes(index)),
    rank,
  };
}
