// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IBeacon} from "../../../contracts/interfaces/IBeacon.sol";
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
        // The tree has a fourth, empty leaf; and no bit of the bitmap stands for an index of 64 or more.
        chunk = evaluationSet(3)[1];
        chunk.index = 3;
        expectSealReverts(id, chunk, proof, notInRoot(id, 3));
        chunk.index = 255;
        expectSealReverts(id, chunk, proof, notInRoot(id, 255));
    }

    function test_Seal_RevertWhen_ProofIsFalse() external {
        BountyId id = draft();
        Chunk memory chunk = evaluationSet(3)[0];
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
        Chunk[] memory chunks = evaluationSet(3);
        Proof[] memory proofs = sealProofs(chunks);
        for (uint8 i = 0; i < 3; ++i) {
            vm.expectEmit(address(escrow));
            emit ITrainingBounties.ChunkSealed(id, i, chunks[i].dataCommitment, chunks[i].bytesHash, chunks[i].digest);
        }
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.EvaluationSetSealed(id, roundFrom(block.timestamp + 30 minutes));
        vm.prank(stranger);
        escrow.sealChunks(id, chunks, proofs);
        assertEq(escrow.factsOf(id).sealedChunks, 7, "all sealed");
        assertEq(escrow.factsOf(id).sampleRound, roundFrom(block.timestamp + 30 minutes), "the sample's round");
        assertStatus(id, BountyStatus.Draft, "the sample is to come");
    }

    function test_Seal_SixtyFourChunksInEightCalls() external {
        (terms.chunks, terms.chunksRoot) = (64, rootOf(64));
        BountyId id = draft();
        Chunk[] memory all = evaluationSet(64);
        for (uint256 call = 0; call < 8; ++call) {
            assertEq(escrow.factsOf(id).sealedChunks, (1 << (8 * call)) - 1, "those before");
            assertEq(escrow.factsOf(id).sampleRound, 0, "not all yet");
            Chunk[] memory chunks = new Chunk[](8);
            for (uint256 i = 0; i < 8; ++i) {
                chunks[i] = all[8 * call + i];
            }
            escrow.sealChunks(id, chunks, sealProofs(chunks));
            skip(1 hours);
        }
        assertEq(escrow.factsOf(id).sealedChunks, type(uint64).max, "all sealed");
        uint64 round = roundFrom(block.timestamp - 1 hours + 30 minutes);
        assertEq(escrow.factsOf(id).sampleRound, round, "half an hour after the last one");
    }

    function test_Seal_SkipsWhatIsSealed() external {
        BountyId id = draft();
        Chunk[] memory chunks = evaluationSet(3);
        Proof[] memory proofs = sealProofs(chunks);
        sealOne(id, chunks[1]);
        vm.recordLogs();
        sealOne(id, chunks[1]);
        assertEq(vm.getRecordedLogs().length, 0, "nothing new");

        // One of a batch is sealed, one comes twice.
        chunks[2] = chunks[0];
        proofs[2] = proofs[0];
        escrow.sealChunks(id, chunks, proofs);
        assertEq(vm.getRecordedLogs().length, 1, "one event for the new one");
        assertEq(escrow.factsOf(id).sealedChunks, 3, "two sealed");

        // Sealing again does not move the sample's round.
        sealOne(id, evaluationSet(3)[2]);
        uint64 round = escrow.factsOf(id).sampleRound;
        skip(1 hours);
        sealOne(id, evaluationSet(3)[2]);
        assertEq(escrow.factsOf(id).sampleRound, round, "round");
    }

    /// @dev One false proof, at each place of a batch, stops it all.
    function test_Seal_RevertWhen_OneProofOfABatchIsFalse() external {
        setChunks(6);
        BountyId id = draft();
        Chunk[] memory chunks = evaluationSet(8);
        Proof[] memory proofs = sealProofs(chunks);
        for (uint256 i = 0; i < 8; ++i) {
            Proof memory right = proofs[i];
            proofs[i] = prover.proveWith(new uint256[](3), 1);
            vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
            escrow.sealChunks(id, chunks, proofs);
            proofs[i] = right;
        }
        escrow.sealChunks(id, chunks, proofs);
        assertEq(escrow.factsOf(id).sealedChunks, 255, "sealed");
    }

    function sealProofs(Chunk[] memory chunks) private view returns (Proof[] memory proofs) {
        proofs = new Proof[](chunks.length);
        for (uint256 i = 0; i < chunks.length; ++i) {
            proofs[i] = sealProof(chunks[i]);
        }
    }

    /// @dev The first round not before a time: rounds come every 30 seconds, the first a year before the start.
    function roundFrom(uint256 time) private pure returns (uint64) {
        return uint64((time - (START - 365 days) + 29) / 30 + 1);
    }

    // ------------------------------------------------------------------ drawChunks

    function expectDrawReverts(BountyId id, bytes memory signature, bytes memory revertData) private {
        vm.expectRevert(revertData);
        escrow.drawChunks(id, signature);
    }

    function test_Draw_RevertGiven_NothingIsDrawn() external {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 1));
        escrow.drawChunks(BountyId.wrap(1), "");
        BountyId id = funding();
        expectStatusMismatch(id, BountyStatus.Funding, BountyStatus.Opening);
        escrow.drawChunks(id, "");
    }

    function test_Draw_RevertGiven_NotAllAreSealed() external {
        BountyId id = draft();
        sealOne(id, evaluationSet(3)[0]);
        sealOne(id, evaluationSet(3)[2]);
        expectDrawReverts(id, "", abi.encodeWithSelector(ITrainingBounties.ChunksNotSealed.selector, id, 5));
    }

    /// @dev Threat 20: the round follows from the bounty's facts; an earlier or later one, known or not, is of no use.
    function test_Threat20_ChoosingTheRound() external {
        BountyId id = draft();
        sealAll(id);
        uint64 round = escrow.factsOf(id).sampleRound;
        assertGe(beacon.timeOf(round), block.timestamp + 30 minutes, "half an hour ahead");
        for (uint64 other = round - 1; other <= round + 1; other += 2) {
            beacon.proveRound(other, signer.sign(other));
            bytes memory invalid = abi.encodeWithSelector(IBeacon.SignatureInvalid.selector, round);
            expectDrawReverts(id, signer.sign(other), invalid);
            expectDrawReverts(id, "", abi.encodeWithSelector(IBeacon.SignatureLengthInvalid.selector, 0, 64));
        }
        drawSample(id);
        openDrawn(id);
        contributeAs(alice, id, terms.cap);
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        assertEq(escrow.factsOf(id).scoreRound, roundFrom(block.timestamp + 30 minutes), "the score's round");
        expectDrawReverts(
            id,
            signer.sign(round),
            abi.encodeWithSelector(IBeacon.SignatureInvalid.selector, escrow.factsOf(id).scoreRound)
        );
    }

    /// @dev Threat 20: two bounties whose sets are sealed in one second share a round, and draw apart all the same.
    function test_Threat20_TwoBountiesShareARound() external {
        (terms.chunks, terms.chunksRoot) = (64, rootOf(64));
        (BountyId first, BountyId second) = (draft(), draft());
        sealAll(first);
        sealAll(second);
        assertEq(escrow.factsOf(first).sampleRound, escrow.factsOf(second).sampleRound, "one round");
        drawSample(first);
        drawSample(second);
        assertNotEq(escrow.factsOf(first).sampleChunks, escrow.factsOf(second).sampleChunks, "two samples");
    }

    function test_Draw_FromTheSeed_AndAgainChangesNothing() external {
        (terms.chunks, terms.drawnChunks, terms.chunksRoot) = (7, 3, rootOf(7));
        BountyId id = draft();
        sealAll(id);
        uint64 round = escrow.factsOf(id).sampleRound;
        bytes memory signature = signer.sign(round);
        uint256 sample = expectedDraw(id, signature, "commonweight.sample", 127, 2);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ChunksDrawn(id, true, round, uint64(sample));
        vm.prank(stranger);
        assertEq(escrow.drawChunks(id, signature), sample, "the sample");
        assertDrawnAlready(id, sample);

        openDrawn(id);
        contributeAs(alice, id, terms.cap);
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        round = escrow.factsOf(id).scoreRound;
        signature = signer.sign(round);
        uint256 scored = expectedDraw(id, signature, "commonweight.score", 127 & ~sample, 3);
        // Somebody has proven the round: then nobody needs its signature.
        beacon.proveRound(round, signature);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ChunksDrawn(id, false, round, uint64(scored));
        assertEq(escrow.drawChunks(id, ""), scored, "scored");
        assertEq(scored & sample, 0, "disjoint");
        assertDrawnAlready(id, scored);
    }

    function assertDrawnAlready(BountyId id, uint256 drawn) private {
        vm.recordLogs();
        assertEq(escrow.drawChunks(id, "whatever"), drawn, "drawn already");
        assertEq(vm.getRecordedLogs().length, 0, "no event");
    }

    /// @dev A draw written out once more, from a list of indices.
    function expectedDraw(
        BountyId id,
        bytes memory signature,
        string memory purpose,
        uint256 candidates,
        uint256 count
    ) private view returns (uint256 drawn) {
        bytes32 purposeHash = keccak256(bytes(purpose));
        bytes32 seed = keccak256(abi.encode(sha256(signature), block.chainid, address(escrow), id, purposeHash));
        uint256[] memory list = new uint256[](terms.chunks);
        uint256 n = 0;
        for (uint256 i = 0; i < list.length; ++i) {
            if ((candidates >> i) & 1 == 1) list[n++] = i;
        }
        for (uint256 i = 0; i < count; ++i) {
            uint256 j = i + (uint256(keccak256(abi.encode(seed, i))) % (n - i));
            (list[i], list[j]) = (list[j], list[i]);
            drawn += 2 ** list[i];
        }
    }

    // ------------------------------------------------------------------ openChunks

    function test_Open_RevertGiven_NeitherDraftNorOpening() external {
        BountyId id = training();
        expectStatusMismatch(id, BountyStatus.Training, BountyStatus.Opening);
        escrow.openChunks(id, new Chunk[](0), new bytes[](0));
        commitAs(id, 0);
        vm.warp(terms.windows.openingEnds);
        expectStatusMismatch(id, BountyStatus.Voided, BountyStatus.Opening);
        escrow.openChunks(id, new Chunk[](0), new bytes[](0));
    }

    function test_Open_RevertGiven_NothingIsDrawn() external {
        BountyId id = draft();
        bytes memory notDrawn = abi.encodeWithSelector(ITrainingBounties.ChunksNotDrawn.selector, id);
        expectOpenReverts(id, evaluationSet(3)[0], chunkWords(0), notDrawn);
        sealAll(id);
        expectOpenReverts(id, evaluationSet(3)[0], chunkWords(0), notDrawn);
        id = opening(1);
        notDrawn = abi.encodeWithSelector(ITrainingBounties.ChunksNotDrawn.selector, id);
        expectOpenReverts(id, evaluationSet(3)[0], chunkWords(0), notDrawn);
    }

    /// @dev Threat 1: nobody can have a chunk shown early, or one more than were drawn.
    function test_Open_RevertWhen_ChunkIsNotDrawn() external {
        (terms.chunks, terms.chunksRoot) = (4, rootOf(4));
        BountyId id = drawnDraft();
        for (uint256 i = 0; i < 4; ++i) {
            Chunk memory chunk = evaluationSet(4)[i];
            if (chunk.index != sampleOf(id)[0].index) expectNotDrawn(id, chunk);
        }
        openDrawn(id);
        contributeAs(alice, id, terms.cap);
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        drawScored(id);
        expectNotDrawn(id, sealedOf(id)[0]);
        // No bit of a bitmap stands for it.
        Chunk memory beyond = scoredOf(id)[0];
        beyond.index = 255;
        expectNotDrawn(id, beyond);
        openDrawn(id);
        assertStatus(id, BountyStatus.Proving, "two are open");
    }

    function expectNotDrawn(BountyId id, Chunk memory chunk) private {
        bytes memory notDrawn = abi.encodeWithSelector(ITrainingBounties.ChunkNotDrawn.selector, id, chunk.index);
        expectOpenReverts(id, chunk, chunkWords(chunk.index), notDrawn);
    }

    function test_Open_RevertWhen_TooLargeOrUnequal() external {
        BountyId id = drawnOpening(1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BatchTooLarge.selector, 17, 16));
        escrow.openChunks(id, new Chunk[](17), new bytes[](17));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LengthMismatch.selector, 1, 2));
        escrow.openChunks(id, new Chunk[](1), new bytes[](2));
    }

    function test_Open_RevertWhen_ChunkIsNotInTheRoot() external {
        BountyId id = drawnOpening(1);
        Chunk memory chunk = scoredOf(id)[1];
        chunk.index = scoredOf(id)[0].index;
        expectOpenReverts(id, chunk, chunkWords(1), notInRoot(id, chunk.index));
    }

    function test_Open_RevertWhen_WordsAreOthers() external {
        BountyId id = drawnOpening(1);
        Chunk memory chunk = scoredOf(id)[0];
        bytes memory words = chunkWords(chunk.index);
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
        bytes memory others = chunkWords(scoredOf(id)[1].index);
        expectOpenReverts(
            id,
            chunk,
            others,
            abi.encodeWithSelector(ITrainingBounties.BytesHashMismatch.selector, hashOf(words), hashOf(others))
        );
        openDrawn(id);
    }

    /// @dev Sealed with a digest of other words than those hashed: a real SealChunk proof shows the digest of the words in
    /// the circuit, so this is how bytes that are not those words are caught.
    function test_Open_RevertWhen_DigestIsAnothersOrWordIsNotCanonical() external {
        (terms.chunks, terms.drawnChunks) = (2, 1);
        Chunk memory lying = evaluationSet(2)[0];
        lying.digest = addmod(lying.digest, 1, P);
        bytes memory aliased = abi.encode(P, 1, 2);
        Chunk memory aliasing = evaluationSet(2)[1];
        aliasing.bytesHash = hashOf(aliased);
        lying.path[0] = leafOf(aliasing);
        aliasing.path[0] = leafOf(lying);
        terms.chunksRoot = keccak256(abi.encode(leafOf(lying), leafOf(aliasing)));
        bytes memory wrongDigest = abi.encodeWithSelector(
            ITrainingBounties.DigestMismatch.selector,
            lying.digest,
            addmod(lying.digest, P - 1, P)
        );
        bytes memory notCanonical = abi.encodeWithSelector(ITrainingBounties.WordNotCanonical.selector, 0, P);
        // One of the two is the sample; in which bounty it is which, the beacon says.
        bool[2] memory seen;
        while (!seen[0] || !seen[1]) {
            BountyId id = draft();
            sealOne(id, lying);
            sealOne(id, aliasing);
            drawSample(id);
            uint256 sample = escrow.factsOf(id).sampleChunks == 1 ? 0 : 1;
            if (sample == 0) expectOpenReverts(id, lying, chunkWords(0), wrongDigest);
            else expectOpenReverts(id, aliasing, aliased, notCanonical);
            seen[sample] = true;
        }
    }

    function leafOf(Chunk memory chunk) private pure returns (bytes32) {
        return keccak256(abi.encode(uint256(chunk.index), chunk.dataCommitment, chunk.bytesHash, chunk.digest));
    }

    function test_Open_MarksAndEmits_SkipsWhatIsOpen() external {
        BountyId id = drawnOpening(1);
        ITrainingBounties.BountyFacts memory facts = escrow.factsOf(id);
        Chunk[] memory chunks = scoredOf(id);
        bytes[] memory words = new bytes[](2);
        (words[0], words[1]) = (chunkWords(chunks[0].index), chunkWords(chunks[1].index));
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ChunkOpened(id, chunks[1].index, words[1]);
        vm.prank(stranger);
        escrow.openChunks(id, one(chunks[1]), one(words[1]));
        assertEq(escrow.factsOf(id).openChunks, facts.sampleChunks | (1 << chunks[1].index), "one more is open");
        assertStatus(id, BountyStatus.Opening, "one is missing");

        // The open one is not read again: its words may be empty.
        words[1] = "";
        vm.recordLogs();
        escrow.openChunks(id, chunks, words);
        assertEq(vm.getRecordedLogs().length, 1, "one event for the one opened");
        assertEq(escrow.factsOf(id).openChunks, 7, "both are open, and the sample");
        assertStatus(id, BountyStatus.Proving, "status");
    }

    function test_Open_TheSample() external {
        setChunks(4);
        (terms.chunks, terms.chunksRoot) = (8, rootOf(8));
        BountyId id = drawnDraft();
        Chunk[] memory sample = sampleOf(id);
        assertEq(sample.length, 2, "a quarter");
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ChunkOpened(id, sample[0].index, chunkWords(sample[0].index));
        vm.prank(stranger);
        escrow.openChunks(id, one(sample[0]), one(chunkWords(sample[0].index)));
        assertStatus(id, BountyStatus.Draft, "one is missing");
        escrow.openChunks(id, one(sample[1]), one(chunkWords(sample[1].index)));
        assertStatus(id, BountyStatus.Funding, "the sample is open");
    }
}
