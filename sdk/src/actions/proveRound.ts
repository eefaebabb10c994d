// SPDX-License-Identifier: MIT
import { beaconAbi } from "../abis/beacon.ts";
import type { RoundSource } from "../beacon/rounds.ts";
import type { BeaconUnavailableError, RoundToComeError } from "../errors/beacon.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { beaconOf, signatureOfRound } from "./internal/beacon.ts";
import { checkedCall } from "./internal/checkedCall.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, EscrowParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface ProveRoundParameters extends EscrowParameters, SenderParameters {
  /** Number of the round, such as `seedRound` of `getTrainingRecord` or `scoreRound` of `getFacts`. */
  round: bigint;
  /** Where the round's signature comes from; drand's servers unless given, and the development beacon on a local chain. */
  rounds?: RoundSource | undefined;
}
export type ProveRoundReturnType = SentOrDone;
export type ProveRoundErrorType = WriteErrorType | BeaconUnavailableError | RoundToComeError;

/**
 * Has the beacon of an escrow verify and store a round: what a seed follows from, or a draw. Anyone. Where the beacon has it already
 * nothing is sent, so that the call can be repeated after a crash.
 *
 * @throws {@link RoundToComeError} before the time of the round
 * @throws {@link BeaconUnavailableError} where the round's signature cannot be had
 * @example
 * await proveRound(client, { escrow, round: record.seedRound });
 */
export async function proveRound(
  client: CommonweightClient,
  parameters: ProveRoundParameters,
): Promise<ProveRoundReturnType> {
  const { escrow, round } = parameters;
  const account = senderOf(client, parameters, "proveRound");
  const beacon = await beaconOf(client, escrow);
  const place = { ...beacon, functionName: "proveRound", account } as const;
  // A slip in the number is named before the beacon is asked for its time.
  checkedCall({ ...place, args: [round, "0x"] });
  const signature = await signatureOfRound(client, parameters);
  if (signature === undefined) return { hash: undefined, receipt: undefined };
  const call = checkedCall({ ...place, abi: beaconAbi, args: [round, signature] as const });
  const { hash, receipt } = await send(client, call);
  return { hash, receipt };
}
