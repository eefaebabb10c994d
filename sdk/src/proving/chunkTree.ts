// SPDX-License-Identifier: MIT
import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import { isInTree, treeDepth, treePath, treeRoot } from "../utils/orderedTree.ts";

const LEAF = parseAbiParameters("uint256 index, uint256 dataCommitment, bytes32 bytesHash, uint256 digest");

/** What a sponsor fixes about a chunk when a bounty is posted. */
export interface SealedChunk {
  index: number;
  dataCommitment: bigint;
  bytesHash: Hex;
  digest: bigint;
}

/** The leaf of a chunk: 128 bytes hashed, so that it can never be taken for a node, which hashes 64. */
export function chunkLeaf(chunk: SealedChunk): Hex {
  const { index, dataCommitment, bytesHash, digest } = chunk;
  return keccak256(encodeAbiParameters(LEAF, [BigInt(index), dataCommitment, bytesHash, digest]));
}

/**
 * Levels above the leaves: ⌈log2 count⌉.
 *
 * @throws {@link InvalidValueError} unless count is a positive integer
 */
export function chunkTreeDepth(count: number): number {
  return treeDepth(count, "chunk");
}

/**
 * The root over the leaves of all chunks, in order of their index: an ordered tree, in which each index has one place.
 *
 * @param leaves - see {@link chunkLeaf}; at least one
 */
export function chunkTreeRoot(leaves: readonly Hex[]): Hex {
  return treeRoot(leaves, "chunk");
}

/**
 * The siblings between a leaf and the root, lowest first.
 *
 * @returns {@link chunkTreeDepth} hashes
 * @throws {@link InvalidValueError} if there is no leaf with the index
 */
export function chunkTreePath(leaves: readonly Hex[], index: number): Hex[] {
  return treePath(leaves, index, "chunk");
}

/**
 * Whether a leaf stands at an index of a tree.
 *
 * @param parameters - `count`: chunks of the bounty; `path`: see {@link chunkTreePath}
 * @throws {@link InvalidValueError} if the index or the length of the path does not suit the count
 */
export function isInChunkTree(parameters: {
  root: Hex;
  count: number;
  index: number;
  leaf: Hex;
  path: readonly Hex[];
}): boolean {
  return isInTree(parameters, "chunk");
}
