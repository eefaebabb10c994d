// SPDX-License-Identifier: MIT
import { concat, type Hex, keccak256, zeroHash } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/**
 * Levels above the leaves of an ordered tree: ⌈log2 count⌉.
 *
 * @param what - what a leaf is of, for messages
 * @throws {@link InvalidValueError} unless count is a positive integer
 */
export function treeDepth(count: number, what = "number"): number {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidValueError({ subject: `The number of ${what}s`, value: count, expected: "a positive integer" });
  }
  let depth = 0;
  while (2 ** depth < count) depth++;
  return depth;
}

/**
 * The root of a keccak tree over leaves in order. Bit k of an index says on which side its path runs at level k, so that an index
 * has exactly one leaf. Leaves beyond the last are zero. A leaf must not be a hash of 64 bytes, or it could pass for a node.
 */
export function treeRoot(leaves: readonly Hex[], what?: string): Hex {
  return treeLevels(leaves, what).at(-1)![0]!;
}

/**
 * The siblings between a leaf and the root, lowest first.
 *
 * @throws {@link InvalidValueError} if there is no leaf with the index
 */
export function treePath(leaves: readonly Hex[], index: number, what?: string): Hex[] {
  assertIndex(index, leaves.length, what);
  return treeLevels(leaves, what)
    .slice(0, -1)
    .map((level, k) => level[siblingAt(index, k)]!);
}

/**
 * One path for two leaves that stand next to each other, the left one at the index: while the two have different parents, the sibling of
 * the left one's node, then that of the right one's; above, the siblings of the node that both lie under.
 *
 * @throws {@link InvalidValueError} if there is no leaf with the index, or none after it
 */
export function treePairPath(leaves: readonly Hex[], index: number, what?: string): Hex[] {
  const [left, right] = [treePath(leaves, index, what), treePath(leaves, index + 1, what)];
  const below = left.findIndex((_, level) => !isRight(index, level));
  return [...left.slice(0, below).flatMap((sibling, level) => [sibling, right[level]!]), ...left.slice(below + 1)];
}

/**
 * Whether a leaf stands at an index of a tree.
 *
 * @throws {@link InvalidValueError} if the index or the length of the path does not suit the count
 */
export function isInTree(
  parameters: { root: Hex; count: number; index: number; leaf: Hex; path: readonly Hex[] },
  what?: string,
): boolean {
  const { root, count, index, leaf, path } = parameters;
  assertIndex(index, count, what);
  const depth = treeDepth(count, what);
  if (path.length !== depth) {
    throw new InvalidValueError({ subject: "The length of the path", value: path.length, expected: String(depth) });
  }
  const top = path.reduce((node, sibling, k) => (isRight(index, k) ? join(sibling, node) : join(node, sibling)), leaf);
  return BigInt(top) === BigInt(root);
}

function treeLevels(leaves: readonly Hex[], what: string | undefined): Hex[][] {
  const width = 2 ** treeDepth(leaves.length, what);
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

function assertIndex(index: number, count: number, what = "number"): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new InvalidValueError({ subject: `The index of the ${what}`, value: index, expected: `0 to ${count - 1}` });
}
