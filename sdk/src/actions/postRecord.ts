// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { readRecords, recordsCall } from "./internal/records.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, RecordsParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface PostRecordParameters extends RecordsParameters, SenderParameters {
  /** Of the tree over the checkpoints 0 to T, see `recordRoot`. */
  root: Hex;
}
export type PostRecordReturnType = SentOrDone;
export type PostRecordErrorType = WriteErrorType;

/**
 * Posts the root of the sender's training record, until Training ends; another root takes the place of one that was posted. Nothing is sent
 * where this very root is posted. Keep salt and checkpoints on disk first: without them nothing can be proven.
 *
 * @throws the decoded revert: `RecordStatusMismatch` where the record is not open or too late, `RootZero`, `RoundNotProven`
 * where the beacon does not have the round of the seed, see `proveRound`
 * @example
 * await postRecord(client, { records, bounty: 1n, root });
 */
export async function postRecord(
  client: CommonweightClient,
  parameters: PostRecordParameters,
): Promise<PostRecordReturnType> {
  const { records, bounty, root } = parameters;
  const account = senderOf(client, parameters, "postRecord");
  const call = recordsCall(records, "postRecord", [bounty, root], account);
  const present = await readRecords(client, records, "recordOf", [bounty, account.address]);
  const isPosted = present.root === root.toLowerCase() && BigInt(root) !== 0n;
  if (isPosted) return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, call);
  return { hash, receipt };
}
