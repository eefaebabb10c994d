// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { getProposalState } from "./getProposalState.ts";
import { contractCall, governorAt } from "./internal/contract.ts";
import { encodeProposal, proposalNumber } from "./internal/proposals.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, GovernorParameters, ProposalContent, SenderParameters, SentOrDone } from "./types.ts";

export interface QueueProposalParameters extends GovernorParameters, SenderParameters, ProposalContent {}
export type QueueProposalReturnType = SentOrDone & { proposal: bigint };
export type QueueProposalErrorType = WriteErrorType;

/**
 * Queues a proposal that was carried: it can be executed two days later. Anyone. Nothing is sent where it is queued already.
 *
 * @throws the decoded `GovernorUnexpectedProposalState` where it was not carried, or not yet
 *
 * @example
 * await queueProposal(client, { governor, calls, description });
 */
export async function queueProposal(
  client: CommonweightClient,
  parameters: QueueProposalParameters,
): Promise<QueueProposalReturnType> {
  const { governor } = parameters;
  const account = senderOf(client, parameters, "queueProposal");
  const encoded = encodeProposal(parameters);
  const proposal = proposalNumber(encoded);
  const state = await getProposalState(client, { governor, proposal });
  if (state === "Queued" || state === "Executed") return { hash: undefined, receipt: undefined, proposal };
  const { hash, receipt } = await send(client, contractCall(governorAt(governor), "queue", encoded, account));
  return { hash, receipt, proposal };
}
