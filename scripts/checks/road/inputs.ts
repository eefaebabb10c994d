// SPDX-License-Identifier: MIT
// What is sealed and committed on the road: words and commitments that look random, and are the same in every run.
import { createHash } from "node:crypto";
import {
  bytesHash,
  bytesToWords,
  chunkChallenge,
  chunkLeaf,
  chunkTreePath,
  chunkTreeRoot,
  digest,
  FIELD_ORDER,
  type SealedChunk,
  wordsToBytes,
} from "@commonweight/sdk";
import { type Address, type Hex, keccak256, stringToHex } from "viem";
import { hardhat } from "viem/chains";

export interface Model {
  operator: Address;
  architecture: Hex;
  modelCommitment: bigint;
  bytesHash: Hex;
  payee: Address;
}

export interface SealedSet {
  chunks: (SealedChunk & { path: Hex[] })[];
  words: Hex[];
  root: Hex;
}

/** An evaluation set of so many chunks of so many words. */
export function makeSet(owner: { escrow: Address; sponsor: Address }, count: number, wordCount: number): SealedSet {
  const words = Array.from({ length: count }, (_, i) =>
    wordsToBytes(elements(`chunk ${i} of ${wordCount}`, wordCount)),
  );
  const sealed = words.map((bytes, index): SealedChunk => {
    const [dataCommitment] = elements(`commitment ${index} of ${wordCount}`, 1) as [bigint];
    const unsealed = { index, dataCommitment, bytesHash: bytesHash(bytes) };
    return { ...unsealed, digest: digest(bytesToWords(bytes), challengeOf(owner, unsealed)) };
  });
  const leaves = sealed.map(chunkLeaf);
  const chunks = sealed.map((chunk) => ({ ...chunk, path: chunkTreePath(leaves, chunk.index) }));
  return { chunks, words, root: chunkTreeRoot(leaves) };
}

/** The challenge at which a chunk's digest is taken. */
export function challengeOf(
  owner: { escrow: Address; sponsor: Address },
  { index, dataCommitment: commitment, bytesHash }: Omit<SealedChunk, "digest">,
): bigint {
  return chunkChallenge({ chainId: hardhat.id, ...owner, index, commitment, bytesHash });
}

/** A model of an architecture, and its words. */
export function makeModel(
  { operator, payee }: { operator: Address; payee: Address },
  { name, words: wordCount }: { name: string; words: number },
): { model: Model; words: Hex } {
  const words = wordsToBytes(elements(`${name} of ${operator}`, wordCount));
  const [modelCommitment] = elements(`commitment of ${operator}`, 1) as [bigint];
  const architecture = definitionHash(name);
  return { model: { operator, architecture, modelCommitment, bytesHash: bytesHash(words), payee }, words };
}

/** The id of a task or an architecture that is defined by this text. */
export function definitionHash(definition: string): Hex {
  return keccak256(stringToHex(definition));
}

/** Field elements that look random. */
export function elements(seed: string, count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => {
    const hash = createHash("sha512").update(`${seed} ${i}`).digest("hex");
    return BigInt(`0x${hash}`) % FIELD_ORDER;
  });
}
