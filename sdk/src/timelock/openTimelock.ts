// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { ChunkWithPath } from "../actions/types.ts";
import { roundTime } from "../beacon/network.ts";
import type { RoundSource } from "../beacon/rounds.ts";
import type { Task } from "../data/task.ts";
import { BaseError } from "../errors/BaseError.ts";
import { ChunkWordsMismatchError } from "../errors/proving.ts";
import { TimelockClosedError, TimelockMismatchError, TimelockSignatureError } from "../errors/timelock.ts";
import { chunkChallenge } from "../proving/challenge.ts";
import { chunkLeaf, isInChunkTree } from "../proving/chunkTree.ts";
import { digest } from "../proving/digest.ts";
import { openSealed } from "../proving/openSealed.ts";
import { bytesToWords } from "../utils/bytes.ts";
import { unlock } from "./ciphertext.ts";
import type { Timelock } from "./document.ts";
import { timelockNetwork, verifyTimelockRound } from "./network.ts";
import { defaultTimelockRounds } from "./rounds.ts";

export interface OpenTimelockParameters {
  /** From `parseTimelock`. */
  timelock: Timelock;
  task: Task;
  /** The chunks to open, as they were sealed; `getChunks` has them from the chain. */
  chunks: readonly ChunkWithPath[];
  /** Where the round's signature comes from; drand's servers unless given, and the development quicknet itself. */
  rounds?: RoundSource | undefined;
  /** The time, in seconds; this machine's unless given. */
  now?: bigint | undefined;
}

export interface OpenTimelockReturnType {
  /** What `openChunks` takes: chunks whose words are those that were sealed. */
  chunks: { chunk: ChunkWithPath; words: Hex }[];
  /** Chunks whose ciphertexts do not open, or hold other words than were sealed: the sponsor has lied. */
  refused: { index: number; error: BaseError }[];
}

/**
 * Opens a time-lock once its round is out. Each chunk is held against what was sealed of it: hash, commitment, digest, and place in the
 * tree; one that differs is refused by name, and does not keep the others from being opened. Nothing is sent.
 *
 * @throws {@link TimelockClosedError} before the time of the round
 * @throws {@link TimelockMismatchError} where a chunk is not of the time-lock's evaluation set
 * @throws {@link TimelockSignatureError} where the source's signature is not the network's of the round
 * @throws {@link BeaconUnavailableError} where the round's signature cannot be had
 * @example
 * const { chunks, refused } = await openTimelock({ timelock, task, chunks: sealed.map(({ chunk }) => chunk) });
 */
export async function openTimelock(parameters: OpenTimelockParameters): Promise<OpenTimelockReturnType> {
  const { timelock, task, now = BigInt(Math.floor(Date.now() / 1_000)) } = parameters;
  const { round } = timelock;
  for (const chunk of parameters.chunks) assertInSet(timelock, chunk);
  const network = timelockNetwork(timelock.network, timelock.chainId);
  const time = roundTime(network, round);
  if (now < time) throw new TimelockClosedError({ round, time, now });
  const { rounds = defaultTimelockRounds(network) } = parameters;
  const signature = await rounds(round);
  if (!verifyTimelockRound(network, round, signature)) {
    throw new TimelockSignatureError({ network: network.name, round, signature });
  }

  const chunks: OpenTimelockReturnType["chunks"] = [];
  const refused: OpenTimelockReturnType["refused"] = [];
  for (const chunk of parameters.chunks) {
    try {
      const words = await unlock(chunk.index, timelock.ciphertexts[chunk.index]!, signature);
      assertSealed(timelock, task, chunk, words);
      chunks.push({ chunk, words });
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      refused.push({ index: chunk.index, error });
    }
  }
  return { chunks, refused };
}

/** A chunk of another set would be refused as the sponsor's lie. */
function assertInSet({ chunksRoot, ciphertexts }: Timelock, chunk: ChunkWithPath): void {
  const { index, path } = chunk;
  const place = { root: chunksRoot, count: ciphertexts.length, index, leaf: chunkLeaf(chunk), path };
  if (isInChunkTree(place)) return;
  throw new TimelockMismatchError({ subject: "root", value: chunksRoot, expected: `the root over chunk ${index}` });
}

/** Says offline what the contract would say of a chunk's words, and that they are of the commitment which the other proofs speak of. */
function assertSealed(timelock: Timelock, task: Task, chunk: ChunkWithPath, words: Hex): void {
  openSealed(task, chunk, words);
  const { chainId, escrow, sponsor } = timelock;
  const { index, dataCommitment: commitment, bytesHash } = chunk;
  const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment, bytesHash });
  const actual = digest(bytesToWords(words), challenge);
  if (actual === chunk.digest) return;
  throw new ChunkWordsMismatchError({ index, what: "digest", expected: chunk.digest, actual });
}
