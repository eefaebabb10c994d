// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Division} from "../../contracts/libraries/Division.sol";

/// @dev A pot is contributions of 96 bits and fewer than 2^32 entry fees of 96 bits; `potHas129Bits` proves that it has at most
/// 129. The other properties take any pot of 136, the next wider type. A fee is at most 250 bps, what is set aside for stipends 5,000,
/// and the prizes are 10,000 together. What is asserted and then required is a lemma: proven first, then used.
contract Prizes {
    uint256 private constant MAXIMUM_FEE_BPS = 250;
    uint256 private constant MAXIMUM_STIPEND_BPS = 5_000;

    /// @notice The entry fees fit in 128 bits, and the pot in 129.
    function potHas129Bits(uint96 contributed, uint32 entrants, uint96 entryFee) external pure {
        uint256 fees = Division.entryFees(entrants, entryFee);
        assert(fees <= type(uint128).max);
        assert(contributed + fees < 2 ** 129);
    }

    /// @notice Stipends and prizes are together the pot, and at least half of it is for prizes.
    function stipendsAndPrizesAreThePot(uint136 pot, uint16 stipendBps) external pure {
        require(stipendBps <= MAXIMUM_STIPEND_BPS);
        (uint256 stipends, uint256 prizes) = Division.splitPot(pot, stipendBps);
        assert(stipends + prizes == pot);
        assert(stipends <= prizes);
    }

    /// @notice A prize is at most the pot.
    function prizeIsWithinPot(uint136 pot, uint16 bps) external pure {
        require(bps <= Division.BPS);
        assert(Division.inBps(pot, bps) <= pot);
    }

    /// @notice Prizes with their stipends are at most their part of the pot, however many: if some are, they are with one more.
    /// @dev The step of an induction over the loop of `Pot.claimed`, which starts with nothing and takes each prize once, with its stipend
    /// at most.
    function onePrizeMoreIsWithinPot(
        uint136 pot,
        uint16 stipendBps,
        uint136 amount,
        uint16 partsBps,
        uint16 bps
    ) external pure {
        uint256 sumBps = uint256(partsBps) + bps;
        require(stipendBps <= MAXIMUM_STIPEND_BPS);
        require(sumBps <= Division.BPS && amount * Division.BPS <= uint256(pot) * partsBps);
        (uint256 stipends, uint256 prizes) = Division.splitPot(pot, stipendBps);
        uint256 sum = amount + Division.inBps(prizes, bps) + Division.inBps(stipends, bps);
        bool arePart = sum * Division.BPS <= pot * sumBps;
        assert(arePart);
        require(arePart);
        assert(sum <= pot);
    }

    /// @notice A prize with its stipend is at most its part of the whole pot.
    function bothAreWithinTheirPart(uint136 pot, uint16 stipendBps, uint16 bps) external pure {
        require(stipendBps <= MAXIMUM_STIPEND_BPS && bps <= Division.BPS);
        (uint256 stipends, uint256 prizes) = Division.splitPot(pot, stipendBps);
        assert(Division.inBps(prizes, bps) + Division.inBps(stipends, bps) <= Division.inBps(pot, bps));
    }

    /// @notice Eight prizes are together at most the pot, so that what is left over does not underflow.
    /// @dev With their stipends too: each is at most its part of the whole pot, see `bothAreWithinTheirPart`.
    function eightPrizesAreWithinPot(uint136 pot, uint16[8] memory bps) external pure {
        uint256 sum = uint256(bps[0]) + bps[1] + bps[2] + bps[3] + bps[4] + bps[5] + bps[6] + bps[7];
        require(sum <= Division.BPS);
        uint256 prizes =
            Division.inBps(pot, bps[0]) +
                Division.inBps(pot, bps[1]) +
                Division.inBps(pot, bps[2]) +
                Division.inBps(pot, bps[3]) +
                Division.inBps(pot, bps[4]) +
                Division.inBps(pot, bps[5]) +
                Division.inBps(pot, bps[6]) +
                Division.inBps(pot, bps[7]);
        bool arePart = prizes * Division.BPS <= pot * sum;
        assert(arePart);
        require(arePart);
        assert(prizes <= pot);
    }

    /// @notice What the payee gets and the protocol fee are together at most the prize, and at least the prize less one unit.
    function splitIsWithinPrize(uint136 prize, uint16 feeBps) external pure {
        require(feeBps <= MAXIMUM_FEE_BPS);
        (uint256 amount, uint256 fee) = Division.splitPrize(prize, feeBps);
        assert(amount + fee <= prize);
        assert(amount + fee + 1 >= prize);
    }

    /// @notice The protocol fee is at most a fortieth of the prize.
    function feeIsAtMostAFortieth(uint136 prize, uint16 feeBps) external pure {
        require(feeBps <= MAXIMUM_FEE_BPS);
        (, uint256 fee) = Division.splitPrize(prize, feeBps);
        assert(fee * 40 <= prize);
    }
}
