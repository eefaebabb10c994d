// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ordering} from "../types/Bounty.sol";

/// @title The best sixteen submissions of a bounty, in order
/// @notice Each is a key of 64 bits, four in a slot; the best key is in the highest bits of the first slot. A better
/// submission has a greater key: 32 bits of what the ordering goes by, then 32 bits of the sequence number, inverted,
/// so that among equals the earlier is better. No two keys are equal, as no two sequence numbers are; none is zero.
library Ranking {
    /// @notice Submissions kept; also the rank that stands for "not among them".
    uint256 internal constant CAPACITY = 16;

    uint256 private constant SLOTS = 4;
    uint256 private constant KEYS_PER_SLOT = 4;
    uint256 private constant KEY_BITS = 64;
    uint256 private constant KEY_MASK = type(uint64).max;

    /// @notice Key of a submission whose model and score are proven.
    function keyOf(Ordering ordering, uint32 score, uint32 bits, uint32 sequence) internal pure returns (uint256) {
        uint256 primary = ordering == Ordering.Accuracy ? score : type(uint32).max - bits;
        return (primary << 32) | (type(uint32).max - sequence);
    }

    /// @notice Puts a new key in its place and moves the worse ones down; the seventeenth is forgotten.
    /// @return rank Where the key is now; `CAPACITY` where all sixteen are better.
    function insert(uint256[SLOTS] storage slots, uint256 key) internal returns (uint256 rank) {
        rank = CAPACITY;
        uint256 moving = key; // What has to be put into the slot at hand: the new key, or the one pushed out before.
        for (uint256 i = 0; i < SLOTS && moving != 0; ++i) {
            uint256 slot = slots[i];
            uint256 lane = 0;
            while (lane < KEYS_PER_SLOT && _keyAt(slot, lane) > moving) ++lane;
            if (lane == KEYS_PER_SLOT) continue;
            if (rank == CAPACITY) rank = i * KEYS_PER_SLOT + lane;

            // Keys before the lane stay; the others move down by one, the last of them out of the slot.
            uint256 worse = slot & (type(uint256).max >> (lane * KEY_BITS));
            slots[i] = (slot ^ worse) | (moving << _shiftOf(lane)) | (worse >> KEY_BITS);
            moving = slot & KEY_MASK;
        }
    }

    /// @notice The rank of a key, from 0; `CAPACITY` where it is not among the sixteen.
    function find(uint256[SLOTS] storage slots, uint256 key) internal view returns (uint256) {
        for (uint256 i = 0; i < SLOTS; ++i) {
            uint256 slot = slots[i];
            for (uint256 lane = 0; lane < KEYS_PER_SLOT; ++lane) {
                if (_keyAt(slot, lane) == key) return i * KEYS_PER_SLOT + lane;
            }
        }
        return CAPACITY;
    }

    function _keyAt(uint256 slot, uint256 lane) private pure returns (uint256) {
        return (slot >> _shiftOf(lane)) & KEY_MASK;
    }

    function _shiftOf(uint256 lane) private pure returns (uint256) {
        return (KEYS_PER_SLOT - 1 - lane) * KEY_BITS;
    }
}
