// SPDX-License-Identifier: MIT
import type { ChunkWithPath } from "../actions/types.ts";
import { decodeChunk } from "../data/chunk.ts";
import type { CircuitArtifacts } from "../proving/artifacts.ts";
import type { ContractProof } from "../proving/calldata.ts";
import { chunkChallenge } from "../proving/challenge.ts";
import { sealChunkInputs } from "../proving/inputs.ts";
import { bytesToWords } from "../utils/bytes.ts";
import { type ProvingOptions, proveWith } from "./proveWith.ts";
import type { SealedEvaluationSet } from "./sealEvaluationSet.ts";

export interface ProveEvaluationSetParameters extends ProvingOptions {
  set: SealedEvaluationSet;
  /** Of the task's SealChunk circuit. */
  artifacts: CircuitArtifacts;
  /** Indices of chunks that need no proof any more, such as the sealed ones of `getFacts`. */
  skip?: readonly number[] | undefined;
}

/**
 * Proves every chunk of an evaluation set: that its features are in range, its labels one-hot, and its words those of its digest.
 * Seconds a chunk.
 *
 * @returns what `sealChunks` takes
 * @throws {@link ProofJobsFailedError} after the last chunk, where some have no proof
 * @example
 * await sealChunks(client, { escrow, bounty, chunks: await proveEvaluationSet({ set, artifacts }) });
 */
export async function proveEvaluationSet(
  parameters: ProveEvaluationSetParameters,
): Promise<{ chunk: ChunkWithPath; proof: ContractProof }[]> {
  const { set, artifacts, skip = [] } = parameters;
  const { chainId, escrow, sponsor, task } = set.secret;
  const missing = set.chunks.filter(({ chunk }) => !skip.includes(chunk.index));
  const jobs = missing.map(({ chunk, words }) => {
    const { index, dataCommitment: commitment, bytesHash } = chunk;
    const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment, bytesHash });
    const inputs = sealChunkInputs({ task, chunk: decodeChunk(task, bytesToWords(words)), challenge });
    return { id: `chunk ${index}`, artifacts, ...inputs };
  });
  const proofs = await proveWith(parameters, jobs);
  return missing.map(({ chunk }, i) => ({ chunk, proof: proofs[i]! }));
}
