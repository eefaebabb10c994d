// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus} from "../types/Bounty.sol";
import {Bounty, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Division} from "./Division.sol";

/// @title Where a bounty stands
/// @notice Derives the status from a bounty's facts and the clock, and the turns of Reserve. Windows are half-open.
library Status {
    /// @notice The bounty of this number; reverts where there is none.
    function load(Escrow storage escrow, BountyId id) internal view returns (Bounty storage bounty) {
        bounty = escrow.bounties[id];
        if (bounty.reserveEnds == 0) revert ITrainingBounties.BountyUnknown(id);
    }

    /// @notice Reverts unless the bounty exists and has the expected status.
    function check(Bounty storage bounty, BountyId id, BountyStatus expected) internal view {
        BountyStatus actual = derive(bounty);
        if (actual == expected) return;
        if (actual == BountyStatus.None) revert ITrainingBounties.BountyUnknown(id);
        revert ITrainingBounties.StatusMismatch(id, actual, expected);
    }

    /// @notice The status at this time.
    function derive(Bounty storage bounty) internal view returns (BountyStatus) {
        if (bounty.reserveEnds == 0) return BountyStatus.None;
        if (bounty.cancelled) return BountyStatus.Failed;
        if (!bounty.sampleOpen) {
            return block.timestamp < bounty.draftEnds ? BountyStatus.Draft : BountyStatus.Failed;
        }
        if (!bounty.capReached) {
            if (block.timestamp < bounty.fundingEnds) return BountyStatus.Funding;
            if (!bounty.goalReached) return BountyStatus.Failed;
        }
        if (block.timestamp < bounty.trainingEnds) return BountyStatus.Training;
        if (bounty.submissions == 0) return BountyStatus.Unmet;
        if (!bounty.scoredOpen) {
            return block.timestamp < bounty.openingEnds ? BountyStatus.Opening : BountyStatus.Voided;
        }
        if (block.timestamp < bounty.provingEnds) return BountyStatus.Proving;
        if (bounty.ranked == 0) return BountyStatus.Unmet;
        return _afterProving(bounty);
    }

    /// @notice Whether nothing can change the status any more.
    function isFinal(BountyStatus status) internal pure returns (bool) {
        return
            status == BountyStatus.Settled ||
            status == BountyStatus.Failed ||
            status == BountyStatus.Unmet ||
            status == BountyStatus.Voided;
    }

    /// @notice The next time at which the status may change by the clock alone; zero where it cannot.
    function nextDeadline(Bounty storage bounty) internal view returns (uint256) {
        BountyStatus status = derive(bounty);
        if (status == BountyStatus.Draft) return bounty.draftEnds;
        if (status == BountyStatus.Funding) return bounty.fundingEnds;
        if (status == BountyStatus.Training) return bounty.trainingEnds;
        if (status == BountyStatus.Opening) return bounty.openingEnds;
        if (status == BountyStatus.Proving) return bounty.provingEnds;
        if (status == BountyStatus.Claiming) return bounty.claimEnds;
        if (status == BountyStatus.Reserve) return bounty.reserveEnds;
        return 0;
    }

    /// @notice Ranks that have a prize of their own: `prizes`, or fewer where fewer are ranked.
    function prizeRanks(Bounty storage bounty) internal view returns (uint256) {
        return Math.min(bounty.ranked, bounty.prizes);
    }

    /// @notice The rank whose turn runs. Only in Reserve: there are ranks below the prizes, and `claimEnds` has passed.
    function runningRank(Bounty storage bounty) internal view returns (uint256) {
        uint256 claimEnds = bounty.claimEnds;
        return Division.runningRank(bounty.prizes, bounty.ranked, claimEnds, bounty.reserveEnds, block.timestamp);
    }

    function _afterProving(Bounty storage bounty) private view returns (BountyStatus) {
        uint256 claimedRanks = bounty.claimedRanks;
        if (block.timestamp < bounty.claimEnds) {
            uint256 inPrizes = (1 << prizeRanks(bounty)) - 1;
            return claimedRanks & inPrizes == inPrizes ? BountyStatus.Settled : BountyStatus.Claiming;
        }
        if (_reserveRuns(bounty)) return BountyStatus.Reserve;
        return claimedRanks == 0 ? BountyStatus.Unmet : BountyStatus.Settled;
    }

    /// @dev After `claimEnds`: whether a prize is left, and a turn that is not used runs or is to come.
    function _reserveRuns(Bounty storage bounty) private view returns (bool) {
        uint256 prizes = bounty.prizes;
        uint256 ranked = bounty.ranked;
        if (ranked <= prizes || block.timestamp >= bounty.reserveEnds) return false;
        if (bounty.claimedPrizes == (1 << prizes) - 1) return false;
        uint256 running = runningRank(bounty);
        return running + 1 < ranked || (bounty.claimedRanks >> running) & 1 == 0;
    }
}
