// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IArchitectureRegistry} from "../interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus, Submission} from "../types/Bounty.sol";
import {Bounty, Entry, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Proof} from "../types/Proof.sol";
import {Batch} from "./Batch.sol";
import {Entries} from "./Entries.sol";
import {Groth16} from "./Groth16.sol";
import {Ranking} from "./Ranking.sol";
import {Statements} from "./Statements.sol";
import {Status} from "./Status.sol";
import {Words} from "./Words.sol";

/// @title What is proven of submissions while Proving, and how they are ranked by it
/// @dev Anyone may bring an operator's proofs: both statements hold the operator and the model's commitment as public
/// inputs, so that a proof counts for nobody else. Nothing is keyed on a proof's bytes, and a false proof has no effect.
library Scoring {
    /// @notice Implements `ITrainingBounties.proveModel`.
    function proveModel(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        uint256 digest,
        uint32 bits,
        Proof calldata proof,
        IArchitectureRegistry registry
    ) external {
        Bounty storage bounty = escrow.bounties[id];
        Status.check(bounty, id, BountyStatus.Proving);
        Entry storage entry = Entries.find(bounty, id, submission);
        if (entry.modelProven) revert ITrainingBounties.ModelAlreadyProven(id, submission.operator);
        address key = registry.architectureOf(submission.architecture).sealModelKey;
        if (!Groth16.verify(key, _sealInputs(submission, digest, bits), proof)) {
            revert ITrainingBounties.ProofInvalid();
        }

        (entry.modelProven, entry.bits, entry.digest) = (true, bits, digest);
        emit ITrainingBounties.ModelProven(id, submission.operator, bits, digest);
        _rankIfComplete(bounty, id, entry, submission.operator);
    }

    /// @notice Implements `ITrainingBounties.proveScore`.
    function proveScore(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        uint8[] calldata chunks,
        uint32[] calldata correct,
        Proof[] calldata proofs,
        IArchitectureRegistry registry
    ) external {
        Batch.check(chunks.length, correct.length, Batch.MAXIMUM_PROOFS);
        Batch.check(chunks.length, proofs.length, Batch.MAXIMUM_PROOFS);
        Bounty storage bounty = escrow.bounties[id];
        Status.check(bounty, id, BountyStatus.Proving);
        Entry storage entry = Entries.find(bounty, id, submission);
        address key = registry.pairOf(bounty.task, submission.architecture).evaluateModelKey;

        // A submission is ranked by the call that completes it, never by a repetition.
        if (!_count(bounty, id, submission.operator, chunks, correct)) return;
        if (!Groth16.verifyBatch(key, _evaluateInputs(bounty, submission, chunks, correct), proofs)) {
            revert ITrainingBounties.ProofInvalid();
        }
        _rankIfComplete(bounty, id, entry, submission.operator);
    }

    /// @dev Counts the chunks that are not counted yet; false where there is none. The caller verifies the proofs of all.
    function _count(
        Bounty storage bounty,
        BountyId id,
        address operator,
        uint8[] calldata chunks,
        uint32[] calldata correct
    ) private returns (bool added) {
        Entry storage entry = bounty.entries[operator];
        (uint64 newChunks, uint32 sum) = _newScore(bounty, id, entry.countedChunks, chunks, correct);
        if (newChunks == 0) return false;
        entry.countedChunks |= newChunks;
        entry.score += sum;
        emit ITrainingBounties.ScoreProven(id, operator, newChunks, sum);
        return true;
    }

    /// @dev Bitmap of the chunks that are not counted yet, and the right answers on them.
    function _newScore(
        Bounty storage bounty,
        BountyId id,
        uint256 counted,
        uint8[] calldata chunks,
        uint32[] calldata correct
    ) private view returns (uint64 newChunks, uint32 sum) {
        (uint256 drawn, uint256 samples) = (bounty.scoredChunks, bounty.samples);
        for (uint256 i = 0; i < chunks.length; ++i) {
            uint256 bit = 1 << chunks[i];
            if (drawn & bit == 0) revert ITrainingBounties.ChunkNotDrawn(id, chunks[i]);
            if (correct[i] > samples) revert ITrainingBounties.CorrectOutOfBounds(correct[i], samples);
            if ((counted | newChunks) & bit != 0) continue;
            newChunks |= uint64(bit); // Cast: what is drawn has 64 bits.
            sum += correct[i];
        }
    }

    /// @dev Ranks a submission whose model and all drawn chunks are proven, if it is good enough.
    function _rankIfComplete(Bounty storage bounty, BountyId id, Entry storage entry, address operator) private {
        if (!entry.modelProven || entry.countedChunks != bounty.scoredChunks) return;
        (uint32 score, uint32 bits) = (entry.score, entry.bits);
        if (score < bounty.minimumScore) return;
        uint256 key = Ranking.keyOf(bounty.ordering, score, bits, entry.sequence);
        uint256 rank = Ranking.insert(bounty.rankKeys, key);
        if (rank == Ranking.CAPACITY) return;

        if (bounty.ranked < Ranking.CAPACITY) ++bounty.ranked;
        // Cast: a rank is below the capacity of 16.
        emit ITrainingBounties.Ranked(id, operator, uint8(rank), score, bits);
    }

    function _sealInputs(
        Submission calldata submission,
        uint256 digest,
        uint256 bits
    ) private view returns (uint256[] memory inputs) {
        inputs = new uint256[](Statements.SEAL_MODEL_INPUTS);
        inputs[Statements.SEAL_MODEL_MODEL_COMMITMENT] = submission.modelCommitment;
        inputs[Statements.SEAL_MODEL_CHALLENGE] = Words.modelChallenge(
            submission.operator,
            submission.modelCommitment,
            submission.bytesHash
        );
        inputs[Statements.SEAL_MODEL_DIGEST] = digest;
        inputs[Statements.SEAL_MODEL_BITS] = bits;
        inputs[Statements.SEAL_MODEL_OPERATOR] = uint160(submission.operator);
    }

    /// @dev The public inputs of one proof after the other.
    function _evaluateInputs(
        Bounty storage bounty,
        Submission calldata submission,
        uint8[] calldata chunks,
        uint32[] calldata correct
    ) private view returns (uint256[] memory inputs) {
        inputs = new uint256[](chunks.length * Statements.EVALUATE_MODEL_INPUTS);
        for (uint256 i = 0; i < chunks.length; ++i) {
            uint256 at = i * Statements.EVALUATE_MODEL_INPUTS;
            inputs[at + Statements.EVALUATE_MODEL_MODEL_COMMITMENT] = submission.modelCommitment;
            inputs[at + Statements.EVALUATE_MODEL_DATA_COMMITMENT] = bounty.dataCommitments[chunks[i]];
            inputs[at + Statements.EVALUATE_MODEL_CORRECT] = correct[i];
            inputs[at + Statements.EVALUATE_MODEL_OPERATOR] = uint160(submission.operator);
        }
    }
}
