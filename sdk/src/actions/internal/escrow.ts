// SPDX-License-Identifier: MIT
import type {
  Account,
  Address,
  ContractEventName,
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionReturnType,
  GetContractEventsParameters,
  GetContractEventsReturnType,
} from "viem";
import { getContractEvents, readContract } from "viem/actions";
import { trainingBountiesAbi } from "../../abis/trainingBounties.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient, LogRangeParameters, SentTransaction } from "../types.ts";
import { checkedCall, checkedFilter } from "./checkedCall.ts";
import { eventOf } from "./events.ts";
import type { ContractCall } from "./send.ts";

type EscrowAbi = typeof trainingBountiesAbi;

/** A call of the escrow that changes state. */
export function escrowCall<const functionName extends ContractFunctionName<EscrowAbi, "nonpayable">>(
  escrow: Address,
  functionName: functionName,
  args: ContractFunctionArgs<EscrowAbi, "nonpayable", functionName>,
  account: Account,
): ContractCall<EscrowAbi, functionName> {
  return checkedCall({ abi: trainingBountiesAbi, address: escrow, functionName, args, account });
}

/** What a view of the escrow returns. */
export async function readEscrow<const functionName extends ContractFunctionName<EscrowAbi, "view">>(
  client: CommonweightClient,
  escrow: Address,
  functionName: functionName,
  args: ContractFunctionArgs<EscrowAbi, "view", functionName>,
): Promise<ContractFunctionReturnType<EscrowAbi, "view", functionName>> {
  const call = checkedCall({ abi: trainingBountiesAbi, address: escrow, functionName, args });
  const result: unknown = await withTypedErrors(() => readContract(client, call as never));
  return result as ContractFunctionReturnType<EscrowAbi, "view", functionName>;
}

/** The first event of a name that the escrow emitted in a transaction. */
export function escrowEvent<eventName extends ContractEventName<EscrowAbi>>(
  transaction: SentTransaction,
  escrow: Address,
  eventName: eventName,
) {
  return eventOf(transaction, { abi: trainingBountiesAbi, address: escrow, eventName });
}

/** Events of the escrow, in the order of the chain. */
export async function escrowLogs<const eventName extends ContractEventName<EscrowAbi>>(
  client: CommonweightClient,
  parameters: LogRangeParameters & {
    escrow: Address;
    eventName: eventName;
    /** Values of indexed arguments. */
    args: NonNullable<GetContractEventsParameters<EscrowAbi, eventName>["args"]>;
  },
): Promise<GetContractEventsReturnType<EscrowAbi, eventName, true>> {
  const { escrow, eventName, args, fromBlock = 0n } = parameters;
  const filter = checkedFilter({ abi: trainingBountiesAbi, address: escrow, eventName, args, fromBlock, strict: true });
  const logs = await withTypedErrors(() => getContractEvents(client, filter as never));
  return logs as unknown as GetContractEventsReturnType<EscrowAbi, eventName, true>;
}
