// SPDX-License-Identifier: MIT
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { encodeProposal, proposalNumber } from "./internal/proposals.ts";
import type { ProposalContent } from "./types.ts";

export type HashProposalParameters = ProposalContent;
export type HashProposalReturnType = bigint;
export type HashProposalErrorType = InvalidValueError;

/**
 * The number by which a governor knows a proposal, before and after it is proposed: a hash of its content.
 *
 * @throws {@link InvalidValueError} naming the first call that is wrong
 * @example
 * const proposal = hashProposal({ calls: [{ target: token, data }], description: "Pay the auditor" });
 */
export function hashProposal(parameters: HashProposalParameters): HashProposalReturnType {
  return proposalNumber(encodeProposal(parameters));
}
