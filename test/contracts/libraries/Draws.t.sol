// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {Draws} from "../../../contracts/libraries/Draws.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";

contract DrawsTest is Test {
    function sizeOf(uint256 bitmap) private pure returns (uint256 size) {
        for (uint256 i = 0; i < 256; ++i) size += (bitmap >> i) & 1;
    }

    // ------------------------------------------------------------------ draw

    function testFuzz_draw_SoManyOfTheCandidates(bytes32 seed, uint64 candidates, uint256 count) external pure {
        count = bound(count, 0, sizeOf(candidates));
        uint256 drawn = Draws.draw(seed, candidates, count);
        assertEq(sizeOf(drawn), count, "so many, none twice");
        assertEq(drawn & ~uint256(candidates), 0, "of the candidates");
    }

    /// @dev With swaps of a list of numbers, as the protocol describes it.
    function testFuzz_draw_IsAPartialShuffle(bytes32 seed, uint64 candidates, uint256 count) external pure {
        uint256 n = sizeOf(candidates);
        count = bound(count, 0, n);
        uint256[] memory list = new uint256[](n);
        uint256 found = 0;
        for (uint256 i = 0; i < 64; ++i) {
            if ((candidates >> i) & 1 == 1) list[found++] = i;
        }
        uint256 expected = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint256 j = i + (uint256(keccak256(abi.encode(seed, i))) % (n - i));
            (list[i], list[j]) = (list[j], list[i]);
            expected += 2 ** list[i];
        }
        assertEq(Draws.draw(seed, candidates, count), expected, "draw");
    }

    function test_draw_AllOfThem() external pure {
        assertEq(Draws.draw(0, type(uint64).max, 64), type(uint64).max, "64 of 64");
        assertEq(Draws.draw(0, 0, 0), 0, "none of none");
    }

    /// @dev Each of eight is drawn about as often as the others: 750 times of 3,000, give or take five standard deviations.
    function test_draw_FavoursNone() external pure {
        uint256[8] memory times;
        for (uint256 i = 0; i < 3_000; ++i) {
            uint256 drawn = Draws.draw(bytes32(i), 0xff, 2);
            for (uint256 k = 0; k < 8; ++k) times[k] += (drawn >> k) & 1;
        }
        for (uint256 k = 0; k < 8; ++k) {
            assertApproxEqAbs(times[k], 750, 120, "times");
        }
    }

    // ------------------------------------------------------------------ drawSteps

    /// @dev With swaps of a list of all steps between, as the protocol describes it.
    function testFuzz_drawSteps_IsAPartialShuffle(bytes32 seed, uint256 steps, uint256 count) external pure {
        steps = bound(steps, 3, 200);
        count = bound(count, 3, steps < 16 ? steps : 16);
        uint256 between = steps - 2;
        uint256[] memory list = new uint256[](between);
        for (uint256 i = 0; i < between; ++i) list[i] = i + 1;
        uint256[] memory drawn = Draws.drawSteps(seed, steps, count);
        assertEq(drawn.length, count, "so many");
        assertEq(drawn[0], 0, "the first");
        assertEq(drawn[1], steps - 1, "the last");
        for (uint256 i = 0; i < count - 2; ++i) {
            uint256 j = i + (uint256(keccak256(abi.encode(seed, i))) % (between - i));
            (list[i], list[j]) = (list[j], list[i]);
            assertEq(drawn[i + 2], list[i], "then those between, as drawn");
        }
    }

    function test_drawSteps_AllOfThem() external pure {
        uint256[] memory drawn = Draws.drawSteps("seed", 16, 16);
        uint256 seen = 0;
        for (uint256 i = 0; i < 16; ++i) seen |= 1 << drawn[i];
        assertEq(seen, 0xffff, "each once");
        assertEq(Draws.drawSteps("seed", 1 << 20, 16).length, 16, "of a million");
    }

    // ------------------------------------------------------------------ seedOf

    function testFuzz_seedOf(bytes32 randomness, uint256 bounty, uint64 chain) external {
        chain = uint64(bound(chain, 1, type(uint32).max));
        vm.chainId(chain);
        bytes32 purpose = keccak256("commonweight.score");
        bytes32 expected = keccak256(abi.encode(randomness, uint256(chain), address(this), bounty, purpose));
        assertEq(Draws.seedOf(randomness, BountyId.wrap(bounty), Draws.SCORE), expected, "seed");
        assertEq(Draws.SAMPLE, keccak256("commonweight.sample"), "the other purpose");
    }

    // ------------------------------------------------------------------ sizes

    function test_sampleSize_AQuarterRoundedUp() external pure {
        uint256[6] memory chunks = [uint256(2), 4, 5, 8, 9, 64];
        uint256[6] memory expected = [uint256(1), 1, 2, 2, 3, 16];
        for (uint256 i = 0; i < 6; ++i) {
            assertEq(Draws.sampleSize(chunks[i]), expected[i], "size");
        }
    }

    function test_allOf() external pure {
        assertEq(Draws.allOf(2), 3, "2");
        assertEq(Draws.allOf(64), type(uint64).max, "64");
    }
}
