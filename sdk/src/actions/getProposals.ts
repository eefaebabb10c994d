// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { getContractEvents } from "viem/actions";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { checkedFilter } from "./internal/checkedCall.ts";
import { governorAt } from "./internal/contract.ts";
import type { CommonweightClient, GovernorParameters, LogRangeParameters } from "./types.ts";

export interface GetProposalsParameters extends GovernorParameters, LogRangeParameters {}
export type GetProposalsReturnType = {
  proposal: bigint;
  proposer: Address;
  description: string;
  calls: { target: Address; value: bigint; data: Hex }[];
}[];
export type GetProposalsErrorType = ReadErrorType;

/**
 * Every proposal of a governor with its content, found in its events; the oldest first.
 *
 * @example
 * for (const { proposal, description } of await getProposals(client, { governor })) console.log(proposal, description);
 */
export async function getProposals(
  client: CommonweightClient,
  parameters: GetProposalsParameters,
): Promise<GetProposalsReturnType> {
  const { governor, fromBlock = 0n } = parameters;
  const at = { ...governorAt(governor), eventName: "ProposalCreated", args: {}, fromBlock, strict: true } as const;
  const events = await withTypedErrors(() => getContractEvents(client, checkedFilter(at)));
  return events.map(({ args }) => {
    const { proposalId: proposal, proposer, description, targets, values, calldatas } = args;
    const calls = targets.map((target, i) => ({ target, value: values[i]!, data: calldatas[i]! }));
    return { proposal, proposer, description, calls };
  });
}
