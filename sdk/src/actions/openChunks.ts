// SPDX-License-Identifier: MIT
import { type Hex, size } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { getFacts } from "./getFacts.ts";
import { batchesWithin } from "./internal/batches.ts";
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
  /** Chunks, each with its words: salt, packed features, packed labels, 32 bytes each. Only drawn ones are published. */
  chunks: readonly { chunk: ChunkWithPath; words: Hex }[];
}
export interface OpenChunksReturnType {
  /** One for every eight chunks, or for as many as a transaction can carry. */
  transactions: SentTransaction[];
  /** Indices of the chunks that this call opened. */
  opened: number[];
  /** Indices of the chunks that were open already. */
  skipped: number[];
  /** Indices of the chunks that were not drawn, and stay sealed. */
  kept: number[];
}
export type OpenChunksErrorType = WriteErrorType;

/**
 * Publishes the words of drawn chunks: of the sample in Draft, of those that are scored in Opening. Chunks that are open already are
 * left out, so that the call can be repeated after a crash, and so are those that were not drawn. Anyone who has the words.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `ChunksNotDrawn` before {@link drawChunks},
 * `BytesHashMismatch`, `DigestMismatch`
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
  const drawn = [...facts.sampleChunks, ...facts.scoredChunks];
  // Before any draw all are sent, so that the contract says what is missing.
  const isDrawn = ({ index }: ChunkWithPath) => drawn.length === 0 || drawn.includes(index);
  const isOpen = ({ index }: ChunkWithPath) => facts.openChunks.includes(index);
  const missing = chunks.filter(({ chunk }) => isDrawn(chunk) && !isOpen(chunk));
  const transactions: SentTransaction[] = [];
  for (const batch of batchesWithin(missing, ({ words }) => size(words))) {
    const args = [bounty, batch.map(({ chunk }) => chunk), batch.map(({ words }) => words)] as const;
    const { hash, receipt } = await send(client, escrowCall(escrow, "openChunks", args, account));
    transactions.push({ hash, receipt });
  }
  return {
    transactions,
    opened: missing.map(({ chunk }) => chunk.index),
    skipped: chunks.filter(({ chunk }) => isOpen(chunk)).map(({ chunk }) => chunk.index),
    kept: chunks.filter(({ chunk }) => !isDrawn(chunk)).map(({ chunk }) => chunk.index),
  };
}
