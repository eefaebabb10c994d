// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { escrowCall, readEscrow } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, EscrowParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface PauseEntryParameters extends EscrowParameters, SenderParameters {
  paused: boolean;
}
export type PauseEntryReturnType = SentOrDone;
export type PauseEntryErrorType = WriteErrorType;

/**
 * Pauses or resumes new bounties and contributions; nothing else can be paused. Guardian only. Nothing is sent where it is so already.
 *
 * @throws the decoded `OnlyGuardian`
 *
 * @example
 * await pauseEntry(client, { escrow, paused: true });
 */
export async function pauseEntry(
  client: CommonweightClient,
  parameters: PauseEntryParameters,
): Promise<PauseEntryReturnType> {
  const { escrow, paused } = parameters;
  const account = senderOf(client, parameters, "pauseEntry");
  const present = await readEscrow(client, escrow, "entryPaused", []);
  if (present === paused) return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, escrowCall(escrow, "pauseEntry", [paused], account));
  return { hash, receipt };
}
