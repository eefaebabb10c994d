// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256, stringToHex } from "viem";
import type { ProposalContent, ProposalState } from "../types.ts";
import { assertEncodable } from "./checkedCall.ts";

/** OpenZeppelin's `ProposalState`, in its order. */
export const proposalStateNames = [
  "Pending",
  "Active",
  "Canceled",
  "Defeated",
  "Succeeded",
  "Queued",
  "Expired",
  "Executed",
] as const satisfies readonly ProposalState[];

/** The kinds of vote, in the order of OpenZeppelin's `GovernorCountingSimple`. */
export const voteSupportNames = ["Against", "For", "Abstain"] as const;

/** A proposal as the governor takes it: targets, ether for each, calldata, and the description's hash. */
export type EncodedProposal = readonly [readonly Address[], readonly bigint[], readonly Hex[], Hex];

/** @throws {@link InvalidValueError} naming the first call that is wrong */
export function encodeProposal({ calls, description }: ProposalContent): EncodedProposal {
  for (const [i, { target, value = 0n, data }] of calls.entries()) {
    assertEncodable(`The target of call ${i}`, { type: "address" }, target);
    assertEncodable(`The value of call ${i}`, { type: "uint256" }, value);
    assertEncodable(`The data of call ${i}`, { type: "bytes" }, data);
  }
  return [
    calls.map(({ target }) => target),
    calls.map(({ value = 0n }) => value),
    calls.map(({ data }) => data),
    keccak256(stringToHex(description)),
  ];
}

/** The number by which the governor knows a proposal: a hash of its content. */
export function proposalNumber(encoded: EncodedProposal): bigint {
  const types = [{ type: "address[]" }, { type: "uint256[]" }, { type: "bytes[]" }, { type: "bytes32" }] as const;
  return BigInt(keccak256(encodeAbiParameters(types, encoded)));
}
