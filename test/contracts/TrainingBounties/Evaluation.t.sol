// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, Chunk} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract EvaluationTest is BountyFixture {
    function expectSealReverts(BountyId id, Chunk memory chunk, Proof memory proof, bytes memory revertData) private {
        (Chunk[] memory chunks, Proof[] memory proofs) = (one(chunk), one(proof));
        vm.expectRevert(revertData);
        escrow.sealChunks(id, chunks, proofs);
    }

    function expectOpenReverts(BountyId id, Chunk memory chunk, bytes memory words, bytes memory revertData) private {
        vm.expectRevert(revertData);
        escrow.openChunks(id, one(chunk), one(words));
    }

    function notInRoot(BountyId id, uint8 index) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ITrainingBounties.ChunkNotInRoot.selector, id, index);
    }

    // ------------------------------------------------------------------ sealChunks

    function test_Seal_RevertGiven_NotDraft() external {
        (Chunk[] memory chunks, Proof[] memory proofs) = (new Chunk[](0), new Proof[](0));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 1));
        escrow.sealChunks(BountyId.wrap(1), chunks, proofs);
        BountyId id = funding();
        expectStatusMismatch(id, BountyStatus.Funding, BountyStatus.Draft);
        escrow.sealChunks(id, chunks, proofs);
    }

    function test_Seal_RevertWhen_TooLargeOrUnequal() external {
        BountyId id = draft();
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BatchTooLarge.selector, 9, 8));
        escrow.sealChunks(id, new Chunk[](9), new Proof[](9));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LengthMismatch.selector, 2, 1));
        escrow.sealChunks(id, new Chunk[](2), new Proof[](1));
    }

    function test_Seal_RevertWhen_ChunkIsNotInTheRoot() external {
        setChunks(3);
        BountyId id = draft();
        Proof memory proof = sealProof(evaluationSet(3)[1]);
        Chunk memory chunk = evaluationSet(3)[1];
        chunk.index = 0;
        expectSealReverts(id, chunk, proof, notInRoot(id, 0));
        chunk = evaluationSet(3)[1];
        chunk.dataCommitment ^= 1;
        expectSealReverts(id, chunk, proof, notInRoot(id, 1));
        chunk = evaluationSet(3)[1];
        chunk.bytesHash ^= bytes32(uint256(1));
        expectSealReverts(id, chunk, proof, notInRoot(id, 1));
        chunk = evaluationSet(3)[1];
        chunk.digest ^= 1;
        expectSealReverts(id, chunk, proof, notInRoot(id, 1));
        chunk = evaluationSet(3)[1];
        chunk.path[1] ^= bytes32(uint256(1));
        expectSealReverts(id, chunk, proof, notInRoot(id, 1));
        chunk = evaluationSet(3)[1];
        chunk.path = new bytes32[](1);
        expectSealReverts(id, chunk, proof, notInRoot(id, 1));
        // The tree has a fourth, empty leaf; and no bit of the bitmap stands for an index of 16 or more.
        chunk = evaluationSet(3)[1];
        chunk.index = 3;
        expectSealReverts(id, chunk, proof, notInRoot(id, 3));
        chunk.index = 255;
        expectSealReverts(id, chunk, proof, notInRoot(id, 255));
    }

    function test_Seal_RevertWhen_ProofIsFalse() external {
        BountyId id = draft();
        Chunk memory chunk = evaluationSet(2)[0];
        bytes memory invalid = abi.encodeWithSelector(ITrainingBounties.ProofInvalid.selector);
        uint256[] memory inputs = new uint256[](3);
        (inputs[0], inputs[1], inputs[2]) = (chunk.dataCommitment, chunkChallenge(chunk), chunk.digest ^ 1);
        expectSealReverts(id, chunk, prover.prove(inputs), invalid);
        // A challenge for another sponsor.
        inputs[1] = challengeOf("commonweight.chunk", stranger, 0, chunk.dataCommitment, chunk.bytesHash);
        inputs[2] = chunk.digest;
        expectSealReverts(id, chunk, prover.prove(inputs), invalid);
        // A challenge for another chunk.
        inputs[1] = challengeOf("commonweight.chunk", sponsor, 1, chunk.dataCommitment, chunk.bytesHash);
        expectSealReverts(id, chunk, prover.prove(inputs), invalid);
        Proof memory proof = sealProof(chunk);
        proof.c[1] ^= 1;
        expectSealReverts(id, chunk, proof, invalid);
    }

    function test_Seal_MarksAndEmits() external {
        BountyId id = draft();
        Chunk[] memory chunks = evaluationSet(2);
        Proof[] memory proofs = new Proof[](2);
        (proofs[0], proofs[1]) = (sealProof(chunks[0]), sealProof(chunks[1]));
        for (uint8 i = 0; i < 2; ++i) {
            vm.expectEmit(address(escrow));
            emit ITrainingBounties.ChunkSealed(id, i, chunks[i].dataCommitment, chunks[i].bytesHash, chunks[i].digest);
        }
        vm.prank(stranger);
        escrow.sealChunks(id, chunks, proofs);
        assertEq(escrow.factsOf(id).sealedChunks, 3, "both sealed");
        assertStatus(id, BountyStatus.Funding, "status");
    }

    function test_Seal_SixteenChunksInTwoCalls() external {
        setChunks(16);
        BountyId id = draft();
        Chunk[] memory all = evaluationSet(16);
        for (uint256 half = 0; half < 2; ++half) {
            (Chunk[] memory chunks, Proof[] memory proofs) = (new Chunk[](8), new Proof[](8));
            for (uint256 i = 0; i < 8; ++i) {
                chunks[i] = all[8 * half + i];
                proofs[i] = sealProof(chunks[i]);
            }
            assertStatus(id, BountyStatus.Draft, "not all yet");
            escrow.sealChunks(id, chunks, proofs);
        }
        assertEq(escrow.factsOf(id).sealedChunks, 0xffff, "all sealed");
        assertStatus(id, BountyStatus.Funding, "status");
    }

    // ------------------------------------------------------------------ openChunks

    function test_Open_RevertGiven_NotOpening() external {
        BountyId id = training();
        expectStatusMismatch(id, BountyStatus.Training, BountyStatus.Opening);
        escrow.openChunks(id, new Chunk[](0), new bytes[](0));
        commitAs(id, 0);
        vm.warp(terms.windows.openingEnds);
        expectStatusMismatch(id, BountyStatus.Voided, BountyStatus.Opening);
        escrow.openChunks(id, new Chunk[](0), new bytes[](0));
    }

    function test_Open_RevertWhen_TooLargeOrUnequal() external {
        BountyId id = opening(1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BatchTooLarge.selector, 17, 16));
        escrow.openChunks(id, new Chunk[](17), new bytes[](17));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LengthMismatch.selector, 1, 2));
        escrow.openChunks(id, new Chunk[](1), new bytes[](2));
    }

    function test_Open_RevertWhen_ChunkIsNotInTheRoot() external {
        BountyId id = opening(1);
        Chunk memory chunk = evaluationSet(2)[1];
        chunk.index = 0;
        expectOpenReverts(id, chunk, chunkWords(1), notInRoot(id, 0));
    }

    function test_Open_RevertWhen_WordsAreOthers() external {
        BountyId id = opening(1);
        Chunk memory chunk = evaluationSet(2)[0];
        bytes memory words = chunkWords(0);
        expectOpenReverts(
            id,
            chunk,
            bytes.concat(words, bytes1(0)),
            abi.encodeWithSelector(ITrainingBounties.WordsLengthMismatch.selector, 3, 97)
        );
        expectOpenReverts(
            id,
            chunk,
            abi.encode(1, 2),
            abi.encodeWithSelector(ITrainingBounties.WordsLengthMismatch.selector, 3, 64)
        );
        bytes memory others = chunkWords(1);
        expectOpenReverts(
            id,
            chunk,
            others,
            abi.encodeWithSelector(ITrainingBounties.BytesHashMismatch.selector, hashOf(words), hashOf(others))
        );
        openAll(id);
    }

    /// @dev Sealed with a digest of other words than those hashed: a real SealChunk proof shows the digest of the words in
    /// the circuit, so this is how bytes that are not those words are caught.
    function test_Open_RevertWhen_DigestIsAnothersOrWordIsNotCanonical() external {
        Chunk memory lying = evaluationSet(2)[0];
        lying.digest = addmod(lying.digest, 1, P);
        bytes memory aliased = abi.encode(P, 1, 2);
        Chunk memory aliasing = evaluationSet(2)[1];
        aliasing.bytesHash = hashOf(aliased);
        lying.path[0] = leafOf(aliasing);
        aliasing.path[0] = leafOf(lying);
        terms.chunksRoot = keccak256(abi.encode(leafOf(lying), leafOf(aliasing)));
        BountyId id = draft();
        sealOne(id, lying);
        sealOne(id, aliasing);
        contributeAs(alice, id, terms.cap);
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);

        expectOpenReverts(
            id,
            lying,
            chunkWords(0),
            abi.encodeWithSelector(
                ITrainingBounties.DigestMismatch.selector,
                lying.digest,
                addmod(lying.digest, P - 1, P)
            )
        );
        expectOpenReverts(
            id,
            aliasing,
            aliased,
            abi.encodeWithSelector(ITrainingBounties.WordNotCanonical.selector, 0, P)
        );
    }

    function leafOf(Chunk memory chunk) private pure returns (bytes32) {
        return keccak256(abi.encode(uint256(chunk.index), chunk.dataCommitment, chunk.bytesHash, chunk.digest));
    }

    function test_Open_MarksAndEmits_SkipsWhatIsOpen() external {
        BountyId id = opening(1);
        Chunk[] memory chunks = evaluationSet(2);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ChunkOpened(id, 1, chunkWords(1));
        vm.prank(stranger);
        escrow.openChunks(id, one(chunks[1]), one(chunkWords(1)));
        assertEq(escrow.factsOf(id).openChunks, 2, "the second is open");
        assertStatus(id, BountyStatus.Opening, "one is missing");

        // The open one is not read again: its words may be empty.
        bytes[] memory words = new bytes[](2);
        words[0] = chunkWords(0);
        vm.recordLogs();
        escrow.openChunks(id, chunks, words);
        assertEq(vm.getRecordedLogs().length, 1, "one event for the one opened");
        assertEq(escrow.factsOf(id).openChunks, 3, "both are open");
        assertStatus(id, BountyStatus.Proving, "status");
    }
}
