// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { formatAmount, parseAmount } from "../../token.ts";

/** Pays into a bounty; what does not fit under the cap is not taken. */
export async function contribute(
  context: Context,
  bounty: bigint,
  text: string,
  options: { for?: Address; permit?: boolean },
): Promise<Result> {
  const writer = await context.writer();
  const terms = await writer.getTerms({ bounty });
  const token = await context.token(terms.token);
  const parameters = { bounty, amount: parseAmount("The amount", text, token), backer: options.for };
  const pay = options.permit ? writer.contributeWithPermit : writer.contribute;
  const { hash, accepted } = await pay(parameters);
  const backer = options.for ?? writer.account.address;
  const [contribution, facts, now] = await Promise.all([
    writer.getContribution({ bounty, account: backer }),
    writer.getFacts({ bounty }),
    context.chainTime(),
  ]);
  const cut = accepted < parameters.amount ? ", which is all that still fitted under the cap" : "";
  const reached =
    facts.contributed >= terms.goal
      ? "The goal is reached."
      : `The goal of ${formatAmount(terms.goal, token)} needs ${formatAmount(terms.goal - facts.contributed, token)} more before ${formatTime(terms.windows.fundingEnds, now)}, or everything goes back.`;
  const total = `Together ${backer} has paid in ${formatAmount(contribution, token)}.`;
  return {
    json: { bounty, token, backer, accepted, contribution, contributed: facts.contributed, hash },
    text: `${formatAmount(accepted, token)} paid in${cut} (${hash}).\n${total} ${reached}`,
  };
}
