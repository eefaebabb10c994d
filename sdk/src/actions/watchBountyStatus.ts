// SPDX-License-Identifier: MIT
import { watchBlockNumber } from "viem/actions";
import type { BountyStatus } from "../abis/enums.ts";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { toTypedError } from "../errors/toTypedError.ts";
import { getBountyStatus } from "./getBountyStatus.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import type { BountyParameters, CommonweightClient, WatchParameters } from "./types.ts";

export interface WatchBountyStatusParameters extends BountyParameters, WatchParameters {
  /** Called with the status there is at first, and then with each one that follows it. */
  onStatus: (status: BountyStatus, previous: BountyStatus | undefined) => void;
}
/** Stops watching. */
export type WatchBountyStatusReturnType = () => void;
export type WatchBountyStatusErrorType = InvalidValueError;

/**
 * Calls back with a bounty's status, now and whenever it has changed: it is read with every new block, as the clock alone changes it too.
 *
 * @returns a function that stops watching
 * @example
 * const stop = watchBountyStatus(client, { escrow, bounty: 1n, onStatus: (status) => console.log(status) });
 */
export function watchBountyStatus(
  client: CommonweightClient,
  parameters: WatchBountyStatusParameters,
): WatchBountyStatusReturnType {
  const { escrow, bounty, onStatus, onError, pollingInterval } = parameters;
  assertEncodable("The address of the contract", { type: "address" }, escrow);
  assertEncodable("The number of the bounty", { type: "uint256" }, bounty);
  let last: BountyStatus | undefined;
  let stopped = false;
  // One reading after the other, so that an answer that is late does not pass for a change back.
  let reading: Promise<void> = Promise.resolve();
  const read = async () => {
    const status = await getBountyStatus(client, { escrow, bounty });
    if (stopped || status === last) return;
    const previous = last;
    last = status;
    onStatus(status, previous);
  };
  const tell = (error: unknown) => {
    if (!stopped) onError?.(toTypedError(error));
  };
  const unwatch = watchBlockNumber(client, {
    emitOnBegin: true,
    ...(pollingInterval !== undefined && { pollingInterval }),
    onBlockNumber: () => {
      reading = reading.then(read).catch(tell);
    },
    onError: tell,
  });
  return () => {
    stopped = true;
    unwatch();
  };
}
