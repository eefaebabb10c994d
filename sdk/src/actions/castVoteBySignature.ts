// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import type { CastVoteReturnType } from "./castVote.ts";
import { contractCall, governorAt, read } from "./internal/contract.ts";
import { voteSupportNames } from "./internal/proposals.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, ProposalParameters, SenderParameters, VoteSupport } from "./types.ts";

export interface CastVoteBySignatureParameters extends ProposalParameters, SenderParameters {
  support: VoteSupport;
  /** Who signed. */
  voter: Address;
  /** As `signVote` gives it. */
  signature: Hex;
}
export type CastVoteBySignatureReturnType = CastVoteReturnType;
export type CastVoteBySignatureErrorType = WriteErrorType;

/**
 * Sends a vote that somebody else signed. Nothing is sent where the voter has voted.
 *
 * @throws the decoded revert: `GovernorInvalidSignature`, `GovernorUnexpectedProposalState` where no vote is open
 *
 * @example
 * await castVoteBySignature(client, { governor, proposal, support: "For", ...(await signVote(voter, { governor, proposal, support: "For" })) });
 */
export async function castVoteBySignature(
  client: CommonweightClient,
  parameters: CastVoteBySignatureParameters,
): Promise<CastVoteBySignatureReturnType> {
  const { governor, proposal, support, voter, signature } = parameters;
  const account = senderOf(client, parameters, "castVoteBySignature");
  const voted = await read(client, governorAt(governor), "hasVoted", [proposal, voter]);
  if (voted) return { hash: undefined, receipt: undefined, weight: undefined };
  const args = [proposal, voteSupportNames.indexOf(support), voter, signature] as const;
  const { hash, receipt, result } = await send(
    client,
    contractCall(governorAt(governor), "castVoteBySig", args, account),
  );
  return { hash, receipt, weight: result };
}
