// SPDX-License-Identifier: MIT
import { roundTime } from "../beacon/network.ts";
import {
  type TimelockMismatchError,
  type TimelockNetworkError,
  TimelockTooEarlyError,
  TimelockTooLateError,
} from "../errors/timelock.ts";
import type { ReadErrorType } from "../errors/types.ts";
import type { Timelock } from "../timelock/document.ts";
import { timelockNetwork } from "../timelock/network.ts";
import { getScoreTime } from "./getScoreTime.ts";
import { getTerms } from "./getTerms.ts";
import { assertTimelockMatches } from "./internal/timelock.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export interface CheckTimelockParameters extends BountyParameters {
  /** From `parseTimelock`. */
  timelock: Timelock;
}
export interface CheckTimelockReturnType {
  /** The round whose signature opens it. */
  round: bigint;
  /** When it opens, in seconds. */
  time: bigint;
  /** When the chunks are drawn, in seconds: at or before `time`. */
  scoreTime: bigint;
  /** When the drawn chunks have to be open, in seconds: after `time`. */
  openingEnds: bigint;
}
export type CheckTimelockErrorType =
  | ReadErrorType
  | TimelockMismatchError
  | TimelockNetworkError
  | TimelockTooEarlyError
  | TimelockTooLateError;

/**
 * Whether a time-lock is of a bounty, and opens neither before its chunks are drawn nor too late to help: what a backer checks before paying,
 * and an operator before training. It shows nothing of what the ciphertexts hold: that the sponsor has not lied is seen only when they are opened.
 *
 * @throws {@link TimelockMismatchError} where it is of another chain, escrow, sponsor or evaluation set
 * @throws {@link TimelockNetworkError} where its network is not known, or is the development one and the chain is not local
 * @throws {@link TimelockTooEarlyError} where it would show the set before the score round: a bounty to keep away from
 * @throws {@link TimelockTooLateError} where it would open at `openingEnds` or later
 * @example
 * const { time, openingEnds } = await checkTimelock(client, { escrow, bounty: 1n, timelock });
 */
export async function checkTimelock(
  client: CommonweightClient,
  parameters: CheckTimelockParameters,
): Promise<CheckTimelockReturnType> {
  const { timelock } = parameters;
  const { round } = timelock;
  const [terms, scoreTime] = await Promise.all([getTerms(client, parameters), getScoreTime(client, parameters)]);
  await assertTimelockMatches(client, { ...parameters, terms });
  const time = roundTime(timelockNetwork(timelock.network, timelock.chainId), round);
  const openingEnds = BigInt(terms.windows.openingEnds);
  if (time < scoreTime) throw new TimelockTooEarlyError({ round, time, earliest: scoreTime });
  if (time >= openingEnds) throw new TimelockTooLateError({ round, time, openingEnds });
  return { round, time, scoreTime, openingEnds };
}
