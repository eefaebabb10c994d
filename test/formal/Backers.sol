// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Division} from "../../contracts/libraries/Division.sol";

/// @dev What is divided among backers has at most 136 bits, as money or as shares; contributions have 96.
contract Backers {
    /// @notice A backer's part is at most the amount that is divided.
    function partIsWithinAmount(uint136 amount, uint96 contributed, uint96 allContributed) external pure {
        require(allContributed > 0 && contributed <= allContributed);
        assert(Division.proRata(amount, contributed, allContributed) <= amount);
    }

    /// @notice The parts of two backers are together at most that of one who contributed as much as both. By induction any number
    /// of backers get at most the part of all contributions.
    function partsAddUp(uint136 amount, uint96 some, uint96 other, uint96 allContributed) external pure {
        uint256 both = uint256(some) + other;
        require(allContributed > 0 && both <= allContributed);
        uint256 parts =
            Division.proRata(amount, some, allContributed) + Division.proRata(amount, other, allContributed);
        assert(parts <= Division.proRata(amount, both, allContributed));
    }

    /// @notice The part of all contributions is the whole amount.
    function allGetTheWhole(uint136 amount, uint96 allContributed) external pure {
        require(allContributed > 0);
        assert(Division.proRata(amount, allContributed, allContributed) == amount);
    }

    /// @notice Left-over and forfeits are divided without an underflow, and give a backer no more than its part of both.
    function restIsItsPart(
        uint136 leftOver,
        uint104 toBackers,
        uint96 contributed,
        uint96 allContributed
    ) external pure {
        require(allContributed > 0 && contributed <= allContributed);
        (uint256 money, uint256 forfeits) = Division.splitRest(leftOver, toBackers, contributed, allContributed);
        uint256 both = uint256(leftOver) + toBackers;
        assert(money <= leftOver);
        assert(money + forfeits == Division.proRata(both, contributed, allContributed));
    }
}
