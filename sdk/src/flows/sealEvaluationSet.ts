// SPDX-License-Identifier: MIT
import { type Address, getAddress, type Hex } from "viem";
import type { ChunkWithPath } from "../actions/types.ts";
import { type Chunk, encodeChunk } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import { chunkChallenge } from "../proving/challenge.ts";
import { chunkLeaf, chunkTreePath, chunkTreeRoot } from "../proving/chunkTree.ts";
import { dataCommitment } from "../proving/commitments.ts";
import { bytesHash, digest } from "../proving/digest.ts";
import type { EvaluationSetSecret } from "../storage/secrets.ts";
import { wordsToBytes } from "../utils/bytes.ts";

export interface SealEvaluationSetParameters {
  chainId: number;
  escrow: Address;
  /** Who will create the bounty. */
  sponsor: Address;
  task: Task;
  /** Samples with labels and a fresh salt each, see `makeChunks`; by index. */
  chunks: readonly Chunk[];
}

/** An evaluation set as the actions take it. */
export interface SealedEvaluationSet {
  /** What a store must keep before the bounty is created. */
  secret: EvaluationSetSecret;
  /** Root of the tree of chunks, for the terms. */
  chunksRoot: Hex;
  /** By index: what `sealChunks` and `openChunks` take. */
  chunks: { chunk: ChunkWithPath; words: Hex }[];
}

/**
 * Seals an evaluation set: commitments, published words, their hashes and digests, and the tree over them. Nothing is proven yet,
 * see `proveEvaluationSet`, and nothing is sent.
 *
 * @throws {@link InvalidValueError} where a chunk does not fit the task
 * @example
 * const set = sealEvaluationSet({ chainId: 31337, escrow, sponsor, task, chunks });
 */
export function sealEvaluationSet(parameters: SealEvaluationSetParameters): SealedEvaluationSet {
  const { chainId, task } = parameters;
  const escrow = getAddress(parameters.escrow);
  const sponsor = getAddress(parameters.sponsor);
  const chunks = parameters.chunks.map((chunk, index) => {
    const chunkWords = encodeChunk(task, chunk);
    const words = wordsToBytes(chunkWords);
    const commitment = dataCommitment(task, chunk);
    const hash = bytesHash(words);
    const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment, bytesHash: hash });
    return { index, dataCommitment: commitment, bytesHash: hash, digest: digest(chunkWords, challenge), words };
  });
  return openEvaluationSet({ chainId, escrow, sponsor, task, chunks });
}

/**
 * The evaluation set that a store has kept, as the actions take it: how a sponsor goes on after a crash.
 *
 * @example
 * const set = openEvaluationSet(await store.loadEvaluationSet({ chainId, escrow, sponsor, chunksRoot }));
 */
export function openEvaluationSet(secret: EvaluationSetSecret): SealedEvaluationSet {
  const leaves = secret.chunks.map(chunkLeaf);
  const chunks = secret.chunks.map(({ words, ...sealed }) => ({
    chunk: { ...sealed, path: chunkTreePath(leaves, sealed.index) },
    words,
  }));
  return { secret, chunksRoot: chunkTreeRoot(leaves), chunks };
}
