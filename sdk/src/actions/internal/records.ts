// SPDX-License-Identifier: MIT
import type { Account, Address, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from "viem";
import { readContract } from "viem/actions";
import { trainingRecordsAbi } from "../../abis/trainingRecords.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient } from "../types.ts";
import { checkedCall } from "./checkedCall.ts";
import type { ContractCall } from "./send.ts";

type RecordsAbi = typeof trainingRecordsAbi;

/** A call of the records that changes state. */
export function recordsCall<const functionName extends ContractFunctionName<RecordsAbi, "nonpayable">>(
  records: Address,
  functionName: functionName,
  args: ContractFunctionArgs<RecordsAbi, "nonpayable", functionName>,
  account: Account,
): ContractCall<RecordsAbi, functionName> {
  return checkedCall({ abi: trainingRecordsAbi, address: records, functionName, args, account });
}

/** What a view of the records returns. */
export async function readRecords<const functionName extends ContractFunctionName<RecordsAbi, "view">>(
  client: CommonweightClient,
  records: Address,
  functionName: functionName,
  args: ContractFunctionArgs<RecordsAbi, "view", functionName>,
): Promise<ContractFunctionReturnType<RecordsAbi, "view", functionName>> {
  const call = checkedCall({ abi: trainingRecordsAbi, address: records, functionName, args });
  const result: unknown = await withTypedErrors(() => readContract(client, call as never));
  return result as ContractFunctionReturnType<RecordsAbi, "view", functionName>;
}
