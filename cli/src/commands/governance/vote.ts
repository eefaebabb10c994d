// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { writeDocument } from "../../documents.ts";
import { UsageError } from "../../errors.ts";
import { formatShares } from "../../format/numbers.ts";
import type { Result } from "../../output.ts";
import { governanceOf } from "../../settledModel.ts";
import { proposalOf } from "./proposalFile.ts";
import { readVote, SUPPORTS, voteFile } from "./voteFile.ts";

export interface VoteOptions {
  /** Where a signed vote is written, instead of being sent. */
  bySignature?: string;
  /** A vote that somebody signed, to be sent. */
  signed?: string;
}

/** Votes on a proposal, signs a vote, or sends one that was signed. */
export async function vote(
  context: Context,
  bounty: bigint | undefined,
  text: string | undefined,
  word: keyof typeof SUPPORTS | undefined,
  options: VoteOptions,
): Promise<Result> {
  if (options.signed !== undefined) {
    if (bounty === undefined && options.bySignature === undefined) return sendSigned(context, options.signed);
    throw new UsageError("A signed vote says all itself; expected --signed alone.");
  }
  if (bounty === undefined || text === undefined || word === undefined) {
    throw new UsageError("A vote is for, against or abstain, on a proposal; expected <bounty> <proposal> <vote>.");
  }
  const { governor } = await governanceOf(context, bounty);
  const proposal = await proposalOf(context, bounty, text);
  const ballot = { governor, proposal, support: SUPPORTS[word] };
  if (options.bySignature !== undefined) return sign(context, bounty, ballot, options.bySignature);

  const { hash, weight } = await (await context.writer()).castVote(ballot);
  return { json: { bounty, ...ballot, weight, hash }, text: told(weight, hash) };
}

type Ballot = Pick<Parameters<typeof voteFile>[0], "governor" | "proposal" | "support">;

async function sign(context: Context, bounty: bigint, ballot: Ballot, path: string): Promise<Result> {
  const { chainId } = await context.deployment();
  const writer = await context.writer();
  await context.confirm(
    `Sign a vote ${ballot.support.toLowerCase()} proposal ${ballot.proposal}, for anybody to send?`,
  );
  const signed = await writer.signVote(ballot);
  const content = voteFile({ chainId: BigInt(chainId), bounty, ...ballot, ...signed });
  const file = resolve(context.io.cwd, path);
  await writeDocument(file, content);
  const text = `Vote of ${signed.voter} written to ${file}. Anybody sends it: commonweight governance vote --signed FILE`;
  return { json: { file, ...content }, text };
}

async function sendSigned(context: Context, path: string): Promise<Result> {
  const { bounty, governor, proposal, support, voter, signature } = await readVote(context, path);
  const ballot = { governor, proposal, support, voter };
  const { hash, weight } = await (await context.writer()).castVoteBySignature({ ...ballot, signature });
  return { json: { bounty, ...ballot, weight, hash }, text: told(weight, hash) };
}

function told(weight: bigint | undefined, hash: string | undefined): string {
  if (weight === undefined) return "This account has voted already. Nothing was sent.";
  return `Voted with ${formatShares(weight)} (${hash}).`;
}
