// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Chunk} from "../types/Bounty.sol";

/// @title The tree over a bounty's sealed chunks
/// @notice A binary keccak tree of depth ⌈log2 M⌉ over M chunks. It is ordered by index, so that an index has exactly one
/// leaf: bit k of the index says whether the node at level k is a right child. Leaves beyond the last chunk are zero.
/// @dev A leaf hashes 128 bytes and a node 64, so that neither can stand for the other.
library ChunkTree {
    /// @notice Leaf of a chunk; the path is no part of it.
    function leafOf(Chunk calldata chunk) internal pure returns (bytes32) {
        return keccak256(abi.encode(uint256(chunk.index), chunk.dataCommitment, chunk.bytesHash, chunk.digest));
    }

    /// @notice Whether the chunk is the leaf at its index in the tree of `chunks` leaves with the given root.
    function contains(bytes32 root, uint256 chunks, Chunk calldata chunk) internal pure returns (bool) {
        uint256 index = chunk.index;
        uint256 depth = chunk.path.length;
        if (index >= chunks || depth != Math.log2(chunks, Math.Rounding.Ceil)) return false;

        bytes32 node = leafOf(chunk);
        for (uint256 level = 0; level < depth; ++level) {
            bytes32 sibling = chunk.path[level];
            bool isRight = (index >> level) & 1 == 1;
            node = isRight ? keccak256(abi.encode(sibling, node)) : keccak256(abi.encode(node, sibling));
        }
        return node == root;
    }
}
