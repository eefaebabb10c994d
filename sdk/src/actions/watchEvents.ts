// SPDX-License-Identifier: MIT
import { type UninstallFilterParameters, uninstallFilter, watchContractEvent } from "viem/actions";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { toTypedError } from "../errors/toTypedError.ts";
import {
  type ContractEvent,
  type EventNameOf,
  type EventSelection,
  type EventSource,
  filterOf,
} from "./internal/contractEvents.ts";
import type { CommonweightClient, WatchParameters } from "./types.ts";

export type WatchEventsParameters<
  source extends EventSource = EventSource,
  name extends EventNameOf<source> = EventNameOf<source>,
> = EventSelection<source, name> &
  WatchParameters & {
    /** Called with what happened, in the order of the chain. */
    onEvents: (events: ContractEvent<source, name>[]) => void;
    /** Block from which on to watch; the next one unless given. */
    fromBlock?: bigint | undefined;
  };
/** Stops watching. */
export type WatchEventsReturnType = () => void;
export type WatchEventsErrorType = InvalidValueError;

/**
 * Calls back with what happens in a contract from now on, see `getEvents`. Over a WebSocket the node says so by itself; elsewhere it is asked
 * again and again. Of one bounty, `watchBountyEvents` tells it.
 *
 * @returns a function that stops watching
 * @throws {@link InvalidValueError} where there is no such contract, event or argument
 * @example
 * const stop = watchEvents(client, { of: "licenses", address: licenses, eventName: "LicenseSold", args: { shares }, onEvents: console.log });
 */
export function watchEvents<
  const source extends EventSource,
  const name extends EventNameOf<source> = EventNameOf<source>,
>(client: CommonweightClient, parameters: WatchEventsParameters<source, name>): WatchEventsReturnType {
  const { of, address, eventName, args, onEvents, onError, pollingInterval, fromBlock } = parameters;
  const { abi } = filterOf({ of, address, eventName, args });
  // viem stops only once the node has taken back its filter, so never where the node is gone: here it does at once.
  const watching = {
    ...client,
    uninstallFilter: async (filter: UninstallFilterParameters) => {
      uninstallFilter(client, filter).catch(() => undefined);
    },
  };
  return watchContractEvent(watching, {
    abi,
    address,
    strict: true,
    ...(eventName !== undefined && { eventName }),
    ...(args !== undefined && { args: args as never }),
    ...(pollingInterval !== undefined && { pollingInterval }),
    ...(fromBlock !== undefined && { fromBlock }),
    onLogs: (logs) => {
      if (logs.length > 0) onEvents(logs as unknown as ContractEvent<source, name>[]);
    },
    onError: (error) => onError?.(toTypedError(error)),
  });
}
