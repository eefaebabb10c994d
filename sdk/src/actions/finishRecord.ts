// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { readRecords, recordsCall } from "./internal/records.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  CommonweightClient,
  RecordEnds,
  RecordsParameters,
  SenderParameters,
  SentOrDone,
  Submission,
} from "./types.ts";

export interface FinishRecordParameters extends RecordsParameters, SenderParameters {
  /** The one that stands, see `getCommittedSubmission`. */
  submission: Submission;
  /** Both ends with their proofs, see `proveRecord`. */
  ends: RecordEnds;
}
export type FinishRecordReturnType = SentOrDone;
export type FinishRecordErrorType = WriteErrorType;

/**
 * Has the chain verify both ends of a record whose drawn steps are all proven: then the record is proven, and raises the prize of its
 * submission. Anyone, for the operator. Nothing is sent where it is proven already.
 *
 * @throws the decoded revert: `RecordStatusMismatch`, `StepsMissing`, `SubmissionMismatch`, `CheckpointNotInRoot`, `ProofInvalid`
 * @example
 * await finishRecord(client, { records, bounty: 1n, submission, ends });
 */
export async function finishRecord(
  client: CommonweightClient,
  parameters: FinishRecordParameters,
): Promise<FinishRecordReturnType> {
  const { records, bounty, submission, ends } = parameters;
  const account = senderOf(client, parameters, "finishRecord");
  if (await readRecords(client, records, "isProven", [bounty, submission.operator])) {
    return { hash: undefined, receipt: undefined };
  }
  const call = recordsCall(records, "finishRecord", [bounty, submission, ends], account);
  const { hash, receipt } = await send(client, call);
  return { hash, receipt };
}
