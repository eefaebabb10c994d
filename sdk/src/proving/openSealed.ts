// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { type Chunk, decodeChunk } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import { ChunkWordsMismatchError } from "../errors/proving.ts";
import { bytesToWords } from "../utils/bytes.ts";
import type { SealedChunk } from "./chunkTree.ts";
import { dataCommitment } from "./commitments.ts";
import { bytesHash } from "./digest.ts";

/**
 * The samples of a chunk, once its words are known to be those that were sealed.
 *
 * @throws {@link ChunkWordsMismatchError} where they are others
 */
export function openSealed(task: Task, chunk: SealedChunk, words: Hex): Chunk {
  const { index } = chunk;
  const hash = bytesHash(words);
  if (hash !== chunk.bytesHash) {
    throw new ChunkWordsMismatchError({ index, what: "hash", expected: chunk.bytesHash, actual: hash });
  }
  const plain = decodeChunk(task, bytesToWords(words));
  const commitment = dataCommitment(task, plain);
  if (commitment !== chunk.dataCommitment) {
    const expected = chunk.dataCommitment;
    throw new ChunkWordsMismatchError({ index, what: "commitment", expected, actual: commitment });
  }
  return plain;
}
