// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ChunkTree} from "../libraries/ChunkTree.sol";
import {Draws} from "../libraries/Draws.sol";
import {OrderedTree} from "../libraries/OrderedTree.sol";
import {Words} from "../libraries/Words.sol";
import {Chunk} from "../types/Bounty.sol";

/// @title Calls of the libraries that know the formats of words and chunks, with arguments as a transaction has them
/// @dev Stands at the address of an escrow: challenges depend on it.
contract FormatsCaller {
    function hash(bytes calldata words) external pure returns (bytes32) {
        return Words.hash(words);
    }

    function digest(bytes calldata words, uint256 challenge) external pure returns (uint256) {
        return Words.digest(words, challenge);
    }

    function chunkChallenge(
        address sponsor,
        uint256 index,
        uint256 commitment,
        bytes32 bytesHash
    ) external view returns (uint256) {
        return Words.chunkChallenge(sponsor, index, commitment, bytesHash);
    }

    function modelChallenge(address operator, uint256 commitment, bytes32 bytesHash) external view returns (uint256) {
        return Words.modelChallenge(operator, commitment, bytesHash);
    }

    function leafOf(Chunk calldata chunk) external pure returns (bytes32) {
        return ChunkTree.leafOf(chunk);
    }

    function contains(bytes32 root, uint256 chunks, Chunk calldata chunk) external pure returns (bool) {
        return ChunkTree.contains(root, chunks, chunk);
    }

    function containsLeaf(
        bytes32 root,
        uint256 leaves,
        uint256 index,
        bytes32 leaf,
        bytes32[] calldata path
    ) external pure returns (bool) {
        return OrderedTree.contains(root, leaves, index, leaf, path);
    }

    function containsPair(
        bytes32 root,
        uint256 leaves,
        uint256 index,
        bytes32 left,
        bytes32 right,
        bytes32[] calldata path
    ) external pure returns (bool) {
        return OrderedTree.containsPair(root, leaves, index, left, right, path);
    }

    function drawSteps(bytes32 seed, uint256 steps, uint256 count) external pure returns (uint256[] memory) {
        return Draws.drawSteps(seed, steps, count);
    }
}
