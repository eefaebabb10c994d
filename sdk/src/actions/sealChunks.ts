// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { getFacts } from "./getFacts.ts";
import { batchesOf, LARGEST_BATCH } from "./internal/batches.ts";
import { escrowCall } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  BountyParameters,
  ChunkWithPath,
  CommonweightClient,
  ContractProof,
  SenderParameters,
  SentTransaction,
} from "./types.ts";

export interface SealChunksParameters extends BountyParameters, SenderParameters {
  /** Chunks, each with its proof; any number. */
  chunks: readonly { chunk: ChunkWithPath; proof: ContractProof }[];
}
export interface SealChunksReturnType {
  /** One for every eight chunks. */
  transactions: SentTransaction[];
  /** Indices of the chunks that this call sealed. */
  sealed: number[];
  /** Indices of the chunks that were sealed already. */
  skipped: number[];
}
export type SealChunksErrorType = WriteErrorType;

/**
 * Has the chain verify SealChunk proofs, at most eight in a transaction. Chunks that are sealed already are left out, so
 * that the call can be repeated after a crash. Anyone, while the bounty is in Draft.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `ChunkNotInRoot`, `ProofInvalid`
 * @example
 * const { sealed } = await sealChunks(client, { escrow, bounty: 1n, chunks: set.chunks });
 */
export async function sealChunks(
  client: CommonweightClient,
  parameters: SealChunksParameters,
): Promise<SealChunksReturnType> {
  const { escrow, bounty, chunks } = parameters;
  const account = senderOf(client, parameters, "sealChunks");
  const { sealedChunks } = await getFacts(client, parameters);
  const missing = chunks.filter(({ chunk }) => !sealedChunks.includes(chunk.index));
  const transactions: SentTransaction[] = [];
  for (const batch of batchesOf(missing, LARGEST_BATCH)) {
    const args = [bounty, batch.map(({ chunk }) => chunk), batch.map(({ proof }) => proof)] as const;
    const { hash, receipt } = await send(client, escrowCall(escrow, "sealChunks", args, account));
    transactions.push({ hash, receipt });
  }
  return {
    transactions,
    sealed: missing.map(({ chunk }) => chunk.index),
    skipped: chunks.map(({ chunk }) => chunk.index).filter((index) => sealedChunks.includes(index)),
  };
}
