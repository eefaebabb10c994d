// SPDX-License-Identifier: MIT
import type { Abi, Address, ContractEventName, ParseEventLogsReturnType } from "viem";
import { parseEventLogs } from "viem";
import { EventMissingError } from "../../errors/transactions.ts";
import type { SentTransaction } from "../types.ts";

/** The events of a name that a contract emitted in a transaction, decoded. */
export function eventsOf<const abi extends Abi, eventName extends ContractEventName<abi>>(
  transaction: SentTransaction,
  parameters: { abi: abi; address: Address; eventName: eventName },
): ParseEventLogsReturnType<abi, eventName, true> {
  const { abi, address, eventName } = parameters;
  const logs = transaction.receipt.logs.filter((log) => log.address.toLowerCase() === address.toLowerCase());
  return parseEventLogs({ abi, eventName, logs }) as ParseEventLogsReturnType<abi, eventName, true>;
}

/**
 * The one event of a name that a contract emitted in a transaction.
 *
 * @throws {@link EventMissingError} where there is none
 */
export function eventOf<const abi extends Abi, eventName extends ContractEventName<abi>>(
  transaction: SentTransaction,
  parameters: { abi: abi; address: Address; eventName: eventName },
): ParseEventLogsReturnType<abi, eventName, true>[number] {
  const [event] = eventsOf(transaction, parameters);
  if (event === undefined) {
    const { address, eventName } = parameters;
    throw new EventMissingError({ address, eventName, where: `in the transaction ${transaction.hash}` });
  }
  return event;
}
