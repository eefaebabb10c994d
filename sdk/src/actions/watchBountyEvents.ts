// SPDX-License-Identifier: MIT
import { type UninstallFilterParameters, uninstallFilter, watchContractEvent } from "viem/actions";
import { trainingBountiesAbi } from "../abis/trainingBounties.ts";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { toTypedError } from "../errors/toTypedError.ts";
import { type BountyEvent, isOfBounty } from "./internal/bountyEvents.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import type { BountyParameters, CommonweightClient, WatchParameters } from "./types.ts";

export interface WatchBountyEventsParameters extends BountyParameters, WatchParameters {
  /** Called with what happened, in the order of the chain. */
  onEvents: (events: BountyEvent[]) => void;
  /** Block from which on to watch; the next one unless given. */
  fromBlock?: bigint | undefined;
}
/** Stops watching. */
export type WatchBountyEventsReturnType = () => void;
export type WatchBountyEventsErrorType = InvalidValueError;

/**
 * Calls back with what happens in a bounty from now on. Over a WebSocket the node says so by itself; elsewhere it is asked again and again.
 *
 * @returns a function that stops watching
 * @example
 * const stop = watchBountyEvents(client, { escrow, bounty: 1n, onEvents: (events) => console.log(events) });
 */
export function watchBountyEvents(
  client: CommonweightClient,
  parameters: WatchBountyEventsParameters,
): WatchBountyEventsReturnType {
  const { escrow, bounty, onEvents, onError, pollingInterval, fromBlock } = parameters;
  assertEncodable("The address of the contract", { type: "address" }, escrow);
  assertEncodable("The number of the bounty", { type: "uint256" }, bounty);
  // viem stops only once the node has taken back its filter, so never where the node is gone: here it does at once.
  const watching = {
    ...client,
    uninstallFilter: async (filter: UninstallFilterParameters) => {
      uninstallFilter(client, filter).catch(() => undefined);
    },
  };
  return watchContractEvent(watching, {
    abi: trainingBountiesAbi,
    address: escrow,
    strict: true,
    ...(pollingInterval !== undefined && { pollingInterval }),
    ...(fromBlock !== undefined && { fromBlock }),
    onLogs: (logs) => {
      const events: BountyEvent[] = [];
      for (const log of logs as { args: object }[]) if (isOfBounty(log, bounty)) events.push(log);
      if (events.length > 0) onEvents(events);
    },
    onError: (error) => onError?.(toTypedError(error)),
  });
}
