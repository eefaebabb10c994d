// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, governorAt, read } from "./internal/contract.ts";
import { voteSupportNames } from "./internal/proposals.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, ProposalParameters, SenderParameters, SentOrDone, VoteSupport } from "./types.ts";

export interface CastVoteParameters extends ProposalParameters, SenderParameters {
  support: VoteSupport;
}
export type CastVoteReturnType = SentOrDone & {
  /** Votes that were counted, in the smallest unit of the shares; undefined where nothing was sent. */
  weight: bigint | undefined;
};
export type CastVoteErrorType = WriteErrorType;

/**
 * Votes with the shares that were delegated to the sender when the voting began. Nothing is sent where it has voted: a vote
 * cannot be changed.
 *
 * @throws the decoded `GovernorUnexpectedProposalState` where no vote is open
 *
 * @example
 * await castVote(client, { governor, proposal, support: "For" });
 */
export async function castVote(
  client: CommonweightClient,
  parameters: CastVoteParameters,
): Promise<CastVoteReturnType> {
  const { governor, proposal, support } = parameters;
  const account = senderOf(client, parameters, "castVote");
  const voted = await read(client, governorAt(governor), "hasVoted", [proposal, account.address]);
  if (voted) return { hash: undefined, receipt: undefined, weight: undefined };
  const args = [proposal, voteSupportNames.indexOf(support)] as const;
  const { hash, receipt, result } = await send(client, contractCall(governorAt(governor), "castVote", args, account));
  return { hash, receipt, weight: result };
}
