// SPDX-License-Identifier: MIT
import type {
  Abi,
  Account,
  Address,
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionReturnType,
} from "viem";
import { readContract } from "viem/actions";
import { modelGovernanceAbi } from "../../abis/modelGovernance.ts";
import { modelGovernorAbi } from "../../abis/modelGovernor.ts";
import { modelLicensesAbi } from "../../abis/modelLicenses.ts";
import { modelSharesAbi } from "../../abis/modelShares.ts";
import { shareOffersAbi } from "../../abis/shareOffers.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient } from "../types.ts";
import { checkedCall } from "./checkedCall.ts";
import type { ContractCall, Sendable } from "./send.ts";

interface Contract<abi extends Abi> {
  abi: abi;
  address: Address;
}

export const governanceAt = (address: Address) => ({ abi: modelGovernanceAbi, address });
export const governorAt = (address: Address) => ({ abi: modelGovernorAbi, address });
export const sharesAt = (address: Address) => ({ abi: modelSharesAbi, address });
export const licensesAt = (address: Address) => ({ abi: modelLicensesAbi, address });
export const offersAt = (address: Address) => ({ abi: shareOffersAbi, address });

/** A call of a contract that changes state. */
export function contractCall<const abi extends Abi, const functionName extends ContractFunctionName<abi, Sendable>>(
  contract: Contract<abi>,
  functionName: functionName,
  args: ContractFunctionArgs<abi, Sendable, functionName>,
  account: Account,
): ContractCall<abi, functionName> {
  return checkedCall({ ...contract, functionName, args, account });
}

/** What a view of a contract returns. */
export async function read<
  const abi extends Abi,
  const functionName extends ContractFunctionName<abi, "view" | "pure">,
>(
  client: CommonweightClient,
  contract: Contract<abi>,
  functionName: functionName,
  args: ContractFunctionArgs<abi, "view" | "pure", functionName>,
): Promise<ContractFunctionReturnType<abi, "view" | "pure", functionName>> {
  const call = checkedCall({ ...contract, functionName, args });
  const result: unknown = await withTypedErrors(() => readContract(client, call as never));
  return result as ContractFunctionReturnType<abi, "view" | "pure", functionName>;
}
