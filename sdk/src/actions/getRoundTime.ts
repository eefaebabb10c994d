// SPDX-License-Identifier: MIT
import { readContract } from "viem/actions";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { beaconOf } from "./internal/beacon.ts";
import { checkedCall } from "./internal/checkedCall.ts";
import type { CommonweightClient, EscrowParameters } from "./types.ts";

export interface GetRoundTimeParameters extends EscrowParameters {
  /** Number of the round, from 1. */
  round: bigint;
}
/** In seconds. */
export type GetRoundTimeReturnType = bigint;
export type GetRoundTimeErrorType = ReadErrorType;

/**
 * The time of a round of an escrow's beacon: from then on anybody can prove it, with `proveRound`.
 *
 * @example
 * const time = await getRoundTime(client, { escrow, round: record.seedRound });
 */
export async function getRoundTime(
  client: CommonweightClient,
  parameters: GetRoundTimeParameters,
): Promise<GetRoundTimeReturnType> {
  const { escrow, round } = parameters;
  const beacon = await beaconOf(client, escrow);
  const call = checkedCall({ ...beacon, functionName: "timeOf", args: [round] } as const);
  return withTypedErrors(() => readContract(client, call));
}
