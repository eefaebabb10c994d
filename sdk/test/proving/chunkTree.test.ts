// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, type Hex, keccak256, numberToHex, zeroHash } from "viem";
import { chunkLeaf, chunkTreeDepth, chunkTreePath, chunkTreeRoot, isInChunkTree } from "../../src/proving/index.ts";
import { assertThrows } from "../fixtures.ts";

const leaf = (index: number): Hex =>
  chunkLeaf({ index, dataCommitment: BigInt(1000 + index), bytesHash: keccak256(numberToHex(index)), digest: 5n });
const leavesOf = (count: number): Hex[] => Array.from({ length: count }, (_, index) => leaf(index));
const node = (left: Hex, right: Hex): Hex => keccak256(concat([left, right]));

describe("chunkLeaf", () => {
  it("hashes four words", () => {
    const words = [
      numberToHex(7, { size: 32 }),
      numberToHex(8, { size: 32 }),
      keccak256("0x"),
      numberToHex(9, { size: 32 }),
    ];
    const chunk = { index: 7, dataCommitment: 8n, bytesHash: keccak256("0x"), digest: 9n };
    assert.equal(chunkLeaf(chunk), keccak256(concat(words)));
  });
});

describe("chunkTreeDepth", () => {
  it("is the logarithm, rounded up", () => {
    const depths = [1, 2, 3, 4, 5, 8, 9, 16, 17].map(chunkTreeDepth);
    assert.deepEqual(depths, [0, 1, 2, 2, 3, 3, 4, 4, 5]);
  });

  it("refuses no chunks", () => {
    assertThrows(
      () => chunkTreeDepth(0),
      "InvalidValueError",
      "The number of chunks is 0; expected a positive integer.",
    );
    assertThrows(() => chunkTreeDepth(1.5), "InvalidValueError", /is 1.5;/);
  });
});

describe("the chunk tree", () => {
  it("of a single chunk is its leaf", () => {
    assert.equal(chunkTreeRoot([leaf(0)]), leaf(0));
    assert.deepEqual(chunkTreePath([leaf(0)], 0), []);
  });

  it("of five chunks has zero leaves from the sixth on, hashed like any other", () => {
    const [a, b, c, d, e] = leavesOf(5) as [Hex, Hex, Hex, Hex, Hex];
    const zeros = node(zeroHash, zeroHash);
    assert.equal(chunkTreeRoot([a, b, c, d, e]), node(node(node(a, b), node(c, d)), node(node(e, zeroHash), zeros)));
    assert.deepEqual(chunkTreePath([a, b, c, d, e], 4), [zeroHash, zeros, node(node(a, b), node(c, d))]);
  });

  it("proves every leaf at its own index and at no other", () => {
    for (const count of [1, 2, 3, 7, 8, 16]) {
      const leaves = leavesOf(count);
      const root = chunkTreeRoot(leaves);
      for (let at = 0; at < count; at++) {
        for (let index = 0; index < count; index++) {
          const proof = { root, count, index, leaf: leaves[at]!, path: chunkTreePath(leaves, at) };
          assert.equal(isInChunkTree(proof), at === index, `leaf ${at} of ${count} at index ${index}`);
        }
      }
    }
  });

  it("refuses an index beyond the chunks, though a leaf of zeros is there, and a path of another length", () => {
    const leaves = leavesOf(3);
    const root = chunkTreeRoot(leaves);
    assertThrows(() => chunkTreePath(leaves, 3), "InvalidValueError", "The index of the chunk is 3; expected 0 to 2.");
    const beyond = { root, count: 3, index: 3, leaf: zeroHash, path: [leaf(2), node(leaf(0), leaf(1))] };
    assertThrows(() => isInChunkTree(beyond), "InvalidValueError", /^The index of the chunk is 3;/);
    const inner = { root, count: 3, index: 0, leaf: node(leaf(0), leaf(1)), path: [node(leaf(2), zeroHash)] };
    assertThrows(() => isInChunkTree(inner), "InvalidValueError", "The length of the path is 1; expected 2.");
  });
});
