// SPDX-License-Identifier: MIT
import { type Address, parseAbi } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { checkedCall } from "./internal/checkedCall.ts";
import { type ContractCall, send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, SenderParameters, SentTransaction } from "./types.ts";

export interface ApproveTokenParameters extends SenderParameters {
  token: Address;
  /** Who may take the tokens. */
  spender: Address;
  /** In the token's smallest unit; replaces the allowance there was. */
  amount: bigint;
}
export type ApproveTokenReturnType = SentTransaction;
export type ApproveTokenErrorType = WriteErrorType;

/** Without the result: some tokens return nothing, against the standard. */
const approveAbi = parseAbi(["function approve(address spender, uint256 amount)"]);

/**
 * Lets a spender, such as the escrow, take tokens of the sender.
 *
 * @example
 * await approveToken(client, { token, spender: escrow, amount: 1_000_000n });
 */
export async function approveToken(
  client: CommonweightClient,
  parameters: ApproveTokenParameters,
): Promise<ApproveTokenReturnType> {
  const { token, spender, amount } = parameters;
  const account = senderOf(client, parameters, "approveToken");
  const call: ContractCall<typeof approveAbi, "approve"> = checkedCall({
    abi: approveAbi,
    address: token,
    functionName: "approve",
    args: [spender, amount],
    account,
  });
  const { hash, receipt } = await send(client, call);
  return { hash, receipt };
}
