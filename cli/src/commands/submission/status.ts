// SPDX-License-Identifier: MIT
import { type BountyTerms, StoreRecordMissingError, type SubmissionFacts, samplesPerChunk } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { nextText } from "../../submission/nextText.ts";
import { formatAmount } from "../../token.ts";

/** Where a submission stands, and what is due next. */
export async function status(context: Context, bounty: bigint, options: { account?: Address }): Promise<Result> {
  const reader = await context.reader();
  const operator = options.account ?? (await context.wallet()).account.address;
  const [terms, bountyStatus, facts, drawn, rank, whyNot, owedTo, next, now] = await Promise.all([
    reader.getTerms({ bounty }),
    reader.getBountyStatus({ bounty }),
    reader.getSubmission({ bounty, operator }),
    reader.getFacts({ bounty }),
    reader.getRank({ bounty, operator }),
    reader.getWhyNotRanked({ bounty, operator }),
    reader.getOwedTo({ bounty, account: operator }),
    reader.getNextAction({ bounty, account: operator, role: "operator" }),
    context.chainTime(),
  ]);
  const [task, token, inStore] = await Promise.all([
    reader.getTaskDefinition({ task: terms.task }),
    context.token(terms.token),
    // The store of this wallet says nothing of others.
    facts === undefined || options.account !== undefined ? undefined : isInStore(context, { bounty, operator, facts }),
  ]);
  const counted = facts?.countedChunks ?? [];
  const samples = samplesPerChunk(task);
  return {
    json: {
      bounty,
      operator,
      status: bountyStatus,
      submission: facts,
      inStore,
      rank,
      whyNotRanked: whyNot,
      owedTo,
      next,
      now,
    },
    text: formatFacts([
      ["bounty", `${bounty}, in ${bountyStatus}`],
      ["operator", operator],
      ["submission", facts?.submissionHash ?? "none"],
      [
        "in the store",
        inStore === undefined ? undefined : inStore ? "yes" : "NO: it can be neither proven nor claimed",
      ],
      ["bond", facts && `${formatAmount(terms.operatorBond, token)}`],
      ["size", facts?.modelProven ? `${facts.bits} bits, proven` : facts && "not proven yet"],
      [
        "score",
        facts &&
          `${facts.score} right of ${counted.length * samples}, ${counted.length} of ${terms.drawnChunks} chunks`,
      ],
      ["rank", rankText({ facts, terms, rank, ranked: drawn.ranked, whyNot })],
      ["claimed", facts?.prize === undefined ? undefined : `prize ${facts.prize + 1}`],
      ["next", nextText(next, now)],
    ]),
  };
}

function rankText(parameters: {
  facts: SubmissionFacts | undefined;
  terms: BountyTerms;
  rank: number | undefined;
  ranked: number;
  whyNot: string;
}): string | undefined {
  const { facts, terms, rank, ranked, whyNot } = parameters;
  if (facts === undefined) return undefined;
  if (rank !== undefined) {
    const prizes = terms.prizesBps.length;
    return `${rank + 1} of ${ranked}${rank < prizes ? "" : `; the first ${prizes} claim before it`}`;
  }
  const sentences: Record<string, string> = {
    ModelNotProven: "none: the model is not proven",
    ChunksNotCounted: "none: not every drawn chunk is counted",
    ScoreBelowMinimum: `none: the score is below the minimum of ${terms.minimumScore}`,
    SixteenAreBetter: "none: sixteen are better",
  };
  return sentences[whyNot] ?? "none";
}

/** Whether the store holds what the chain counts. */
async function isInStore(
  context: Context,
  { bounty, operator, facts }: { bounty: bigint; operator: Address; facts: SubmissionFacts },
): Promise<boolean> {
  const { chainId, trainingBounties: escrow } = await context.deployment();
  const key = { chainId, escrow, bounty, operator, submissionHash: facts.submissionHash };
  try {
    await (await context.store()).loadSubmission(key);
    return true;
  } catch (error) {
    if (error instanceof StoreRecordMissingError) return false;
    throw error;
  }
}
