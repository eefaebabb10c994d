// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";
import {Earnings, Revenue, Stream} from "../types/Revenue.sol";
import {Accrual} from "./Accrual.sol";

/// @title Revenue that streams to the eligible shares
/// @notice The accumulator A is what the whole fixed supply S would have earned: a holder of b shares earns b·ΔA/S. Between
/// payments it is a function of time,
///
///     A(t) = A + ⌊unstreamed · elapsed · S / (timeLeft · eligible)⌋,  elapsed = min(t − updatedAt, timeLeft),
///
/// so that a transfer reads the stream and writes nothing but the slots of its two accounts. The stream itself is written only
/// where its rate changes: by a payment, an exclusion, and a transfer into or out of an excluded pool.
///
/// @dev Nobody gets more than there is. By an update at most unstreamed·elapsed/timeLeft has been earned, by all together, as A
/// rounds down; unstreamed·(timeLeft − elapsed)/timeLeft, rounded down, stays. Each holder's part rounds down.
///
/// Bounds. Amounts are counted in 2^16ths of a unit. All that is received is below 2^96 units, 2^112 here, and S/eligible is at
/// most 10^6 < 2^20, as nothing streams while fewer than one share is eligible: A < 2^132, in uint136. An account's earnings are
/// at most all that was streamed: below 2^112. Products: unstreamed·elapsed·S < 2^(112+20+80), b·A < 2^(80+132).
///
/// Losses. An update loses less than 2 of these fractions for all holders together, and a settlement of an account less than
/// one of its own: a thousand of each lose less than a twentieth of a unit. Whoever would make another lose one unit has to
/// send 65,536 transactions.
library RevenueStream {
    /// @dev Fractions of the token's smallest unit in which revenue is counted.
    uint256 internal constant FRACTIONS = 2 ** 16;

    uint256 private constant BPS = 10_000;

    // ------------------------------------------------------------------ payments

    /// @notice The whole supply is eligible, and nothing streams yet.
    function start(Revenue storage revenue) internal {
        revenue.stream.eligible = uint80(Accrual.SUPPLY); // Cast: 10^24 < 2^80.
        revenue.stream.updatedAt = uint40(block.timestamp);
    }

    /// @notice Counts a payment, and streams what is left of it after the royalty.
    function pay(
        Revenue storage revenue,
        uint256 amount,
        uint256 royaltyBps
    ) internal returns (uint256 royalty, uint256 timeLeft) {
        Stream memory stream = _current(revenue.stream);
        _count(stream, amount);
        royalty = (amount * royaltyBps) / BPS;
        _add(stream, amount - royalty);
        revenue.stream = stream;
        timeLeft = stream.timeLeft;
    }

    /// @notice Takes an account out of the eligible shares, and streams once more what it had earned.
    function exclude(Revenue storage revenue, address account, uint256 balance) internal returns (uint256 returned) {
        returned = take(revenue, account, balance);
        revenue.earnings[account].excluded = true;

        Stream memory stream = _current(revenue.stream);
        stream.eligible -= uint80(balance); // Cast: a balance is at most the supply, 10^24 < 2^80.
        _addAgain(stream, returned);
        revenue.stream = stream;
    }

    // ------------------------------------------------------------------ accounts

    /// @notice Settles both sides of a transfer between holders. The balances are those before it.
    function move(
        Revenue storage revenue,
        address from,
        uint256 fromBalance,
        address to,
        uint256 toBalance,
        uint256 shares
    ) internal {
        uint256 accumulator = _accumulatorOf(revenue.stream);
        bool fromExcluded = _settle(revenue.earnings[from], fromBalance, accumulator, 0);
        bool toExcluded = _settle(revenue.earnings[to], toBalance, accumulator, 0);
        if (fromExcluded == toExcluded) return;

        Stream memory stream = _current(revenue.stream);
        // Casts: the transfer has been made, of no more shares than there are, 10^24 < 2^80.
        if (toExcluded) stream.eligible -= uint80(shares);
        else stream.eligible += uint80(shares);
        revenue.stream = stream;
    }

    /// @notice Settles the receiver of shares that nobody had claimed; what they have earned goes with them. The balance is that
    /// before.
    function hand(Revenue storage revenue, address to, uint256 toBalance, uint256 shares) internal {
        uint256 accumulator = _accumulatorOf(revenue.stream);
        uint256 earned = Accrual.earned(shares, accumulator);
        if (!_settle(revenue.earnings[to], toBalance, accumulator, earned)) return;

        Stream memory stream = _current(revenue.stream);
        stream.eligible -= uint80(shares); // Cast: as in `move`.
        _addAgain(stream, earned / FRACTIONS);
        revenue.stream = stream;
    }

    /// @notice Takes out what an account has earned, in whole units; its fraction of a unit stays.
    function take(Revenue storage revenue, address account, uint256 balance) internal returns (uint256 amount) {
        Earnings storage earnings = revenue.earnings[account];
        _settle(earnings, balance, _accumulatorOf(revenue.stream), 0);
        uint256 claimable = earnings.claimable;
        amount = claimable / FRACTIONS;
        if (amount != 0) earnings.claimable = uint112(claimable % FRACTIONS); // Cast: 16 bits.
    }

    // ------------------------------------------------------------------ views

    /// @notice What an account has earned and not collected, in whole units.
    function claimableOf(Revenue storage revenue, address account, uint256 balance) internal view returns (uint256) {
        Earnings memory earnings = revenue.earnings[account];
        if (earnings.excluded) return 0;
        uint256 gained = Accrual.earned(balance, _accumulatorOf(revenue.stream) - earnings.accumulator);
        return (earnings.claimable + gained) / FRACTIONS;
    }

    /// @notice Implements `IModelShares.revenueFacts`.
    function facts(Revenue storage revenue) internal view returns (IModelShares.RevenueFacts memory) {
        Stream memory stream = _current(revenue.stream);
        return
            IModelShares.RevenueFacts({
                received: stream.received,
                unstreamed: stream.unstreamed / FRACTIONS,
                timeLeft: stream.timeLeft,
                eligible: stream.eligible
            });
    }

    // ------------------------------------------------------------------ the stream

    /// @dev The stream as it is now.
    function _current(Stream storage stored) private view returns (Stream memory stream) {
        stream = stored;
        uint256 elapsed = _elapsed(stream);
        if (elapsed != 0) {
            // Casts: see the bounds above; what is left of a number fits where the number did.
            stream.accumulator += uint136(_growth(stream, elapsed));
            stream.unstreamed = uint112(Accrual.rest(stream.unstreamed, elapsed, stream.timeLeft));
            stream.timeLeft = uint24(stream.timeLeft - elapsed);
        }
        stream.updatedAt = uint40(block.timestamp);
    }

    /// @dev The accumulator alone, as it is now.
    function _accumulatorOf(Stream storage stored) private view returns (uint256) {
        Stream memory stream = stored;
        uint256 elapsed = _elapsed(stream);
        return elapsed == 0 ? stream.accumulator : stream.accumulator + _growth(stream, elapsed);
    }

    /// @dev Zero where no time passes for the stream: then nothing is divided.
    function _elapsed(Stream memory stream) private view returns (uint256) {
        if (stream.eligible < Accrual.LEAST_ELIGIBLE) return 0;
        return Math.min(block.timestamp - stream.updatedAt, stream.timeLeft);
    }

    function _growth(Stream memory stream, uint256 elapsed) private pure returns (uint256) {
        return Accrual.growth(stream.unstreamed, elapsed, stream.timeLeft, stream.eligible);
    }

    /// @dev Sees to it that all that was ever received has 96 bits.
    function _count(Stream memory stream, uint256 amount) private pure {
        uint256 room = type(uint96).max - stream.received;
        if (amount > room) revert IModelShares.RevenueTooLarge(amount, room);
        stream.received += uint96(amount); // Cast: just checked.
    }

    /// @dev Streams `amount` units with what is left of those before.
    function _add(Stream memory stream, uint256 amount) private pure {
        uint256 added = amount * FRACTIONS;
        // Casts: a mean of numbers that fit; 2^16 times a number of 96 bits that `_count` has seen.
        stream.timeLeft = uint24(Accrual.meanTime(stream.unstreamed, stream.timeLeft, added));
        stream.unstreamed = uint112(stream.unstreamed + added);
    }

    /// @dev Streams what was earned by an account that earns nothing any more.
    function _addAgain(Stream memory stream, uint256 amount) private pure {
        if (amount == 0) return;
        _count(stream, amount);
        _add(stream, amount);
    }

    // ------------------------------------------------------------------ an account

    /// @dev Brings an account up to date, and adds what came to it from elsewhere. An excluded one earns nothing.
    function _settle(
        Earnings storage stored,
        uint256 balance,
        uint256 accumulator,
        uint256 added
    ) private returns (bool excluded) {
        Earnings memory earnings = stored;
        if (earnings.excluded) return true;
        added += Accrual.earned(balance, accumulator - earnings.accumulator);
        // Casts: see the bounds above.
        stored.accumulator = uint136(accumulator);
        stored.claimable = earnings.claimable + uint112(added);
    }
}
