// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { getFacts } from "./getFacts.ts";
import { batchesOf, LARGEST_BATCH } from "./internal/batches.ts";
import { escrowCall } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  BountyParameters,
  ChunkWithPath,
  CommonweightClient,
  SenderParameters,
  SentTransaction,
} from "./types.ts";

export interface OpenChunksParameters extends BountyParameters, SenderParameters {
  /** Chunks, each with its published words: salt, packed features, packed labels, 32 bytes each. */
  chunks: readonly { chunk: ChunkWithPath; words: Hex }[];
}
export interface OpenChunksReturnType {
  /** One for every eight chunks. */
  transactions: SentTransaction[];
  /** Indices of the chunks that this call opened. */
  opened: number[];
  /** Indices of the chunks that were open already. */
  skipped: number[];
}
export type OpenChunksErrorType = WriteErrorType;

/**
 * Publishes the words of drawn chunks. Chunks that are open already are left out, so that the call can be repeated after a crash.
 * Anyone who has the words, while the bounty is in Opening.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `BytesHashMismatch`, `DigestMismatch`
 * @example
 * const { opened } = await openChunks(client, { escrow, bounty: 1n, chunks: set.chunks });
 */
export async function openChunks(
  client: CommonweightClient,
  parameters: OpenChunksParameters,
): Promise<OpenChunksReturnType> {
  const { escrow, bounty, chunks } = parameters;
  const account = senderOf(client, parameters, "openChunks");
  const facts = await getFacts(client, parameters);
  const missing = chunks.filter(({ chunk }) => !facts.openChunks.includes(chunk.index));
  const transactions: SentTransaction[] = [];
  for (const batch of batchesOf(missing, LARGEST_BATCH)) {
    const args = [bounty, batch.map(({ chunk }) => chunk), batch.map(({ words }) => words)] as const;
    const { hash, receipt } = await send(client, escrowCall(escrow, "openChunks", args, account));
    transactions.push({ hash, receipt });
  }
  return {
    transactions,
    opened: missing.map(({ chunk }) => chunk.index),
    skipped: chunks.map(({ chunk }) => chunk.index).filter((index) => facts.openChunks.includes(index)),
  };
}
