// SPDX-License-Identifier: MIT
import { concat, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, zeroHash } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

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
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidValueError({ subject: "The number of chunks", value: count, expected: "a positive integer" });
  }
  let depth = 0;
  while (2 ** depth < count) depth++;
  return depth;
}

/**
 * The root over the leaves of all chunks, in order of their index. The tree is ordered: bit k of an index says on which side its
 * path runs at level k, so that an index has exactly one leaf. Leaves beyond the last chunk are zero.
 *
 * @param leaves - see {@link chunkLeaf}; at least one
 */
export function chunkTreeRoot(leaves: readonly Hex[]): Hex {
  return treeLevels(leaves).at(-1)![0]!;
}

/**
 * The siblings between a leaf and the root, lowest first.
 *
 * @returns {@link chunkTreeDepth} hashes
 * @throws {@link InvalidValueError} if there is no leaf with the index
 */
export function chunkTreePath(leaves: readonly Hex[], index: number): Hex[] {
  assertIndex(index, leaves.length);
  return treeLevels(leaves)
    .slice(0, -1)
    .map((level, k) => level[siblingAt(index, k)]!);
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
  const { root, count, index, leaf, path } = parameters;
  assertIndex(index, count);
  const depth = chunkTreeDepth(count);
  if (path.length !== depth) {
    throw new InvalidValueError({ subject: "The length of the path", value: path.length, expected: String(depth) });
  }
  const top = path.reduce((node, sibling, k) => (isRight(index, k) ? join(sibling, node) : join(node, sibling)), leaf);
  return BigInt(top) === BigInt(root);
}

function treeLevels(leaves: readonly Hex[]): Hex[][] {
  const width = 2 ** chunkTreeDepth(leaves.length);
  const levels: Hex[][] = [Array.from({ length: width }, (_, i) => leaves[i] ?? zeroHash)];
  for (let level = levels[0]!; level.length > 1; level = levels.at(-1)!) {
    levels.push(Array.from({ length: level.length / 2 }, (_, i) => join(level[2 * i]!, level[2 * i + 1]!)));
  }
  return levels;
}

function join(left: Hex, right: Hex): Hex {
  return keccak256(concat([left, right]));
}

/** Bit k of the index. */
function isRight(index: number, k: number): boolean {
  return Math.floor(index / 2 ** k) % 2 === 1;
}

function siblingAt(index: number, k: number): number {
  const position = Math.floor(index / 2 ** k);
  return isRight(index, k) ? position - 1 : position + 1;
}

function assertIndex(index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new InvalidValueError({ subject: "The index of the chunk", value: index, expected: `0 to ${count - 1}` });
}
