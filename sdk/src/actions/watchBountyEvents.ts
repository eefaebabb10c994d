// SPDX-License-Identifier: MIT
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type BountyEvent, isOfBounty } from "./internal/bountyEvents.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import type { BountyParameters, CommonweightClient, WatchParameters } from "./types.ts";
import { watchEvents } from "./watchEvents.ts";

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
  return watchEvents(client, {
    of: "escrow",
    address: escrow,
    onEvents: (events) => {
      const ours: BountyEvent[] = [];
      for (const event of events as { args: object }[]) if (isOfBounty(event, bounty)) ours.push(event);
      if (ours.length > 0) onEvents(ours);
    },
    ...{ onError, pollingInterval, fromBlock },
  });
}
