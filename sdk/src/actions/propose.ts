// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, governorAt, read } from "./internal/contract.ts";
import { encodeProposal, proposalNumber } from "./internal/proposals.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, GovernorParameters, ProposalContent, SenderParameters, SentOrDone } from "./types.ts";

export interface ProposeParameters extends GovernorParameters, SenderParameters, ProposalContent {}
export type ProposeReturnType = SentOrDone & {
  /** Number of the proposal: a hash of its content. */
  proposal: bigint;
};
export type ProposeErrorType = WriteErrorType;

/**
 * Proposes that the model's treasury makes some calls. Whoever proposes has to have 1 % of all shares delegated to it. Nothing is
 * sent where the very same has been proposed: describe a second try in other words.
 *
 * @throws the decoded revert: `ProposalTooEarly` in the first 30 days, `GovernorInsufficientProposerVotes`
 *
 * @example
 * const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, 1_000_000n] });
 * const { proposal } = await propose(client, { governor, calls: [{ target: token, data }], description: "Pay the auditor" });
 */
export async function propose(client: CommonweightClient, parameters: ProposeParameters): Promise<ProposeReturnType> {
  const { governor, description } = parameters;
  const account = senderOf(client, parameters, "propose");
  const encoded = encodeProposal(parameters);
  const proposal = proposalNumber(encoded);
  const proposed = await read(client, governorAt(governor), "proposalSnapshot", [proposal]);
  if (proposed !== 0n) return { hash: undefined, receipt: undefined, proposal };
  const [targets, values, calldatas] = encoded;
  const call = contractCall(governorAt(governor), "propose", [targets, values, calldatas, description], account);
  const { hash, receipt } = await send(client, call);
  return { hash, receipt, proposal };
}
