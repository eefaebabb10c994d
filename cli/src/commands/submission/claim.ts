// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { requireCommitted } from "../../submission/secret.ts";
import { formatAmount } from "../../token.ts";

/** Publishes the weights of the wallet's submission, for its prize. */
export async function claim(context: Context, bounty: bigint): Promise<Result> {
  const { secret } = await requireCommitted(context, bounty);
  const writer = await context.writer();
  const { submission, words } = secret;
  const [terms, claimed] = [await writer.getTerms({ bounty }), await writer.claim({ bounty, submission, words })];
  const amount = formatAmount(claimed.amount, await context.token(terms.token));
  const { hash, prize, alreadyClaimed } = claimed;
  const head = alreadyClaimed ? "Claimed already" : "The weights are published, and claimed is";
  return {
    json: {
      bounty,
      prize,
      amount: claimed.amount,
      payee: submission.payee,
      hash,
      pieces: claimed.pieces.map((piece) => piece.hash),
    },
    text: `${head} prize ${prize + 1} of bounty ${bounty}: ${amount} for ${submission.payee}${hash ? ` (${hash})` : ""}.`,
  };
}
