// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { readRecords, recordsCall } from "./internal/records.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, RecordsParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface OpenRecordParameters extends RecordsParameters, SenderParameters {}
export type OpenRecordReturnType = SentOrDone & {
  /** The beacon's round that the seed follows from: the first at least 30 minutes later. */
  seedRound: bigint;
};
export type OpenRecordErrorType = WriteErrorType;

/**
 * Opens the sender's training record in a bounty, while it is in Training. Once: where it is open already, its round is told and nothing
 * is sent. Keep the salt of the record on disk first.
 *
 * @throws the decoded revert: `StatusMismatch`, `RecordsNotKept` where the terms have no recipe, `SeedTooLate`
 * @example
 * const { seedRound } = await openRecord(client, { records, bounty: 1n });
 */
export async function openRecord(
  client: CommonweightClient,
  parameters: OpenRecordParameters,
): Promise<OpenRecordReturnType> {
  const { records, bounty } = parameters;
  const account = senderOf(client, parameters, "openRecord");
  const present = await readRecords(client, records, "recordOf", [bounty, account.address]);
  if (present.seedRound !== 0n) return { hash: undefined, receipt: undefined, seedRound: present.seedRound };
  const sent = await send(client, recordsCall(records, "openRecord", [bounty], account));
  // The block that it was mined in decides the round, not the one that it was simulated in.
  const { seedRound } = await readRecords(client, records, "recordOf", [bounty, account.address]);
  return { hash: sent.hash, receipt: sent.receipt, seedRound };
}
