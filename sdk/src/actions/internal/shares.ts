// SPDX-License-Identifier: MIT
import type {
  Account,
  Address,
  ContractEventName,
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionReturnType,
} from "viem";
import { readContract } from "viem/actions";
import { modelSharesAbi } from "../../abis/modelShares.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient, SentTransaction } from "../types.ts";
import { checkedCall } from "./checkedCall.ts";
import { eventOf } from "./events.ts";
import type { ContractCall } from "./send.ts";

type SharesAbi = typeof modelSharesAbi;

/** A call of a model's shares that changes state. */
export function sharesCall<const functionName extends ContractFunctionName<SharesAbi, "nonpayable">>(
  shares: Address,
  functionName: functionName,
  args: ContractFunctionArgs<SharesAbi, "nonpayable", functionName>,
  account: Account,
): ContractCall<SharesAbi, functionName> {
  return checkedCall({ abi: modelSharesAbi, address: shares, functionName, args, account });
}

/** What a view of a model's shares returns. */
export async function readShares<const functionName extends ContractFunctionName<SharesAbi, "view" | "pure">>(
  client: CommonweightClient,
  shares: Address,
  functionName: functionName,
  args: ContractFunctionArgs<SharesAbi, "view" | "pure", functionName>,
): Promise<ContractFunctionReturnType<SharesAbi, "view" | "pure", functionName>> {
  const call = checkedCall({ abi: modelSharesAbi, address: shares, functionName, args });
  const result: unknown = await withTypedErrors(() => readContract(client, call as never));
  return result as ContractFunctionReturnType<SharesAbi, "view" | "pure", functionName>;
}

/** The first event of a name that a model's shares emitted in a transaction. */
export function sharesEvent<eventName extends ContractEventName<SharesAbi>>(
  transaction: SentTransaction,
  shares: Address,
  eventName: eventName,
) {
  return eventOf(transaction, { abi: modelSharesAbi, address: shares, eventName });
}
