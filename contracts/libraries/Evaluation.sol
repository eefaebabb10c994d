// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus, Chunk} from "../types/Bounty.sol";
import {Bounty, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Proof} from "../types/Proof.sol";
import {Batch} from "./Batch.sol";
import {ChunkTree} from "./ChunkTree.sol";
import {Groth16} from "./Groth16.sol";
import {Statements} from "./Statements.sol";
import {Status} from "./Status.sol";
import {Terms} from "./Terms.sol";
import {Words} from "./Words.sol";

/// @title The evaluation set: sealed while a draft, opened once submissions are closed
library Evaluation {
    /// @notice Implements `ITrainingBounties.sealChunks`.
    function sealChunks(Escrow storage escrow, BountyId id, Chunk[] calldata chunks, Proof[] calldata proofs) external {
        Batch.check(chunks.length, proofs.length, Batch.MAXIMUM_PROOFS);
        Bounty storage bounty = escrow.bounties[id];
        Status.check(bounty, id, BountyStatus.Draft);

        for (uint256 i = 0; i < chunks.length; ++i) {
            Chunk calldata chunk = chunks[i];
            if ((uint256(bounty.sealedChunks) >> chunk.index) & 1 == 1) continue;
            _checkLeaf(bounty, id, chunk);
            if (!Groth16.verify(bounty.sealChunkKey, _sealInputs(bounty, chunk), proofs[i])) {
                revert ITrainingBounties.ProofInvalid();
            }
            // Cast: the leaf's index is below the number of chunks, at most 16.
            bounty.sealedChunks |= uint16(1 << chunk.index);
            emit ITrainingBounties.ChunkSealed(id, chunk.index, chunk.dataCommitment, chunk.bytesHash, chunk.digest);
        }
    }

    /// @notice Implements `ITrainingBounties.openChunks`.
    /// @dev In Opening every chunk is sealed: an index has one leaf, so what is in the root here was proven there.
    function openChunks(Escrow storage escrow, BountyId id, Chunk[] calldata chunks, bytes[] calldata words) external {
        Batch.check(chunks.length, words.length, Terms.MAXIMUM_CHUNKS);
        Bounty storage bounty = escrow.bounties[id];
        Status.check(bounty, id, BountyStatus.Opening);

        for (uint256 i = 0; i < chunks.length; ++i) {
            Chunk calldata chunk = chunks[i];
            if ((uint256(bounty.openChunks) >> chunk.index) & 1 == 1) continue;
            _checkLeaf(bounty, id, chunk);
            Batch.checkWords(words[i], bounty.chunkWords, chunk.bytesHash, _challenge(bounty, chunk), chunk.digest);
            // Cast: the leaf's index is below the number of chunks, at most 16.
            bounty.openChunks |= uint16(1 << chunk.index);
            emit ITrainingBounties.ChunkOpened(id, chunk.index, words[i]);
        }
    }

    function _checkLeaf(Bounty storage bounty, BountyId id, Chunk calldata chunk) private view {
        if (!ChunkTree.contains(bounty.chunksRoot, bounty.chunks, chunk)) {
            revert ITrainingBounties.ChunkNotInRoot(id, chunk.index);
        }
    }

    function _sealInputs(Bounty storage bounty, Chunk calldata chunk) private view returns (uint256[] memory inputs) {
        inputs = new uint256[](Statements.SEAL_CHUNK_INPUTS);
        inputs[Statements.SEAL_CHUNK_DATA_COMMITMENT] = chunk.dataCommitment;
        inputs[Statements.SEAL_CHUNK_CHALLENGE] = _challenge(bounty, chunk);
        inputs[Statements.SEAL_CHUNK_DIGEST] = chunk.digest;
    }

    function _challenge(Bounty storage bounty, Chunk calldata chunk) private view returns (uint256) {
        return Words.chunkChallenge(bounty.sponsor, chunk.index, chunk.dataCommitment, chunk.bytesHash);
    }
}
