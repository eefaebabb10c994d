// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {Submission, WhyNotRanked} from "../types/Bounty.sol";
import {Bounty, Entry} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Ranking} from "./Ranking.sol";

/// @title Looking up an operator's submission
library Entries {
    /// @notice The entry of a submission that a caller brought; reverts unless it is the one that stands.
    function find(
        Bounty storage bounty,
        BountyId id,
        Submission calldata submission
    ) internal view returns (Entry storage entry) {
        entry = bounty.entries[submission.operator];
        bytes32 expected = entry.submissionHash;
        if (expected == 0) revert ITrainingBounties.SubmissionMissing(id, submission.operator);
        bytes32 actual = keccak256(abi.encode(submission));
        if (actual != expected) {
            revert ITrainingBounties.SubmissionMismatch(id, submission.operator, expected, actual);
        }
    }

    /// @notice Implements `ITrainingBounties.whyNotRanked`.
    function whyNotRanked(Bounty storage bounty, Entry storage entry) internal view returns (WhyNotRanked) {
        if (entry.submissionHash == 0) return WhyNotRanked.NoSubmission;
        if (!entry.modelProven) return WhyNotRanked.ModelNotProven;
        uint256 scored = bounty.scoredChunks;
        if (scored == 0 || entry.countedChunks != scored) return WhyNotRanked.ChunksNotCounted;
        if (entry.score < bounty.minimumScore) return WhyNotRanked.ScoreBelowMinimum;
        return rankOf(bounty, entry) == Ranking.CAPACITY ? WhyNotRanked.SixteenAreBetter : WhyNotRanked.Ranked;
    }

    /// @notice The rank of an entry, from 0; `Ranking.CAPACITY` where it is not among the best sixteen.
    /// @dev The key of an entry that is not complete yet, or below the minimum, is not there to be found: it was never
    /// inserted, and no other entry has its sequence number.
    function rankOf(Bounty storage bounty, Entry storage entry) internal view returns (uint256) {
        uint256 key = Ranking.keyOf(bounty.ordering, entry.score, entry.bits, entry.sequence);
        return Ranking.find(bounty.rankKeys, key);
    }
}
