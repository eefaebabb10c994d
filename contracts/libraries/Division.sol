// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title How money, shares and time are divided
/// @notice Every formula that decides how much somebody gets, on values alone. All divisions round down: what is left over
/// stays where it is, owed to nobody.
/// @dev `test/formal` proves that, within the bounds of the terms, nothing here overflows or gives more than there is. The
/// proofs cover code without loops only: what has to repeat a formula does so outside.
library Division {
    /// @notice One whole, in basis points.
    uint256 internal constant BPS = 10_000;

    /// @dev What a sample that was seen and led to nothing costs of the sponsor's bond: a tenth.
    uint256 private constant SAMPLE_FORFEIT_PARTS = 10;

    /// @notice A part in basis points: a prize of the pot, a split of the shares.
    function inBps(uint256 amount, uint256 bps) internal pure returns (uint256) {
        return (amount * bps) / BPS;
    }

    /// @notice A part of `amount` as large as `part` is of `whole`.
    function proRata(uint256 amount, uint256 part, uint256 whole) internal pure returns (uint256) {
        return (amount * part) / whole;
    }

    // ------------------------------------------------------------------ money

    /// @notice The entry fees of all operators that paid one.
    function entryFees(uint256 entrants, uint256 entryFee) internal pure returns (uint256) {
        return entrants * entryFee;
    }

    /// @notice What a pot sets aside for stipends, and what is left for prizes.
    function splitPot(uint256 pot, uint256 stipendBps) internal pure returns (uint256 stipends, uint256 prizes) {
        stipends = inBps(pot, stipendBps);
        prizes = pot - stipends;
    }

    /// @notice What the payee gets of a prize, and what the protocol gets.
    function splitPrize(uint256 prize, uint256 feeBps) internal pure returns (uint256 amount, uint256 fee) {
        amount = inBps(prize, BPS - feeBps);
        fee = inBps(prize, feeBps);
    }

    /// @notice What a sponsor forfeits for a sample that was seen and led to nothing.
    function sampleForfeit(uint256 sponsorBond) internal pure returns (uint256) {
        return sponsorBond / SAMPLE_FORFEIT_PARTS;
    }

    /// @notice What all backers together get of forfeited bonds, and what the protocol treasury gets: half each, an odd unit
    /// to the backers.
    function splitForfeits(
        uint256 sponsorForfeit,
        uint256 missingClaims,
        uint256 operatorBond
    ) internal pure returns (uint256 toBackers, uint256 toTreasury) {
        uint256 forfeited = sponsorForfeit + missingClaims * operatorBond;
        toTreasury = forfeited / 2;
        toBackers = forfeited - toTreasury;
    }

    /// @notice A backer's part of what prizes left over, and of the backers' half of forfeits. Both are divided together, so
    /// that an account loses no more than one unit.
    function splitRest(
        uint256 leftOver,
        uint256 toBackers,
        uint256 contributed,
        uint256 allContributed
    ) internal pure returns (uint256 leftOverPart, uint256 forfeitsPart) {
        uint256 both = proRata(leftOver + toBackers, contributed, allContributed);
        leftOverPart = proRata(leftOver, contributed, allContributed);
        forfeitsPart = both - leftOverPart;
    }

    // ------------------------------------------------------------------ shares

    /// @notice Shares of a payee, by the prizes claimed for it.
    function operatorShares(uint256 supply, uint256 operatorsBps, uint256 prizesBps) internal pure returns (uint256) {
        return inBps(inBps(supply, operatorsBps), prizesBps);
    }

    /// @notice Shares of all backers together: their own, and the operators' for prizes that nobody claimed.
    function backersShares(
        uint256 supply,
        uint256 backersBps,
        uint256 operatorsBps,
        uint256 claimedBps
    ) internal pure returns (uint256) {
        return inBps(supply, backersBps) + operatorShares(supply, operatorsBps, BPS - claimedBps);
    }

    // ------------------------------------------------------------------ time

    /// @notice The rank whose turn in Reserve runs at `time`. There are ranks below the prizes, and `claimEnds` has passed.
    /// @dev R ranks have turns of ⌊window / R⌋ seconds; the last turn lasts until `reserveEnds`. In a window of fewer than
    /// R seconds, which only a local chain admits, all turns but the last are empty.
    function runningRank(
        uint256 prizes,
        uint256 ranked,
        uint256 claimEnds,
        uint256 reserveEnds,
        uint256 time
    ) internal pure returns (uint256) {
        uint256 turns = ranked - prizes;
        uint256 length = (reserveEnds - claimEnds) / turns;
        uint256 turn = length == 0 ? turns : (time - claimEnds) / length;
        return turn < turns ? prizes + turn : ranked - 1;
    }
}
