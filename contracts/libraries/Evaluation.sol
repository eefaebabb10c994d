// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IBeacon} from "../interfaces/IBeacon.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus, Chunk} from "../types/Bounty.sol";
import {Bounty, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Proof} from "../types/Proof.sol";
import {Batch} from "./Batch.sol";
import {ChunkTree} from "./ChunkTree.sol";
import {Draws} from "./Draws.sol";
import {Groth16} from "./Groth16.sol";
import {Statements} from "./Statements.sol";
import {Status} from "./Status.sol";
import {Terms} from "./Terms.sol";
import {Words} from "./Words.sol";

/// @title The evaluation set: sealed, drawn and opened
/// @dev In Draft all chunks are sealed, then a sample is drawn and opened; in Opening, of the chunks not shown, those that are
/// scored. Each draw follows a beacon's round that lies after the fact which fixes what can be drawn.
library Evaluation {
    /// @notice Implements `ITrainingBounties.sealChunks`.
    function sealChunks(
        Escrow storage escrow,
        BountyId id,
        Chunk[] calldata chunks,
        Proof[] calldata proofs,
        IBeacon beacon
    ) external {
        // Check: the chunks are those of the terms, and some of them are new.
        Batch.check(chunks.length, proofs.length, Batch.MAXIMUM_PROOFS);
        Bounty storage bounty = escrow.bounties[id];
        Status.check(bounty, id, BountyStatus.Draft);
        (uint256 sealedBefore, uint256 sealedChunks) = (bounty.sealedChunks, bounty.sealedChunks);
        for (uint256 i = 0; i < chunks.length; ++i) {
            Chunk calldata chunk = chunks[i];
            _checkLeaf(bounty, id, chunk);
            uint256 bit = 1 << chunk.index;
            if (sealedChunks & bit != 0) continue;
            sealedChunks |= bit;
            emit ITrainingBounties.ChunkSealed(id, chunk.index, chunk.dataCommitment, chunk.bytesHash, chunk.digest);
        }
        if (sealedChunks == sealedBefore) return;
        if (!Groth16.verifyBatch(bounty.sealChunkKey, _sealInputs(bounty, chunks), proofs)) {
            revert ITrainingBounties.ProofInvalid();
        }

        // Effect: they are sealed; with the last of them it is certain which round draws the sample.
        bounty.sealedChunks = uint64(sealedChunks); // Cast: an index is below the number of chunks, at most 64.
        if (sealedChunks != Draws.allOf(bounty.chunks)) return;
        uint64 round = beacon.firstRoundFrom(block.timestamp + Draws.DELAY);
        bounty.sampleTime = uint40(beacon.timeOf(round)); // Cast: 40 bits of seconds last 34,000 years.
        emit ITrainingBounties.EvaluationSetSealed(id, round);
    }

    /// @notice Implements `ITrainingBounties.drawChunks`.
    function drawChunks(
        Escrow storage escrow,
        BountyId id,
        bytes calldata signature,
        IBeacon beacon
    ) external returns (uint256 drawn) {
        Bounty storage bounty = escrow.bounties[id];
        bool isSample = Status.derive(bounty) == BountyStatus.Draft;
        if (!isSample) Status.check(bounty, id, BountyStatus.Opening);
        drawn = isSample ? bounty.sampleChunks : bounty.scoredChunks;
        if (drawn != 0) return drawn;

        uint64 round = isSample ? sampleRound(bounty, beacon) : scoreRound(bounty, beacon);
        if (round == 0) revert ITrainingBounties.ChunksNotSealed(id, bounty.sealedChunks);
        bytes32 randomness = beacon.proveRound(round, signature);
        uint256 all = Draws.allOf(bounty.chunks);
        // Casts: candidates are among at most 64 chunks.
        if (isSample) {
            bytes32 seed = Draws.seedOf(randomness, id, Draws.SAMPLE);
            drawn = Draws.draw(seed, all, Draws.sampleSize(bounty.chunks));
            bounty.sampleChunks = uint64(drawn);
        } else {
            bytes32 seed = Draws.seedOf(randomness, id, Draws.SCORE);
            drawn = Draws.draw(seed, all & ~uint256(bounty.sampleChunks), bounty.drawnChunks);
            bounty.scoredChunks = uint64(drawn);
        }
        emit ITrainingBounties.ChunksDrawn(id, isSample, round, uint64(drawn));
    }

    /// @notice Implements `ITrainingBounties.openChunks`.
    /// @dev What is drawn is sealed: an index has one leaf, so what is in the root here was proven there.
    function openChunks(Escrow storage escrow, BountyId id, Chunk[] calldata chunks, bytes[] calldata words) external {
        Batch.check(chunks.length, words.length, Terms.MAXIMUM_DRAWN_CHUNKS);
        Bounty storage bounty = escrow.bounties[id];
        bool isSample = Status.derive(bounty) == BountyStatus.Draft;
        if (!isSample) Status.check(bounty, id, BountyStatus.Opening);
        uint256 drawn = isSample ? bounty.sampleChunks : bounty.scoredChunks;
        if (drawn == 0) revert ITrainingBounties.ChunksNotDrawn(id);

        uint256 open = bounty.openChunks;
        for (uint256 i = 0; i < chunks.length; ++i) {
            Chunk calldata chunk = chunks[i];
            uint256 bit = 1 << chunk.index;
            if (open & bit != 0) continue;
            if (drawn & bit == 0) revert ITrainingBounties.ChunkNotDrawn(id, chunk.index);
            _publish(bounty, id, chunk, words[i]);
            open |= bit;
        }
        bounty.openChunks = uint64(open); // Cast: what was drawn has 64 bits.
        if (open & drawn != drawn) return;
        if (isSample) bounty.sampleOpen = true;
        else bounty.scoredOpen = true;
    }

    function _publish(Bounty storage bounty, BountyId id, Chunk calldata chunk, bytes calldata words) private {
        _checkLeaf(bounty, id, chunk);
        Batch.checkWords(words, bounty.chunkWords, chunk.bytesHash, _challenge(bounty, chunk), chunk.digest);
        // What is opened after the sample is scored: `proveScore` needs its commitment.
        if (bounty.sampleOpen) bounty.dataCommitments[chunk.index] = chunk.dataCommitment;
        emit ITrainingBounties.ChunkOpened(id, chunk.index, words);
    }

    /// @notice The round that draws the sample; zero while not every chunk is sealed.
    function sampleRound(Bounty storage bounty, IBeacon beacon) internal view returns (uint64) {
        uint256 time = bounty.sampleTime;
        return time == 0 ? 0 : beacon.firstRoundFrom(time);
    }

    /// @notice The round that draws the chunks that are scored.
    function scoreRound(Bounty storage bounty, IBeacon beacon) internal view returns (uint64) {
        return beacon.firstRoundFrom(bounty.trainingEnds + Draws.DELAY);
    }

    function _checkLeaf(Bounty storage bounty, BountyId id, Chunk calldata chunk) private view {
        if (!ChunkTree.contains(bounty.chunksRoot, bounty.chunks, chunk)) {
            revert ITrainingBounties.ChunkNotInRoot(id, chunk.index);
        }
    }

    /// @dev The public inputs of one proof after the other.
    function _sealInputs(
        Bounty storage bounty,
        Chunk[] calldata chunks
    ) private view returns (uint256[] memory inputs) {
        inputs = new uint256[](chunks.length * Statements.SEAL_CHUNK_INPUTS);
        for (uint256 i = 0; i < chunks.length; ++i) {
            uint256 at = i * Statements.SEAL_CHUNK_INPUTS;
            inputs[at + Statements.SEAL_CHUNK_DATA_COMMITMENT] = chunks[i].dataCommitment;
            inputs[at + Statements.SEAL_CHUNK_CHALLENGE] = _challenge(bounty, chunks[i]);
            inputs[at + Statements.SEAL_CHUNK_DIGEST] = chunks[i].digest;
        }
    }

    function _challenge(Bounty storage bounty, Chunk calldata chunk) private view returns (uint256) {
        return Words.chunkChallenge(bounty.sponsor, chunk.index, chunk.dataCommitment, chunk.bytesHash);
    }
}
