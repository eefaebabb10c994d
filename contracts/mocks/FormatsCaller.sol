// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ChunkTree} from "../libraries/ChunkTree.sol";
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
}
