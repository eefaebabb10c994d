// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when no server has given a round of the beacon. */
export class BeaconUnavailableError extends BaseError {
  readonly round: bigint;

  /** @param parameters.problems - what each server said */
  constructor(parameters: { round: bigint; problems: readonly string[] }) {
    const { round, problems } = parameters;
    super(`No server has given round ${round} of the beacon; expected one of ${problems.length} to have it.`, {
      name: "BeaconUnavailableError",
      metaMessages: problems,
    });
    this.round = round;
  }
}

/** Thrown when a round of the beacon is asked for before its time. */
export class RoundToComeError extends BaseError {
  readonly round: bigint;
  readonly time: bigint;
  readonly now: bigint;

  /** @param parameters.bounty - whose chunks it draws, if any; `time`: of the round, in seconds; `now`: of the chain's latest block */
  constructor(parameters: { bounty?: bigint | undefined; round: bigint; time: bigint; now: bigint }) {
    const { bounty, round, time, now } = parameters;
    const what = bounty === undefined ? "" : `, which draws chunks of bounty ${bounty},`;
    super(`Round ${round} of the beacon${what} comes at ${time}; the chain's time is ${now}.`, {
      name: "RoundToComeError",
    });
    this.round = round;
    this.time = time;
    this.now = now;
  }
}
