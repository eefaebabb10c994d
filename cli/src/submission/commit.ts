// SPDX-License-Identifier: MIT
import { hashSubmission, type IntegerModel, type SubmissionSecret } from "@commonweight/sdk";
import type { Address, Hash } from "viem";
import type { Context } from "../context.ts";
import { NotDueError } from "../errors.ts";
import { formatAmount } from "../token.ts";
import { findCommitted, sealOnce } from "./secret.ts";
import { recordWarnings, storeWarnings } from "./warnings.ts";

/** What committing has come to. */
export interface CommitDone {
  secret: SubmissionSecret;
  /** Orders equals: the earlier first. */
  sequence: number;
  /** Undefined where the wallet was committed to just this already, and nothing was sent. */
  hash: Hash | undefined;
}

/**
 * Commits the wallet to a model. Salt and words are in the store before anything is sent. Safe to repeat: what is committed to is not committed
 * to again.
 *
 * @throws {@link NotDueError} where the wallet is committed to another model or payee
 */
export async function commitOnce(
  context: Context,
  parameters: { bounty: bigint; model: IntegerModel; payee?: Address | undefined; warn: (text: string) => void },
): Promise<CommitDone> {
  const { bounty } = parameters;
  const [writer, store] = [await context.writer(), await context.store()];
  const present = await findCommitted(context, bounty);
  const secret = await sealOnce(context, parameters);
  if (present !== undefined) {
    if (present.facts.submissionHash === hashSubmission(secret.submission)) {
      return { secret, sequence: present.facts.sequence, hash: undefined };
    }
    throw new NotDueError(`${writer.account.address} is committed to another model or payee in bounty ${bounty}.`, [
      "`commonweight submission replace` puts a model in its place, with a later place among equals.",
    ]);
  }
  const terms = await writer.getTerms({ bounty });
  const token = await context.token(terms.token);
  const [bond, fee] = [formatAmount(terms.operatorBond, token), formatAmount(terms.entryFee, token)];
  context.output.note(`A bond of ${bond}, which comes back, and at the first commit a fee of ${fee}, which does not.`);
  for (const text of [...(await storeWarnings(context)), ...(await recordWarnings(context, parameters))]) {
    parameters.warn(text);
  }
  const { sequence, hash } = await writer.commitModel({ secret, store });
  return { secret, sequence, hash };
}
