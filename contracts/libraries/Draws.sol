// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {BountyId} from "../types/Ids.sol";

/// @title Chunks and steps drawn by public randomness
/// @notice A set of chunks is a bitmap, bit i for chunk i. Draws never repeat a chunk or a step, and no two share a seed: it depends on
/// the chain, the contract that executes this code, the bounty and the purpose.
library Draws {
    /// @notice What is shown before anybody pays.
    bytes32 internal constant SAMPLE = keccak256("commonweight.sample");
    /// @notice What submissions are scored on.
    bytes32 internal constant SCORE = keccak256("commonweight.score");
    /// @notice Which steps of training records have to be proven.
    bytes32 internal constant TRAINING = keccak256("commonweight.training");

    /// @notice Seconds from the fact that a draw follows to the earliest round that may decide it, so that the round is not known
    /// yet on a chain whose clock lags.
    uint256 internal constant DELAY = 30 minutes;

    /// @notice Chunks shown as a sample: a quarter of all, rounded up.
    function sampleSize(uint256 chunks) internal pure returns (uint256) {
        return Math.ceilDiv(chunks, 4);
    }

    /// @notice Bitmap of the first `chunks` chunks, at most 64.
    function allOf(uint256 chunks) internal pure returns (uint256) {
        return (1 << chunks) - 1;
    }

    /// @notice Seed of a draw.
    function seedOf(bytes32 randomness, BountyId bounty, bytes32 purpose) internal view returns (bytes32) {
        return keccak256(abi.encode(randomness, block.chainid, address(this), bounty, purpose));
    }

    /// @notice Draws `count` of the candidates: a partial shuffle after Fisher and Yates of their ascending indices, which swaps
    /// place i with place i + keccak256(abi.encode(seed, i)) mod (n − i), and takes the first `count` places.
    /// @dev The caller sees to it that there are as many candidates. A modulus of n biases a draw by less than n·2^-256.
    function draw(bytes32 seed, uint256 candidates, uint256 count) internal pure returns (uint256 drawn) {
        uint256[] memory indices = _indicesOf(candidates);
        for (uint256 i = 0; i < count; ++i) {
            uint256 place = _placeOf(seed, i, indices.length);
            drawn |= 1 << indices[place];
            indices[place] = indices[i]; // What was at i is drawn from this place on; nobody looks at i again.
        }
    }

    /// @notice Draws `count` of the steps 0 to `steps` − 1: the first, the last, and others of those between by the same shuffle. There are
    /// at least three, and `count` is 3 to `steps`.
    /// @dev There may be a million: only places that were swapped are remembered.
    function drawSteps(bytes32 seed, uint256 steps, uint256 count) internal pure returns (uint256[] memory drawn) {
        drawn = new uint256[](count);
        drawn[1] = steps - 1;
        uint256 between = count - 2;
        uint256[] memory swapped = new uint256[](between);
        uint256[] memory values = new uint256[](between);
        for (uint256 i = 0; i < between; ++i) {
            uint256 place = _placeOf(seed, i, steps - 2);
            drawn[i + 2] = 1 + _valueAt(swapped, values, i, place);
            (swapped[i], values[i]) = (place, _valueAt(swapped, values, i, i));
        }
    }

    /// @dev What stands at a place after `swaps` of them: what was put there last, or its own number.
    function _valueAt(
        uint256[] memory swapped,
        uint256[] memory values,
        uint256 swaps,
        uint256 place
    ) private pure returns (uint256) {
        for (uint256 i = swaps; i > 0; --i) {
            if (swapped[i - 1] == place) return values[i - 1];
        }
        return place;
    }

    /// @dev The place, from i on, of so many that the shuffle swaps with place i.
    function _placeOf(bytes32 seed, uint256 i, uint256 places) private pure returns (uint256) {
        return i + (uint256(keccak256(abi.encode(seed, i))) % (places - i));
    }

    function _indicesOf(uint256 bitmap) private pure returns (uint256[] memory indices) {
        uint256 count = 0;
        for (uint256 rest = bitmap; rest != 0; rest &= rest - 1) ++count;
        indices = new uint256[](count);
        uint256 found = 0;
        for (uint256 index = 0; found < count; ++index) {
            if ((bitmap >> index) & 1 == 1) indices[found++] = index;
        }
    }
}
