// SPDX-License-Identifier: MIT
import type { Account, Address, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from "viem";
import { readContract } from "viem/actions";
import { architectureRegistryAbi } from "../../abis/architectureRegistry.ts";
import { ContractRevertError } from "../../errors/contract.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient } from "../types.ts";
import { checkedCall } from "./checkedCall.ts";
import type { ContractCall } from "./send.ts";

type RegistryAbi = typeof architectureRegistryAbi;

/** A call of the registry that changes state. */
export function registryCall<const functionName extends ContractFunctionName<RegistryAbi, "nonpayable">>(
  registry: Address,
  functionName: functionName,
  args: ContractFunctionArgs<RegistryAbi, "nonpayable", functionName>,
  account: Account,
): ContractCall<RegistryAbi, functionName> {
  return checkedCall({ abi: architectureRegistryAbi, address: registry, functionName, args, account });
}

/** What a view of the registry returns. */
export async function readRegistry<const functionName extends ContractFunctionName<RegistryAbi, "view">>(
  client: CommonweightClient,
  registry: Address,
  functionName: functionName,
  args: ContractFunctionArgs<RegistryAbi, "view", functionName>,
): Promise<ContractFunctionReturnType<RegistryAbi, "view", functionName>> {
  const call = checkedCall({ abi: architectureRegistryAbi, address: registry, functionName, args });
  const result: unknown = await withTypedErrors(() => readContract(client, call as never));
  return result as ContractFunctionReturnType<RegistryAbi, "view", functionName>;
}

/** The value of a read, or undefined where the contract says by this error that there is none. */
export async function unlessReverted<value>(read: Promise<value>, errorName: string): Promise<value | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ContractRevertError && error.errorName === errorName) return undefined;
    throw error;
  }
}
