// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { getProposalState } from "./getProposalState.ts";
import { contractCall, governorAt } from "./internal/contract.ts";
import { encodeProposal, proposalNumber } from "./internal/proposals.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, GovernorParameters, ProposalContent, SenderParameters, SentOrDone } from "./types.ts";

export interface ExecuteProposalParameters extends GovernorParameters, SenderParameters, ProposalContent {}
export type ExecuteProposalReturnType = SentOrDone & { proposal: bigint };
export type ExecuteProposalErrorType = WriteErrorType;

/**
 * Makes the treasury do what was carried and queued two days ago. Anyone. Nothing is sent where it is done already.
 *
 * @throws the decoded revert: `GovernorUnexpectedProposalState`, `TimelockUnexpectedOperationState` before its time, or the error of
 * a call of the proposal
 *
 * @example
 * await executeProposal(client, { governor, calls, description });
 */
export async function executeProposal(
  client: CommonweightClient,
  parameters: ExecuteProposalParameters,
): Promise<ExecuteProposalReturnType> {
  const { governor } = parameters;
  const account = senderOf(client, parameters, "executeProposal");
  const encoded = encodeProposal(parameters);
  const proposal = proposalNumber(encoded);
  const state = await getProposalState(client, { governor, proposal });
  if (state === "Executed") return { hash: undefined, receipt: undefined, proposal };
  const { hash, receipt } = await send(client, contractCall(governorAt(governor), "execute", encoded, account));
  return { hash, receipt, proposal };
}
