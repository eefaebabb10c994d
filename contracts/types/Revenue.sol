// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice All that a model's shares remember of its revenue. Where nothing else is said, amounts are in 65,536ths of the
/// token's smallest unit; `RevenueStream` has the bounds.
struct Revenue {
    Stream stream;
    mapping(address account => Earnings) earnings;
}

/// @notice The stream as it was at `updatedAt`. What it has become since follows from the clock.
struct Stream {
    // slot 0
    uint136 accumulator; // what the whole fixed supply would have earned since the beginning, had all of it been eligible
    uint112 unstreamed;
    // slot 1
    uint96 received; // all payments ever made, and what came back from excluded pools; in the token's smallest unit
    uint80 eligible; // shares
    uint40 updatedAt;
    uint24 timeLeft; // seconds in which `unstreamed` streams, while enough shares are eligible
}

/// @notice What one account has earned.
/// @dev One slot. That of the shares' own address, which holds those that nobody has claimed, is never written: they have
/// earned since the beginning.
struct Earnings {
    uint136 accumulator; // the stream's, up to which `claimable` counts
    uint112 claimable;
    bool excluded;
}
