// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {FormatsCaller} from "../../../contracts/mocks/FormatsCaller.sol";
import {Chunk} from "../../../contracts/types/Bounty.sol";

contract ChunkTreeTest is Test {
    FormatsCaller private tree;

    function setUp() public {
        tree = new FormatsCaller();
    }

    function testFuzz_leafOf(Chunk calldata chunk) external view {
        bytes memory data = abi.encode(chunk.index, chunk.dataCommitment, chunk.bytesHash, chunk.digest);
        assertEq(data.length, 128, "bytes of a leaf");
        assertEq(tree.leafOf(chunk), keccak256(data), "leaf");
    }

    function test_contains_GivenEveryChunkOfEverySize() external view {
        for (uint256 count = 1; count <= 64; ++count) {
            (bytes32 root, Chunk[] memory chunks) = _build(count, 0);
            for (uint256 i = 0; i < count; i += 1 + count / 8) {
                assertTrue(tree.contains(root, count, chunks[i]), "chunk");
            }
            assertTrue(tree.contains(root, count, chunks[count - 1]), "last chunk");
        }
    }

    function test_contains_WhenIndexIsNotBelowTheCount() external view {
        // The tree over 4 chunks, said to be one over 3: the depth is the same, and the leaf of index 3 is there.
        (bytes32 root, Chunk[] memory chunks) = _build(4, 0);
        assertTrue(tree.contains(root, 4, chunks[3]), "index 3 of 4");
        assertFalse(tree.contains(root, 3, chunks[3]), "index 3 of 3");
        assertFalse(tree.contains(root, 0, chunks[0]), "index 0 of none");
    }

    function test_contains_WhenIndexIsBeyondTheTree() external view {
        // The path only reads the lowest bits of the index: 4 would pass for 0, were there no bound.
        (bytes32 root, Chunk[] memory chunks) = _build(4, 0);
        Chunk memory chunk = chunks[0];
        chunk.index = 4;
        bytes32 leaf = tree.leafOf(chunk);
        (bytes32[] memory leaves, ) = _leaves(4, 0);
        leaves[0] = leaf;
        root = _root(leaves);
        assertFalse(tree.contains(root, 4, chunk), "index 4 of 4");
    }

    function test_contains_WhenThePathHasAnotherLength() external view {
        // A tree of depth 3 contains the leaves of its left subtree of depth 2; said to have 4 chunks, their paths are
        // longer than they may be.
        (bytes32 root, Chunk[] memory chunks) = _build(8, 0);
        assertTrue(tree.contains(root, 8, chunks[2]), "depth 3");
        assertFalse(tree.contains(root, 4, chunks[2]), "path longer than 2");
        assertFalse(tree.contains(root, 9, chunks[2]), "path shorter than 4");

        bytes32[] memory none = new bytes32[](0);
        chunks[0].path = none;
        assertFalse(tree.contains(tree.leafOf(chunks[0]), 2, chunks[0]), "a leaf as the root of two chunks");
        assertTrue(tree.contains(tree.leafOf(chunks[0]), 1, chunks[0]), "a leaf as the root of one chunk");
    }

    function testFuzz_contains_WhenAnythingIsAnother(
        uint256 seed,
        uint256 count,
        uint256 pick,
        uint256 what
    ) external view {
        count = bound(count, 2, 64);
        (bytes32 root, Chunk[] memory chunks) = _build(count, seed);
        Chunk memory chunk = chunks[bound(pick, 0, count - 1)];
        assertTrue(tree.contains(root, count, chunk), "as built");
        what = bound(what, 0, 3 + chunk.path.length);
        if (what == 0) chunk.index ^= 1;
        else if (what == 1) chunk.dataCommitment ^= 1;
        else if (what == 2) chunk.bytesHash ^= bytes32(uint256(1));
        else if (what == 3) chunk.digest ^= 1;
        else chunk.path[what - 4] ^= bytes32(uint256(1));
        assertFalse(tree.contains(root, count, chunk), "changed");
    }

    /// @dev In a tree with sorted pairs this would succeed: path and leaf would not say which of two siblings is meant.
    function testFuzz_contains_WhenGivenAtAnotherIndex(
        uint256 seed,
        uint256 count,
        uint256 from,
        uint256 to
    ) external view {
        count = bound(count, 2, 64);
        from = bound(from, 0, count - 1);
        to = bound(to, 0, count - 1);
        vm.assume(from != to);
        // Whoever builds the root may put at position `from` a leaf that says `to`.
        (bytes32[] memory leaves, Chunk[] memory chunks) = _leaves(count, seed);
        Chunk memory chunk = chunks[from];
        chunk.index = uint8(to);
        leaves[from] = tree.leafOf(chunk);
        chunk.path = _path(leaves, from);
        assertFalse(tree.contains(_root(leaves), count, chunk), "leaf of another position");
    }

    // ------------------------------------------------------------------ an independent builder

    function _leaves(
        uint256 count,
        uint256 seed
    ) private view returns (bytes32[] memory leaves, Chunk[] memory chunks) {
        uint256 width = 1;
        while (width < count) width *= 2;
        leaves = new bytes32[](width);
        chunks = new Chunk[](count);
        for (uint256 i = 0; i < count; ++i) {
            chunks[i].index = uint8(i);
            chunks[i].dataCommitment = uint256(keccak256(abi.encode("commitment", seed, i)));
            chunks[i].bytesHash = keccak256(abi.encode("bytes", seed, i));
            chunks[i].digest = uint256(keccak256(abi.encode("digest", seed, i)));
            leaves[i] = tree.leafOf(chunks[i]);
        }
    }

    function _build(uint256 count, uint256 seed) private view returns (bytes32 root, Chunk[] memory chunks) {
        bytes32[] memory leaves;
        (leaves, chunks) = _leaves(count, seed);
        root = _root(leaves);
        for (uint256 i = 0; i < count; ++i) {
            chunks[i].path = _path(leaves, i);
        }
    }

    function _parents(bytes32[] memory nodes) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[](nodes.length / 2);
        for (uint256 i = 0; i < parents.length; ++i) {
            parents[i] = keccak256(bytes.concat(nodes[2 * i], nodes[2 * i + 1]));
        }
    }

    function _root(bytes32[] memory nodes) private pure returns (bytes32) {
        while (nodes.length > 1) nodes = _parents(nodes);
        return nodes[0];
    }

    function _path(bytes32[] memory nodes, uint256 index) private pure returns (bytes32[] memory path) {
        while (nodes.length > 1) {
            bytes32[] memory longer = new bytes32[](path.length + 1);
            for (uint256 i = 0; i < path.length; ++i) {
                longer[i] = path[i];
            }
            longer[path.length] = nodes[index ^ 1];
            (path, nodes, index) = (longer, _parents(nodes), index / 2);
        }
    }
}
