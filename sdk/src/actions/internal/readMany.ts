// SPDX-License-Identifier: MIT
import type { Address, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from "viem";
import { multicall } from "viem/actions";
import { trainingBountiesAbi } from "../../abis/trainingBounties.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient } from "../types.ts";
import { checkedCall } from "./checkedCall.ts";
import { readEscrow } from "./escrow.ts";

type EscrowAbi = typeof trainingBountiesAbi;
type View = ContractFunctionName<EscrowAbi, "view">;

/** Data of the calls that one request carries: about 500 calls of a number each, within what nodes compute for one `eth_call`. */
const LARGEST_REQUEST = 16_384;

/**
 * What a view of the escrow returns, for several arguments: by Multicall3, in few requests and of one block, where the client's chain is
 * known to have it; by one request each elsewhere.
 */
export async function readMany<const functionName extends View>(
  client: CommonweightClient,
  escrow: Address,
  functionName: functionName,
  list: readonly ContractFunctionArgs<EscrowAbi, "view", functionName>[],
): Promise<ContractFunctionReturnType<EscrowAbi, "view", functionName>[]> {
  if (client.chain?.contracts?.multicall3 === undefined) {
    return Promise.all(list.map((args) => readEscrow(client, escrow, functionName, args)));
  }
  const contracts = list.map((args) => checkedCall({ abi: trainingBountiesAbi, address: escrow, functionName, args }));
  const call = { contracts, allowFailure: false, batchSize: LARGEST_REQUEST };
  const results: unknown = await withTypedErrors(() => multicall(client, call as never));
  return results as ContractFunctionReturnType<EscrowAbi, "view", functionName>[];
}
