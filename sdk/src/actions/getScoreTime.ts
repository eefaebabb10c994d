// SPDX-License-Identifier: MIT
import { readContract } from "viem/actions";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { getFacts } from "./getFacts.ts";
import { beaconOf } from "./internal/beacon.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export type GetScoreTimeParameters = BountyParameters;
/** In seconds. */
export type GetScoreTimeReturnType = bigint;
export type GetScoreTimeErrorType = ReadErrorType;

/**
 * The time of the round that draws the chunks for the score: at least 30 minutes after training ends. No time-lock may open before it.
 *
 * @example
 * const timelock = await timelockEvaluationSet({ set, scoreTime: await getScoreTime(client, { escrow, bounty: 1n }) });
 */
export async function getScoreTime(
  client: CommonweightClient,
  parameters: GetScoreTimeParameters,
): Promise<GetScoreTimeReturnType> {
  const [{ scoreRound }, beacon] = await Promise.all([
    getFacts(client, parameters),
    beaconOf(client, parameters.escrow),
  ]);
  return withTypedErrors(() => readContract(client, { ...beacon, functionName: "timeOf", args: [scoreRound] }));
}
