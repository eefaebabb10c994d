// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { getSubmission } from "./getSubmission.ts";
import { escrowCall } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  BountyParameters,
  CommonweightClient,
  ContractProof,
  SenderParameters,
  SentOrDone,
  Submission,
} from "./types.ts";

export interface ProveModelParameters extends BountyParameters, SenderParameters {
  submission: Submission;
  /** Digest of the model's words at the contract's challenge. */
  digest: bigint;
  /** Size of the model in bits. */
  bits: number;
  /** SealModel proof. */
  proof: ContractProof;
}
export type ProveModelReturnType = SentOrDone;
export type ProveModelErrorType = WriteErrorType;

/**
 * Has the chain verify the SealModel proof of a submission, while the bounty is in Proving. Anyone, for the operator. Nothing
 * is sent where it is proven already.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `SubmissionMismatch`, `ProofInvalid`
 * @example
 * await proveModel(client, { escrow, bounty: 1n, submission, digest, bits, proof });
 */
export async function proveModel(
  client: CommonweightClient,
  parameters: ProveModelParameters,
): Promise<ProveModelReturnType> {
  const { escrow, bounty, submission, digest, bits, proof } = parameters;
  const account = senderOf(client, parameters, "proveModel");
  const facts = await getSubmission(client, { escrow, bounty, operator: submission.operator });
  if (facts?.modelProven) return { hash: undefined, receipt: undefined };
  const call = escrowCall(escrow, "proveModel", [bounty, submission, digest, bits, proof], account);
  const { hash, receipt } = await send(client, call);
  return { hash, receipt };
}
