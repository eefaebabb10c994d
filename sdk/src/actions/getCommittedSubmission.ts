// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { EventMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { getSubmission } from "./getSubmission.ts";
import { escrowLogs } from "./internal/escrow.ts";
import { hashSubmission } from "./internal/submission.ts";
import type { BountyParameters, CommonweightClient, LogRangeParameters, Submission } from "./types.ts";

export interface GetCommittedSubmissionParameters extends BountyParameters, LogRangeParameters {
  operator: Address;
}
export type GetCommittedSubmissionReturnType = Submission | undefined;
export type GetCommittedSubmissionErrorType = ReadErrorType | EventMissingError;

/**
 * The tuple that an operator committed to in a bounty, which the chain stores only the hash of, found in its events; undefined
 * where the operator has no submission.
 *
 * @example
 * const submission = await getCommittedSubmission(client, { escrow, bounty: 1n, operator });
 */
export async function getCommittedSubmission(
  client: CommonweightClient,
  parameters: GetCommittedSubmissionParameters,
): Promise<GetCommittedSubmissionReturnType> {
  const { escrow, bounty, operator, fromBlock } = parameters;
  const search = { escrow, args: { bounty, operator }, fromBlock };
  const [facts, committed, replaced] = await Promise.all([
    getSubmission(client, parameters),
    escrowLogs(client, { ...search, eventName: "Committed" }),
    escrowLogs(client, { ...search, eventName: "Replaced" }),
  ]);
  if (facts === undefined) return undefined;
  const submissions = [...committed, ...replaced].map(({ args }): Submission => {
    const { architecture, modelCommitment, bytesHash, payee } = args;
    return { operator: args.operator, architecture, modelCommitment, bytesHash, payee };
  });
  const submission = submissions.find((candidate) => hashSubmission(candidate) === facts.submissionHash);
  if (submission === undefined) {
    const where = `for the submission ${facts.submissionHash} of ${operator} in bounty ${bounty} since block ${fromBlock ?? 0n}`;
    throw new EventMissingError({ eventName: "Committed", address: escrow, where });
  }
  return submission;
}
