// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import {
  type ContractEvent,
  type EventNameOf,
  type EventSelection,
  type EventSource,
  filterOf,
} from "./internal/contractEvents.ts";
import { type EventRangeParameters, readEvents } from "./internal/logs.ts";
import type { CommonweightClient } from "./types.ts";

export type GetEventsParameters<
  source extends EventSource = EventSource,
  name extends EventNameOf<source> = EventNameOf<source>,
> = EventSelection<source, name> & EventRangeParameters;
export type GetEventsReturnType<
  source extends EventSource = EventSource,
  name extends EventNameOf<source> = EventNameOf<source>,
> = ContractEvent<source, name>[];
export type GetEventsErrorType = ReadErrorType;

/**
 * What happened in a contract, in the order of the chain: of shares, licences, offers, a governor, the registry, the beacon or the escrow. Of
 * one bounty, `getBountyEvents` tells it.
 *
 * @throws {@link InvalidValueError} where there is no such contract, event or argument, or `blocksPerRequest` is below 1
 * @example
 * const paid = await getEvents(client, { of: "shares", address: shares, eventName: "RevenuePaid" });
 * const total = paid.reduce((sum, { args }) => sum + args.amount, 0n);
 */
export async function getEvents<
  const source extends EventSource,
  const name extends EventNameOf<source> = EventNameOf<source>,
>(
  client: CommonweightClient,
  parameters: GetEventsParameters<source, name>,
): Promise<GetEventsReturnType<source, name>> {
  const { of, address, eventName, args, ...range } = parameters;
  const { abi, filter } = filterOf({ of, address, eventName, args });
  const events = await readEvents(client, { ...range, abi, address, filters: [filter] });
  return events as unknown as GetEventsReturnType<source, name>;
}
