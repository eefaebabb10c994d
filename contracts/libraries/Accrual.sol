// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What streams, what it earns, and what is left
/// @notice The formulas of `RevenueStream`, on values, without loops: so that `test/formal` can prove them for all. S is the fixed supply;
/// amounts are in fractions of a unit, below 2^112; times in seconds, at most seven days, below 2^20; shares are at most S, below 2^80.
library Accrual {
    /// @notice All shares of a model: one million, of 18 decimals.
    uint256 internal constant SUPPLY = 1_000_000e18;

    /// @notice In which a payment streams that meets no other.
    uint256 internal constant DURATION = 7 days;

    /// @notice One share. While fewer are eligible nothing streams.
    uint256 internal constant LEAST_ELIGIBLE = 1e18;

    /// @notice By how much the accumulator grows: ⌊unstreamed · elapsed · S / (timeLeft · eligible)⌋, below 2^132.
    /// @dev Only where time is left and shares are eligible. Unchecked: the products are below 2^212 and 2^100. Together with `earned` this
    /// saves 470 gas a transfer.
    function growth(
        uint256 unstreamed,
        uint256 elapsed,
        uint256 timeLeft,
        uint256 eligible
    ) internal pure returns (uint256) {
        unchecked {
            return (unstreamed * elapsed * SUPPLY) / (timeLeft * eligible);
        }
    }

    /// @notice What shares earn while the accumulator grows by so much.
    /// @dev Unchecked: the product is below 2^212.
    function earned(uint256 shares, uint256 grown) internal pure returns (uint256) {
        unchecked {
            return (shares * grown) / SUPPLY;
        }
    }

    /// @notice What has not streamed yet after a part of the time left.
    function rest(uint256 unstreamed, uint256 elapsed, uint256 timeLeft) internal pure returns (uint256) {
        return (unstreamed * (timeLeft - elapsed)) / timeLeft;
    }

    /// @notice The mean of the time left and seven days, weighted by amounts that are not both zero. It rounds down, so that payments of
    /// dust do not stretch a stream.
    function meanTime(uint256 unstreamed, uint256 timeLeft, uint256 added) internal pure returns (uint256) {
        return (unstreamed * timeLeft + added * DURATION) / (unstreamed + added);
    }
}
