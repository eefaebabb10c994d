// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IArchitectureRegistry} from "../interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "../interfaces/ITrainingRecords.sol";
import {BountyStatus, Submission} from "../types/Bounty.sol";
import {Bounty, Entry, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Batch} from "./Batch.sol";
import {Division} from "./Division.sol";
import {Entries} from "./Entries.sol";
import {Ledger} from "./Ledger.sol";
import {Pot} from "./Pot.sol";
import {Ranking} from "./Ranking.sol";
import {Status} from "./Status.sol";
import {Words} from "./Words.sol";

/// @title Prizes, paid for published weights only, and the stipends of proven records, paid with a prize only
library Claims {
    /// @notice Implements `ITrainingBounties.claim`.
    function claim(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        bytes calldata words,
        IArchitectureRegistry registry,
        ITrainingRecords records,
        address protocolTreasury
    ) external returns (uint256 amount) {
        // Check: it is this rank's turn, and the words are those that the proofs speak of.
        Bounty storage bounty = escrow.bounties[id];
        (uint256 rank, uint256 prize) = _checkTurn(bounty, id, submission);
        _checkWords(bounty, submission, words, registry);

        // Effect: the prize is taken, the bond free.
        _take(bounty, submission, rank, prize);
        uint256 fee;
        (amount, fee) = _payOf(bounty, id, submission.operator, prize, records);
        // Cast: a prize's index is below 8.
        emit ITrainingBounties.Claimed(id, submission.operator, submission.payee, uint8(prize), amount, words);
        address token = bounty.token;
        Ledger.credit(escrow, id, token, submission.payee, amount);
        Ledger.credit(escrow, id, token, submission.operator, bounty.operatorBond);
        Ledger.credit(escrow, id, token, protocolTreasury, fee);
    }

    /// @notice Implements `ITrainingBounties.publishWeights`.
    function publishWeights(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        bytes32[] calldata pieceHashes,
        uint256 piece,
        bytes calldata words,
        IArchitectureRegistry registry
    ) external {
        // Check: it is this rank's turn, and the words are a piece of those that were committed.
        Bounty storage bounty = escrow.bounties[id];
        _checkTurn(bounty, id, submission);
        Entry storage entry = bounty.entries[submission.operator];
        if ((uint256(entry.publishedPieces) >> piece) & 1 == 1) return;
        _checkPiece(submission, pieceHashes, piece, words, registry);

        // Effect: it is published, and counts for the digest of all.
        uint256 part = Words.digestOfPiece(words, piece, _challengeOf(submission));
        entry.publishedDigest = addmod(entry.publishedDigest, part, Words.FIELD);
        entry.publishedPieces |= uint16(1 << piece); // Cast: the registry admits models of at most 16 pieces.
        emit ITrainingBounties.WeightsPublished(id, submission.operator, piece, words);
    }

    /// @dev The hash that was committed to is that of all pieces' hashes; so each piece is known by its own.
    function _checkPiece(
        Submission calldata submission,
        bytes32[] calldata pieceHashes,
        uint256 piece,
        bytes calldata words,
        IArchitectureRegistry registry
    ) private view {
        uint256 modelWords = registry.architectureOf(submission.architecture).modelWords;
        uint256 pieces = Math.ceilDiv(modelWords, Words.PIECE_WORDS);
        if (pieceHashes.length != pieces) revert ITrainingBounties.LengthMismatch(pieces, pieceHashes.length);
        bytes32 hash = keccak256(abi.encodePacked(pieceHashes));
        if (hash != submission.bytesHash) revert ITrainingBounties.BytesHashMismatch(submission.bytesHash, hash);
        if (piece >= pieces) revert ITrainingBounties.PieceOutOfBounds(piece, pieces);

        bool isLast = piece + 1 == pieces;
        uint256 count = isLast ? modelWords - piece * Words.PIECE_WORDS : Words.PIECE_WORDS;
        if (words.length != count * 32) revert ITrainingBounties.WordsLengthMismatch(count, words.length);
        bytes32 pieceHash = keccak256(words);
        if (pieceHash != pieceHashes[piece]) {
            revert ITrainingBounties.BytesHashMismatch(pieceHashes[piece], pieceHash);
        }
    }

    /// @dev In Claiming every rank within the prizes may claim its own, in any order; in Reserve only the rank whose turn
    /// runs, and it takes the highest prize left. Ranks never move.
    function _checkTurn(
        Bounty storage bounty,
        BountyId id,
        Submission calldata submission
    ) private view returns (uint256 rank, uint256 prize) {
        bool inReserve = Status.derive(bounty) == BountyStatus.Reserve;
        if (!inReserve) Status.check(bounty, id, BountyStatus.Claiming);
        Entry storage entry = Entries.find(bounty, id, submission);
        if (entry.claimed) revert ITrainingBounties.AlreadyClaimed(id, submission.operator);
        rank = Entries.rankOf(bounty, entry);
        if (rank == Ranking.CAPACITY) revert ITrainingBounties.NotRanked(id, submission.operator);

        uint256 opensTo = inReserve ? Status.runningRank(bounty) : bounty.prizes;
        if (inReserve ? rank != opensTo : rank >= opensTo) {
            revert ITrainingBounties.NotYourTurn(id, submission.operator, rank, opensTo);
        }
        prize = inReserve ? _highestPrizeLeft(bounty) : rank;
    }

    /// @dev In Reserve one is left.
    function _highestPrizeLeft(Bounty storage bounty) private view returns (uint256 prize) {
        uint256 claimedPrizes = bounty.claimedPrizes;
        while ((claimedPrizes >> prize) & 1 == 1) ++prize;
    }

    function _checkWords(
        Bounty storage bounty,
        Submission calldata submission,
        bytes calldata words,
        IArchitectureRegistry registry
    ) private view {
        uint256 modelWords = registry.architectureOf(submission.architecture).modelWords;
        Entry storage entry = bounty.entries[submission.operator];
        uint256 published = entry.publishedPieces;
        if (words.length == 0 && published != 0) {
            uint256 all = (1 << Math.ceilDiv(modelWords, Words.PIECE_WORDS)) - 1;
            if (published != all) revert ITrainingBounties.PiecesMissing(published, all);
            (uint256 digest, uint256 sum) = (entry.digest, entry.publishedDigest);
            if (sum != digest) revert ITrainingBounties.DigestMismatch(digest, sum);
            return;
        }
        Batch.checkWords(words, modelWords, submission.bytesHash, _challengeOf(submission), entry.digest);
    }

    function _challengeOf(Submission calldata submission) private view returns (uint256) {
        return Words.modelChallenge(submission.operator, submission.modelCommitment, submission.bytesHash);
    }

    /// @dev What the payee gets and what the protocol gets. There is no fee on a stipend: it pays for work, not for the result.
    function _payOf(
        Bounty storage bounty,
        BountyId id,
        address operator,
        uint256 prize,
        ITrainingRecords records
    ) private returns (uint256 amount, uint256 fee) {
        (uint256 whole, uint256 stipend) = Pot.prize(bounty, prize);
        (amount, fee) = Division.splitPrize(whole, bounty.feeBps);
        if (stipend == 0 || !records.isProven(id, operator)) return (amount, fee);
        bounty.claimedStipends |= uint8(1 << prize); // Cast: a prize's index is below 8.
        amount += stipend;
        emit ITrainingBounties.StipendPaid(id, operator, stipend);
    }

    function _take(Bounty storage bounty, Submission calldata submission, uint256 rank, uint256 prize) private {
        Entry storage entry = bounty.entries[submission.operator];
        // Casts: a rank is below 16, a prize's index below 8, and with them the bits of the bitmaps.
        (entry.claimed, entry.bondReturned, entry.prize) = (true, true, uint8(prize));
        uint16 rankBit = uint16(1 << rank);
        uint16 claimedRanks = bounty.claimedRanks;
        if (claimedRanks & (rankBit - 1) == 0) bounty.bestOperator = submission.operator; // nobody better has claimed
        bounty.claimedRanks = claimedRanks | rankBit;
        bounty.claimedPrizes |= uint8(1 << prize);
        bounty.accounts[submission.payee].prizesBps += bounty.prizesBps[prize];
    }
}
