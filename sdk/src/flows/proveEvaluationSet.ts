// SPDX-License-Identifier: MIT
import type { ChunkWithPath } from "../actions/types.ts";
import { decodeChunk } from "../data/chunk.ts";
import type { CircuitArtifacts } from "../proving/artifacts.ts";
import type { ContractProof } from "../proving/calldata.ts";
import { chunkChallenge } from "../proving/challenge.ts";
import { sealChunkInputs } from "../proving/inputs.ts";
import { prove } from "../proving/prove.ts";
import { bytesToWords } from "../utils/bytes.ts";
import type { SealedEvaluationSet } from "./sealEvaluationSet.ts";

export interface ProveEvaluationSetParameters {
  set: SealedEvaluationSet;
  /** Of the task's SealChunk circuit. */
  artifacts: CircuitArtifacts;
  /** Indices of chunks that need no proof any more, such as the sealed ones of `getFacts`. */
  skip?: readonly number[] | undefined;
  /** Called after each proof with the number of proofs made, and of all to make. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Proves every chunk of an evaluation set: that its features are in range, its labels one-hot, and its words those of its digest.
 * Seconds a chunk.
 *
 * @returns what `sealChunks` takes
 * @throws what {@link prove} throws
 * @example
 * await sealChunks(client, { escrow, bounty, chunks: await proveEvaluationSet({ set, artifacts }) });
 */
export async function proveEvaluationSet(
  parameters: ProveEvaluationSetParameters,
): Promise<{ chunk: ChunkWithPath; proof: ContractProof }[]> {
  const { set, artifacts, skip = [], onProgress } = parameters;
  const { chainId, escrow, sponsor, task } = set.secret;
  const missing = set.chunks.filter(({ chunk }) => !skip.includes(chunk.index));
  const proven: { chunk: ChunkWithPath; proof: ContractProof }[] = [];
  for (const { chunk, words } of missing) {
    const { index, dataCommitment: commitment, bytesHash } = chunk;
    const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment, bytesHash });
    const inputs = sealChunkInputs({ task, chunk: decodeChunk(task, bytesToWords(words)), challenge });
    proven.push({ chunk, proof: await prove({ artifacts, ...inputs }) });
    onProgress?.(proven.length, missing.length);
  }
  return proven;
}
