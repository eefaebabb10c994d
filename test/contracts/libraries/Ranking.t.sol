// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Ranking} from "../../../contracts/libraries/Ranking.sol";
import {Ordering} from "../../../contracts/types/Bounty.sol";

contract RankingTest is Test {
    uint256[4] private slots;

    function keyAt(uint256 rank) private view returns (uint256) {
        return uint64(slots[rank / 4] >> (192 - 64 * (rank % 4)));
    }

    function test_Insert_InOrder_AndReversed() external {
        for (uint256 i = 0; i < 16; ++i) {
            assertEq(Ranking.insert(slots, 100 - i), i, "worse than all before");
        }
        delete slots;
        for (uint256 i = 0; i < 16; ++i) {
            assertEq(Ranking.insert(slots, 100 + i), 0, "better than all before");
        }
        for (uint256 i = 0; i < 16; ++i) {
            assertEq(keyAt(i), 115 - i, "sorted");
            assertEq(Ranking.find(slots, 115 - i), i, "found");
        }
        assertEq(Ranking.find(slots, 116), Ranking.CAPACITY, "not there");
    }

    function test_Insert_IntoAFullList() external {
        for (uint256 i = 0; i < 16; ++i) {
            Ranking.insert(slots, 1_000 - 10 * i); // 1000, 990, …, 850
        }
        uint256[4] memory before = slots;
        assertEq(Ranking.insert(slots, 849), Ranking.CAPACITY, "worse than all");
        assertEq(keccak256(abi.encode(slots)), keccak256(abi.encode(before)), "unchanged");
        assertEq(Ranking.insert(slots, 851), 15, "better than the last");
        assertEq(Ranking.find(slots, 850), Ranking.CAPACITY, "the last is forgotten");
        assertEq(Ranking.insert(slots, 935), 7, "in the middle, at the end of a slot");
        assertEq(keyAt(8), 930, "moved to the next slot");
        assertEq(keyAt(15), 860, "moved to the end");
    }

    function test_KeyOf() external pure {
        uint256 better = Ranking.keyOf(Ordering.Accuracy, 11, 900, 9);
        assertGt(better, Ranking.keyOf(Ordering.Accuracy, 10, 100, 1), "a higher score");
        assertGt(better, Ranking.keyOf(Ordering.Accuracy, 11, 100, 10), "an earlier one, whatever the size");
        better = Ranking.keyOf(Ordering.Compression, 5, 899, 9);
        assertGt(better, Ranking.keyOf(Ordering.Compression, 20, 900, 1), "fewer bits");
        assertGt(better, Ranking.keyOf(Ordering.Compression, 20, 899, 10), "an earlier one, whatever the score");
    }

    function test_KeyOf_IsNeverZeroAndFitsInSixtyFourBits() external pure {
        uint32 most = type(uint32).max;
        assertEq(Ranking.keyOf(Ordering.Accuracy, 0, 0, most - 1), 1, "the least key of Accuracy");
        assertEq(Ranking.keyOf(Ordering.Compression, 0, most, most - 1), 1, "the least key of Compression");
        assertEq(Ranking.keyOf(Ordering.Accuracy, most, 0, 0), type(uint64).max, "the greatest");
    }

    function testFuzz_HoldsTheBestSixteenSorted(uint64[24] memory keys, uint256 count) external {
        count = bound(count, 0, keys.length);
        uint256[] memory sorted = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 key = uint256(keys[i] >> 5) * 32 + i + 1; // distinct, not zero
            uint256 place = i;
            for (; place > 0 && sorted[place - 1] < key; --place) sorted[place] = sorted[place - 1];
            sorted[place] = key;
            uint256 expected = place < Ranking.CAPACITY ? place : Ranking.CAPACITY;
            assertEq(Ranking.insert(slots, key), expected, "rank at insertion");
        }
        for (uint256 rank = 0; rank < Ranking.CAPACITY; ++rank) {
            assertEq(keyAt(rank), rank < count ? sorted[rank] : 0, "key at rank");
        }
        for (uint256 rank = 0; rank < count; ++rank) {
            uint256 expected = rank < Ranking.CAPACITY ? rank : Ranking.CAPACITY;
            assertEq(Ranking.find(slots, sorted[rank]), expected, "rank found");
        }
    }
}
