// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { governorAt, read } from "./internal/contract.ts";
import { proposalStateNames } from "./internal/proposals.ts";
import { unlessReverted } from "./internal/registry.ts";
import type { CommonweightClient, ProposalParameters, ProposalState } from "./types.ts";

export type GetProposalStateParameters = ProposalParameters;
export type GetProposalStateReturnType = ProposalState | undefined;
export type GetProposalStateErrorType = ReadErrorType;

/**
 * Where a proposal stands; undefined where there is none of this number.
 *
 * @example
 * const state = await getProposalState(client, { governor, proposal });
 */
export async function getProposalState(
  client: CommonweightClient,
  parameters: GetProposalStateParameters,
): Promise<GetProposalStateReturnType> {
  const { governor, proposal } = parameters;
  const state = await unlessReverted(
    read(client, governorAt(governor), "state", [proposal]),
    "GovernorNonexistentProposal",
  );
  return state === undefined ? undefined : proposalStateNames[state];
}
