// SPDX-License-Identifier: MIT
import { zeroHash } from "viem";
import type { RoundSource } from "../beacon/rounds.ts";
import type { BeaconUnavailableError, RoundToComeError } from "../errors/beacon.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { getBountyStatus } from "./getBountyStatus.ts";
import { getFacts } from "./getFacts.ts";
import { signatureOfRound } from "./internal/beacon.ts";
import { bitPositions } from "./internal/bitmap.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { BountyParameters, CommonweightClient, Draw, SenderParameters, SentOrDone } from "./types.ts";

export interface DrawChunksParameters extends BountyParameters, SenderParameters {
  /** Where the round's signature comes from; drand's servers unless given, and the development beacon on a local chain. */
  rounds?: RoundSource | undefined;
}
export type DrawChunksReturnType = SentOrDone & {
  draw: Draw;
  /** Indices of the chunks drawn. */
  chunks: number[];
};
export type DrawChunksErrorType = WriteErrorType | BeaconUnavailableError | RoundToComeError;

/**
 * Draws chunks by the beacon's round that the bounty waits for: the sample in Draft, once every chunk is sealed, and what is
 * scored in Opening. Anyone. Where that is done already nothing is sent, so that the call can be repeated after a crash.
 *
 * @throws {@link RoundToComeError} before the time of the round
 * @throws {@link BeaconUnavailableError} where the round's signature cannot be had
 * @throws the decoded revert: `ChunksNotSealed`, `StatusMismatch` where nothing is to be drawn
 * @example
 * const { draw, chunks } = await drawChunks(client, { escrow, bounty: 1n });
 */
export async function drawChunks(
  client: CommonweightClient,
  parameters: DrawChunksParameters,
): Promise<DrawChunksReturnType> {
  const { escrow, bounty } = parameters;
  const account = senderOf(client, parameters, "drawChunks");
  const [status, facts] = await Promise.all([getBountyStatus(client, parameters), getFacts(client, parameters)]);
  const isBeforeOpening = status === "Draft" || status === "Funding" || status === "Training";
  const draw: Draw = isBeforeOpening ? "sample" : "score";
  const [drawn, round] = isBeforeOpening
    ? [facts.sampleChunks, facts.sampleRound]
    : [facts.scoredChunks, facts.scoreRound];
  if (drawn.length > 0) return { draw, chunks: drawn, hash: undefined, receipt: undefined };

  // Where there is no round to wait for, the contract says what is missing.
  const signature =
    round === undefined ? zeroHash : ((await signatureOfRound(client, { ...parameters, round })) ?? "0x");
  const sent = await send(client, escrowCall(escrow, "drawChunks", [bounty, signature], account));
  return { ...sent, draw, chunks: bitPositions(escrowEvent(sent, escrow, "ChunksDrawn").args.chunks) };
}
