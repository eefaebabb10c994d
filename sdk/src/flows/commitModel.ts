// SPDX-License-Identifier: MIT
import { getChainId } from "viem/actions";
import { type CommitParameters, type CommitReturnType, commit } from "../actions/commit.ts";
import { getSubmission } from "../actions/getSubmission.ts";
import { senderOf } from "../actions/internal/send.ts";
import { hashSubmission } from "../actions/internal/submission.ts";
import { replace } from "../actions/replace.ts";
import type { CommonweightClient } from "../actions/types.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { SubmissionSecret } from "../storage/secrets.ts";
import type { OperatorStore } from "../storage/store.ts";
import { assertMatches } from "./assertMatches.ts";

export interface CommitModelParameters
  extends Omit<CommitParameters, "bounty" | "architecture" | "modelCommitment" | "bytesHash" | "payee"> {
  /** From `sealModel`. */
  secret: SubmissionSecret;
  store: OperatorStore;
}

/**
 * Commits the sender to a model whose words and salt the store keeps: they are on the disk, and read back, before anything is sent.
 * Where the sender is committed to another model in this bounty, that one is replaced. Safe to repeat.
 *
 * @throws {@link InvalidValueError} where the model was sealed for another chain, escrow or operator
 * @throws {@link SaltReusedError} where the salt has served another challenge
 * @throws what `commit` and `replace` throw
 * @example
 * const { sequence } = await commitModel(client, { escrow, secret, store });
 */
export async function commitModel(
  client: CommonweightClient,
  parameters: CommitModelParameters,
): Promise<CommitReturnType> {
  const { secret, store, ...rest } = parameters;
  const { bounty, submission } = secret;
  const operator = senderOf(client, parameters, "commitModel").address;
  const chainId = await withTypedErrors(() => getChainId(client));
  assertMatches("The sealed model's chain", secret.chainId, chainId);
  assertMatches("The sealed model's escrow", secret.escrow, parameters.escrow);
  assertMatches("The sealed model's operator", submission.operator, operator);

  await store.saveSubmission(secret);
  const submissionHash = hashSubmission(submission);
  const kept = await store.loadSubmission({ chainId, escrow: secret.escrow, bounty, operator, submissionHash });
  assertMatches("The submission read back from the store", hashSubmission(kept.submission), submissionHash);
  assertMatches("What the store read back as the model's words", kept.words, secret.words);

  const call = { ...rest, ...submission, bounty };
  const present = await getSubmission(client, { escrow: parameters.escrow, bounty, operator });
  if (present === undefined || present.submissionHash === submissionHash) return commit(client, call);
  return { ...(await replace(client, call)), approval: undefined };
}
