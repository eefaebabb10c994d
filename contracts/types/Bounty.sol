// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ArchitectureId, BountyId, TaskId} from "./Ids.sol";
import {LicenseTier} from "./Model.sol";
import {TrainingTerms} from "./Training.sol";

/// @notice Where a bounty stands. Derived from stored facts and the clock, never stored. Windows are half-open: a window
/// that ends at `t` holds at `t - 1` and no longer at `t`.
enum BountyStatus {
    /// No bounty has this number.
    None,
    /// Chunks are being sealed, then a sample is drawn and opened. Anyone: `sealChunks`, `drawChunks`, `openChunks`.
    /// Sponsor: `cancel`. Ends when the sample is open (Funding), at `draftEnds` or when cancelled (Failed).
    Draft,
    /// Anyone: `contribute`. Sponsor: `cancel` while nothing is in.
    /// Ends at `fundingEnds` or at the cap (Training), or under the goal (Failed).
    Funding,
    /// Operators: `commit`, `replace`, `withdrawSubmission`. Ends at `trainingEnds` (Opening; Unmet without a submission).
    Training,
    /// Anyone: `drawChunks`, `openChunks`. Ends when the chunks drawn for the score are open (Proving), or at `openingEnds`
    /// (Voided).
    Opening,
    /// Anyone, for an operator: `proveModel`, `proveScore`. Ends at `provingEnds` (Claiming; Unmet with nobody ranked).
    Proving,
    /// Ranks within the prizes: `claim`. Ends when all of them have claimed (Settled) or at `claimEnds` (Reserve; without
    /// reserve ranks Settled or Unmet).
    Claiming,
    /// Ranks below the prizes: `claim`, each in its own turn. Ends when no prize is left, no unused turn is left, or at
    /// `reserveEnds` (Settled, or Unmet if nobody claimed).
    Reserve,
    /// At least one model is published, and no prize can be claimed any more. Anyone: `settle`, `claimShares`, `credit`.
    Settled,
    /// Cancelled, without an open sample in time, or under the goal. Everyone: `credit`.
    Failed,
    /// Nobody committed, was ranked, or claimed. Everyone: `credit`.
    Unmet,
    /// The chunks to be scored were not drawn or not opened in time. Everyone: `credit`.
    Voided
}

/// @notice How ranked submissions are ordered. Equals are ordered by the sequence number of their last `commit` or
/// `replace`, the earlier first.
enum Ordering {
    /// The highest score first.
    Accuracy,
    /// The fewest bits first, among those at or above the minimum score.
    Compression
}

/// @notice What keeps a submission from being ranked, the first thing that does.
enum WhyNotRanked {
    /// Nothing: it is ranked.
    Ranked,
    /// The operator has none, or withdrew it.
    NoSubmission,
    /// `proveModel` is missing.
    ModelNotProven,
    /// `proveScore` is missing for a chunk that is scored, or nothing is drawn for the score yet.
    ChunksNotCounted,
    ScoreBelowMinimum,
    /// Sixteen others are better.
    SixteenAreBetter
}

/// @notice Parts of the fixed share supply, in bps that add up to 10,000: of the backers at least 2,000, of the model's own
/// treasury at most 5,000, as its shares never vote.
struct ShareSplit {
    uint16 backersBps;
    uint16 operatorsBps;
    uint16 sponsorBps;
    uint16 treasuryBps;
}

/// @notice The ends of the windows: absolute times in seconds, each at least `minimumWindow` and at most 180 days after
/// the one before (the first: after creation), `openingEnds` at least 30 minutes more.
struct Windows {
    uint40 draftEnds;
    uint40 fundingEnds;
    uint40 trainingEnds;
    uint40 openingEnds;
    uint40 provingEnds;
    uint40 claimEnds;
    uint40 reserveEnds;
}

/// @notice What a sponsor promises, frozen when the bounty is created. Amounts are in the token's smallest unit.
struct BountyTerms {
    /// Allow-listed ERC-20 in which the bounty is paid.
    address token;
    /// Who seals and opens the evaluation set, and creates the bounty.
    address sponsor;
    TaskId task;
    /// The one architecture admitted; zero admits every architecture registered for the task before `architecturesUntil`.
    ArchitectureId architecture;
    /// Only read where `architecture` is zero; at most `trainingEnds`; zero means the time of creation.
    uint40 architecturesUntil;
    Ordering ordering;
    /// Fewest correct answers, on all drawn chunks together, with which a submission is ranked.
    uint32 minimumScore;
    /// Chunks sealed (M), 2 to 64. A quarter of them, rounded up, is shown before anybody pays.
    uint8 chunks;
    /// Chunks scored: at most 16, and at most those that are not shown.
    uint8 drawnChunks;
    /// Root of the tree over the M chunks, see `ChunkTree`.
    bytes32 chunksRoot;
    /// Part of the pot for each prize, the first for the best rank; at most 8, none above the one before,
    /// sum 10,000.
    uint16[] prizesBps;
    ShareSplit shares;
    uint128 goal;
    uint128 cap;
    uint128 sponsorBond;
    uint128 operatorBond;
    /// Joins the pot; at most a tenth of the operator bond.
    uint128 entryFee;
    Windows windows;
    /// The settled bounty, in the same token, whose model this one is made from; zero where there is none.
    BountyId parent;
    /// Part of the model's revenue that goes to the parent's shares: at most 2,000, zero without a parent.
    uint16 royaltyBps;
    /// Licences that the model sells, at most 8, until its governor changes them.
    LicenseTier[] licenseTiers;
    /// Records of training, and what they are paid.
    TrainingTerms training;
    /// Title, kind, licence and data card; `specHash` is keccak256 of its content.
    string specUri;
    bytes32 specHash;
}

/// @notice One chunk of the evaluation set as the tree of chunks holds it, with its path to the root.
struct Chunk {
    uint8 index;
    uint256 dataCommitment;
    bytes32 bytesHash;
    uint256 digest;
    /// Siblings from the leaf to the root.
    bytes32[] path;
}

/// @notice What an operator committed to. The chain stores its hash; callers bring it.
struct Submission {
    address operator;
    ArchitectureId architecture;
    /// Poseidon(hash of the packed weights, salt, operator), below the scalar field's order.
    uint256 modelCommitment;
    /// Hash of the words that `claim` publishes.
    bytes32 bytesHash;
    /// Receives the prize and the shares.
    address payee;
}

/// @notice What one account can still get from a bounty at this time, itemised, in the token's smallest unit.
struct Owed {
    uint256 refund;
    uint256 leftOver;
    uint256 sponsorBond;
    uint256 operatorBond;
    uint256 entryFee;
    uint256 forfeits;
    uint256 shares;
}
