// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { getProposalState } from "./getProposalState.ts";
import { governorAt, read } from "./internal/contract.ts";
import type { CommonweightClient, ProposalParameters, ProposalState } from "./types.ts";

export type GetProposalParameters = ProposalParameters;
export type GetProposalReturnType =
  | {
      state: ProposalState;
      proposer: Address;
      /** Whose shares vote is decided at this time, in seconds; votes are taken after it. */
      snapshot: bigint;
      /** Last second in which votes are taken, in seconds; a late quorum moves it. */
      deadline: bigint;
      /** When it can be executed, in seconds; undefined before it is queued. */
      executableFrom: bigint | undefined;
      /** In the smallest unit of the shares. */
      votes: { for: bigint; against: bigint; abstain: bigint };
      /** Votes for and abstentions that it needs, in the same unit. */
      quorum: bigint;
    }
  | undefined;
export type GetProposalErrorType = ReadErrorType;

/**
 * The facts of a proposal; undefined where there is none of this number.
 *
 * @example
 * const { state, votes } = (await getProposal(client, { governor, proposal }))!;
 */
export async function getProposal(
  client: CommonweightClient,
  parameters: GetProposalParameters,
): Promise<GetProposalReturnType> {
  const { governor, proposal } = parameters;
  const state = await getProposalState(client, parameters);
  if (state === undefined) return undefined;
  const at = governorAt(governor);
  const [proposer, snapshot, deadline, eta, [against, inFavour, abstain]] = await Promise.all([
    read(client, at, "proposalProposer", [proposal]),
    read(client, at, "proposalSnapshot", [proposal]),
    read(client, at, "proposalDeadline", [proposal]),
    read(client, at, "proposalEta", [proposal]),
    read(client, at, "proposalVotes", [proposal]),
  ]);
  const quorum = await read(client, at, "quorum", [snapshot]);
  const executableFrom = eta === 0n ? undefined : eta;
  return { state, proposer, snapshot, deadline, executableFrom, votes: { for: inFavour, against, abstain }, quorum };
}
