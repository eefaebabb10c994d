// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IArchitectureRegistry} from "../interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus, Chunk, Submission} from "../types/Bounty.sol";
import {Bounty, Entry, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Proof} from "../types/Proof.sol";
import {Batch} from "./Batch.sol";
import {ChunkTree} from "./ChunkTree.sol";
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
        Chunk[] calldata chunks,
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

        uint256 countedBefore = entry.countedChunks;
        for (uint256 i = 0; i < chunks.length; ++i) {
            if ((uint256(entry.countedChunks) >> chunks[i].index) & 1 == 1) continue;
            _checkChunk(bounty, id, chunks[i], correct[i]);
            if (!Groth16.verify(key, _evaluateInputs(submission, chunks[i], correct[i]), proofs[i])) {
                revert ITrainingBounties.ProofInvalid();
            }
            _count(entry, id, submission.operator, chunks[i].index, correct[i]);
        }
        // A submission is ranked by the call that completes it, never by a repetition.
        if (entry.countedChunks != countedBefore) _rankIfComplete(bounty, id, entry, submission.operator);
    }

    function _checkChunk(Bounty storage bounty, BountyId id, Chunk calldata chunk, uint256 correct) private view {
        if (!ChunkTree.contains(bounty.chunksRoot, bounty.chunks, chunk)) {
            revert ITrainingBounties.ChunkNotInRoot(id, chunk.index);
        }
        uint256 samples = bounty.samples;
        if (correct > samples) revert ITrainingBounties.CorrectOutOfBounds(correct, samples);
    }

    function _count(Entry storage entry, BountyId id, address operator, uint8 index, uint32 correct) private {
        // Cast: the leaf's index is below the number of chunks, at most 16.
        entry.countedChunks |= uint16(1 << index);
        entry.score += correct;
        emit ITrainingBounties.ScoreProven(id, operator, index, correct);
    }

    /// @dev Ranks a submission whose model and all drawn chunks are proven, if it is good enough.
    function _rankIfComplete(Bounty storage bounty, BountyId id, Entry storage entry, address operator) private {
        if (!entry.modelProven || entry.countedChunks != Status.allChunks(bounty)) return;
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

    function _evaluateInputs(
        Submission calldata submission,
        Chunk calldata chunk,
        uint256 correct
    ) private pure returns (uint256[] memory inputs) {
        inputs = new uint256[](Statements.EVALUATE_MODEL_INPUTS);
        inputs[Statements.EVALUATE_MODEL_MODEL_COMMITMENT] = submission.modelCommitment;
        inputs[Statements.EVALUATE_MODEL_DATA_COMMITMENT] = chunk.dataCommitment;
        inputs[Statements.EVALUATE_MODEL_CORRECT] = correct;
        inputs[Statements.EVALUATE_MODEL_OPERATOR] = uint160(submission.operator);
    }
}
