// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Chunk} from "../types/Bounty.sol";
import {OrderedTree} from "./OrderedTree.sol";

/// @title The tree over a bounty's sealed chunks
/// @notice An `OrderedTree` of M chunks.
/// @dev A leaf hashes 128 bytes.
library ChunkTree {
    /// @notice Leaf of a chunk; the path is no part of it.
    function leafOf(Chunk calldata chunk) internal pure returns (bytes32) {
        return keccak256(abi.encode(uint256(chunk.index), chunk.dataCommitment, chunk.bytesHash, chunk.digest));
    }

    /// @notice Whether the chunk is the leaf at its index in the tree of `chunks` leaves with the given root.
    function contains(bytes32 root, uint256 chunks, Chunk calldata chunk) internal pure returns (bool) {
        return OrderedTree.contains(root, chunks, chunk.index, leafOf(chunk), chunk.path);
    }
}
