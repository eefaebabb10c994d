// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { readContract, signTypedData } from "viem/actions";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { AccountMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import { governorAt } from "./internal/contract.ts";
import { voteSupportNames } from "./internal/proposals.ts";
import { senderOf } from "./internal/send.ts";
import type { CommonweightClient, ProposalParameters, SenderParameters, VoteSupport } from "./types.ts";

export interface SignVoteParameters extends ProposalParameters, SenderParameters {
  support: VoteSupport;
}
export interface SignVoteReturnType {
  voter: Address;
  signature: Hex;
}
export type SignVoteErrorType = ReadErrorType | AccountMissingError;

const ballotTypes = {
  Ballot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

/**
 * Signs a vote (EIP-712), for anybody to send with `castVoteBySignature`. It holds for the voter's next nonce only.
 *
 * @example
 * const { voter, signature } = await signVote(client, { governor, proposal, support: "For" });
 */
export async function signVote(
  client: CommonweightClient,
  parameters: SignVoteParameters,
): Promise<SignVoteReturnType> {
  const { governor, proposal, support } = parameters;
  const account = senderOf(client, parameters, "signVote");
  const voter = account.address;
  assertEncodable("The governor", { type: "address" }, governor);
  assertEncodable("The proposal", { type: "uint256" }, proposal);
  return withTypedErrors(async () => {
    const [[, name, version, chainId, verifyingContract], nonce] = await Promise.all([
      readContract(client, { ...governorAt(governor), functionName: "eip712Domain" }),
      readContract(client, { ...governorAt(governor), functionName: "nonces", args: [voter] }),
    ]);
    const signature = await signTypedData(client, {
      account,
      domain: { name, version, chainId: Number(chainId), verifyingContract },
      types: ballotTypes,
      primaryType: "Ballot",
      message: { proposalId: proposal, support: voteSupportNames.indexOf(support), voter, nonce },
    });
    return { voter, signature };
  });
}
