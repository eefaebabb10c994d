// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModelShares} from "../interfaces/IModelShares.sol";
import {Ordering} from "./Bounty.sol";
import {ArchitectureId, BountyId, RecipeId, TaskId} from "./Ids.sol";
import {LicenseTier} from "./Model.sol";

/// @notice All that the escrow remembers.
struct Escrow {
    /// What `withdraw` pays: the only record of money that left a bounty.
    mapping(address token => mapping(address account => uint256)) owed;
    mapping(address token => bool) tokenAllowed;
    mapping(BountyId => Bounty) bounties;
    // slot 3
    uint64 bountyCount;
    uint16 feeBps;
    bool entryPaused;
}

/// @notice One bounty: its terms, which never change, and the facts from which its status is derived.
/// @dev Packed by what is read together. The status follows from slots 0 and 1 alone; facts that many transactions change
/// share a slot with something that is never zero, so that nobody pays for a slot's first use, except for that of the
/// evaluation set and those of the ranking.
struct Bounty {
    // slot 0: the clock
    uint40 draftEnds;
    uint40 fundingEnds;
    uint40 trainingEnds;
    uint40 openingEnds;
    uint40 provingEnds;
    uint40 claimEnds;
    uint16 feeBps;
    // slot 1: facts; `reserveEnds` is never zero where there is a bounty
    uint40 reserveEnds;
    bool cancelled;
    bool goalReached; // contributed >= goal
    bool capReached; // contributed == cap
    bool cancelledAfterSample; // at or after the time of the round that draws the sample
    bool sampleOpen; // every chunk is sealed, and the sample is open
    bool scoredOpen; // the chunks drawn for the score are open
    uint8 chunks;
    uint8 drawnChunks;
    Ordering ordering;
    uint8 prizes;
    uint32 submissions; // not withdrawn
    uint32 sequence; // of the last `commit` or `replace`
    uint32 entrants; // operators that have paid the entry fee
    uint8 ranked; // at most 16
    uint16 claimedRanks; // bitmap by rank
    uint8 claimedPrizes; // bitmap by prize
    uint8 claimedStipends; // bitmap by prize; among those claimed
    // slot 2
    address token;
    uint40 architecturesUntil;
    uint40 createdAt;
    uint16 royaltyBps;
    // slot 3: amounts have 96 bits, see `Terms`
    uint96 operatorBond;
    uint96 entryFee;
    uint40 sampleTime; // of the round that draws the sample; zero before the last chunk is sealed
    uint16 stipendBps;
    // slot 4
    uint96 contributed;
    uint96 cap;
    uint16 backersBps;
    uint16 operatorsBps;
    uint16 sponsorBps;
    uint16 treasuryBps;
    // slot 5
    uint96 goal;
    address bestOperator; // of the best-ranked published submission
    // slot 6
    uint96 sponsorBond;
    address sponsor;
    // slot 7: what the registry said of the task when the bounty was created, and the minimum score
    address sealChunkKey;
    uint16 chunkWords;
    uint16 samples;
    uint32 minimumScore;
    // slot 8
    uint16[8] prizesBps;
    // slots 9 to 12
    bytes32 chunksRoot;
    TaskId task;
    ArchitectureId architecture;
    bytes32 specHash;
    // slot 13
    IModelShares shares;
    uint64 parent; // number of a bounty; zero where there is none
    // slot 14: the evaluation set, bitmaps by chunk index
    uint64 sealedChunks;
    uint64 openChunks;
    uint64 sampleChunks; // zero before they are drawn
    uint64 scoredChunks; // zero before they are drawn
    // slots 15 to 18: see `Ranking`
    uint256[4] rankKeys;
    // slots 19 to 21: records of training; zero where there are none
    RecipeId recipe;
    bytes32 batchesRoot;
    address trainStepKey;
    uint32 batches;
    uint32 steps;
    uint8 drawnSteps;
    // slot 22 and on
    string specUri;
    LicenseTier[] licenseTiers;
    mapping(uint256 index => uint256) dataCommitments; // of the chunks drawn for the score, once they are open
    mapping(address operator => Entry) entries;
    mapping(address account => Account) accounts;
}

/// @notice One operator's part in a bounty.
struct Entry {
    // slot 0: keccak256(abi.encode(Submission)); zero before `commit` and after `withdrawSubmission`
    bytes32 submissionHash;
    // slot 1
    uint32 sequence;
    uint32 score;
    uint32 bits;
    uint64 countedChunks; // bitmap by chunk index
    uint16 publishedPieces; // bitmap by piece
    bool modelProven;
    bool claimed;
    uint8 prize; // meaningful once claimed
    bool feePaid;
    bool feeReturned;
    bool bondReturned; // by `claim` or `credit`; a withdrawn submission has no bond here any more
    // slot 2
    uint256 digest;
    // slot 3: of a model published in pieces, what they add to the digest
    uint256 publishedDigest;
}

/// @notice One account's part in a bounty, as backer, payee, sponsor or protocol treasury.
struct Account {
    uint96 contributed;
    uint16 prizesBps; // of the prizes claimed for this payee
    bool credited; // all that the final status gives, besides operators' bonds and fees
    bool sharesClaimed;
}
