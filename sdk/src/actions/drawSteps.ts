// SPDX-License-Identifier: MIT
import type { RoundSource } from "../beacon/rounds.ts";
import type { BeaconUnavailableError, RoundToComeError } from "../errors/beacon.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { getDrawnSteps } from "./getDrawnSteps.ts";
import { signatureOfRound } from "./internal/beacon.ts";
import { readRecords, recordsCall } from "./internal/records.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, EscrowParameters, RecordsParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface DrawStepsParameters extends EscrowParameters, RecordsParameters, SenderParameters {
  /** Where the round's signature comes from; drand's servers unless given, and the development beacon on a local chain. */
  rounds?: RoundSource | undefined;
}
export type DrawStepsReturnType = SentOrDone & {
  /** Numbers of the drawn steps, from 0, ascending. */
  steps: number[];
};
export type DrawStepsErrorType = WriteErrorType | BeaconUnavailableError | RoundToComeError;

/**
 * Draws the steps that every training record of a bounty has to prove, by the beacon's round that draws the chunks for the score. Anyone.
 * Where that is done already nothing is sent, so that the call can be repeated after a crash.
 *
 * @throws {@link RoundToComeError} before the time of the round
 * @throws {@link BeaconUnavailableError} where the round's signature cannot be had
 * @throws the decoded revert: `RecordsNotKept`
 * @example
 * const { steps } = await drawSteps(client, { escrow, records, bounty: 1n });
 */
export async function drawSteps(
  client: CommonweightClient,
  parameters: DrawStepsParameters,
): Promise<DrawStepsReturnType> {
  const { escrow, records, bounty, rounds } = parameters;
  const account = senderOf(client, parameters, "drawSteps");
  const known = await getDrawnSteps(client, { records, bounty });
  if (known !== undefined) return { steps: known, hash: undefined, receipt: undefined };

  const round = await readRecords(client, records, "drawRound", [bounty]);
  const signature = (await signatureOfRound(client, { escrow, round, rounds })) ?? "0x";
  const { hash, receipt } = await send(client, recordsCall(records, "drawSteps", [bounty, signature], account));
  return { hash, receipt, steps: (await getDrawnSteps(client, { records, bounty }))! };
}
