// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Accrual} from "../../contracts/libraries/Accrual.sol";

/// @dev A stream as it can be: amounts in fractions of a unit, of 112 bits; at most seven days left; at least one share eligible, and
/// at most the supply. What is asserted and then required is a lemma: proven first, then used.
contract Revenue {
    /// @notice What is left of a stream is at most what there was.
    function restIsWithinStream(uint112 unstreamed, uint24 elapsed, uint24 timeLeft) external pure {
        require(0 < timeLeft && timeLeft <= Accrual.DURATION && elapsed <= timeLeft);
        assert(Accrual.rest(unstreamed, elapsed, timeLeft) <= unstreamed);
    }

    /// @notice After a payment all streams within seven days, and within no less than the time that was left.
    function meanTimeIsWithinSevenDays(uint112 unstreamed, uint24 timeLeft, uint112 added) external pure {
        require(added > 0 && timeLeft <= Accrual.DURATION);
        uint256 mean = Accrual.meanTime(unstreamed, timeLeft, added);
        assert(mean <= Accrual.DURATION);
        assert(mean >= timeLeft);
    }

    /// @notice The products that are not checked for overflow do not overflow, and the accumulator grows by less than 2^132.
    function growthHas132Bits(uint112 unstreamed, uint24 elapsed, uint24 timeLeft, uint80 eligible) external pure {
        _requireStream(elapsed, timeLeft, eligible);
        uint256 product = uint256(unstreamed) * elapsed * Accrual.SUPPLY;
        uint256 divisor = uint256(timeLeft) * eligible;
        bool isWithin = product <= divisor * (uint256(unstreamed) * 1_000_000);
        assert(isWithin);
        require(isWithin);
        uint256 growth = Accrual.growth(unstreamed, elapsed, timeLeft, eligible);
        assert(growth == product / divisor);
        assert(growth <= uint256(unstreamed) * 1_000_000);
        assert(uint256(unstreamed) * 1_000_000 < 2 ** 132);
    }

    /// @notice What shares earn needs no more bits than there are.
    function earnedFits(uint80 shares, uint136 growth) external pure {
        require(shares <= Accrual.SUPPLY);
        uint256 product = uint256(shares) * growth;
        assert(Accrual.earned(shares, growth) == product / Accrual.SUPPLY);
        assert(Accrual.earned(shares, growth) <= growth);
    }

    /// @notice Two holders earn together at most what one would by the shares of both. By induction any number of holders earn at
    /// most what all eligible shares do.
    function holdersAddUp(uint80 some, uint80 other, uint136 growth) external pure {
        uint256 both = uint256(some) + other;
        require(both <= Accrual.SUPPLY);
        uint256 parts = Accrual.earned(some, growth) + Accrual.earned(other, growth);
        assert(parts <= Accrual.earned(both, growth));
    }

    /// @notice What all eligible shares earn, and what is left, are together at most what there was.
    function nothingIsEarnedTwice(uint112 unstreamed, uint24 elapsed, uint24 timeLeft, uint80 eligible) external pure {
        _requireStream(elapsed, timeLeft, eligible);
        uint256 growth = Accrual.growth(unstreamed, elapsed, timeLeft, eligible);
        bool isRounded = growth * (uint256(timeLeft) * eligible) <= uint256(unstreamed) * elapsed * Accrual.SUPPLY;
        assert(isRounded);
        require(isRounded);

        uint256 earned = Accrual.earned(eligible, growth);
        bool isPart = earned * Accrual.SUPPLY <= eligible * growth;
        assert(isPart);
        require(isPart);
        bool isStreamed = earned * timeLeft <= uint256(unstreamed) * elapsed;
        assert(isStreamed);
        require(isStreamed);

        uint256 rest = Accrual.rest(unstreamed, elapsed, timeLeft);
        bool isRest = rest * timeLeft <= uint256(unstreamed) * (timeLeft - elapsed);
        assert(isRest);
        require(isRest);
        assert(earned + rest <= unstreamed);
    }

    function _requireStream(uint24 elapsed, uint24 timeLeft, uint80 eligible) private pure {
        require(0 < timeLeft && timeLeft <= Accrual.DURATION && elapsed <= timeLeft);
        require(Accrual.LEAST_ELIGIBLE <= eligible && eligible <= Accrual.SUPPLY);
    }
}
