// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, Chunk, Ordering, Submission} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract ScoringTest is BountyFixture {
    bytes private invalid = abi.encodeWithSelector(ITrainingBounties.ProofInvalid.selector);

    function expectModelReverts(
        BountyId id,
        Submission memory submission,
        uint256 digest,
        uint32 bits,
        Proof memory proof,
        bytes memory revertData
    ) private {
        vm.expectRevert(revertData);
        escrow.proveModel(id, submission, digest, bits, proof);
    }

    function expectScoreReverts(
        BountyId id,
        Submission memory submission,
        Chunk memory chunk,
        uint32 correct,
        Proof memory proof,
        bytes memory revertData
    ) private {
        (uint8[] memory chunks, uint32[] memory counts) = (indicesOf(one(chunk)), one(correct));
        Proof[] memory proofs = one(proof);
        vm.expectRevert(revertData);
        escrow.proveScore(id, submission, chunks, counts, proofs);
    }

    function assertRank(BountyId id, uint256 i, uint256 expected) private {
        (bool ranked, uint256 rank) = escrow.rankOf(id, operatorAt(i));
        assertTrue(ranked, string.concat("ranked: operator ", vm.toString(i)));
        assertEq(rank, expected, string.concat("rank of operator ", vm.toString(i)));
    }

    function assertNotRanked(BountyId id, uint256 i) private {
        (bool ranked, uint256 rank) = escrow.rankOf(id, operatorAt(i));
        assertFalse(ranked, string.concat("not ranked: operator ", vm.toString(i)));
        assertEq(rank, 0, "no rank");
    }

    function missing(BountyId id, address operator) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ITrainingBounties.SubmissionMissing.selector, id, operator);
    }

    function mismatch(BountyId id, Submission memory wrong, bytes32 expected) private pure returns (bytes memory) {
        bytes32 actual = keccak256(abi.encode(wrong));
        return
            abi.encodeWithSelector(ITrainingBounties.SubmissionMismatch.selector, id, wrong.operator, expected, actual);
    }

    // ------------------------------------------------------------------ proveModel

    function test_Model_RevertGiven_NotProving() external {
        BountyId id = opening(1);
        Submission memory submission = submissionAt(0);
        Proof memory proof = modelProof(submission, BITS);
        uint256 digest = modelDigest(submission);
        expectStatusMismatch(id, BountyStatus.Opening, BountyStatus.Proving);
        escrow.proveModel(id, submission, digest, BITS, proof);
        openScored(id);
        vm.warp(terms.windows.provingEnds);
        expectStatusMismatch(id, BountyStatus.Unmet, BountyStatus.Proving);
        escrow.proveModel(id, submission, digest, BITS, proof);
    }

    function test_Model_RevertWhen_SubmissionIsMissingOrAnother() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(1);
        Proof memory proof = modelProof(submission, BITS);
        expectModelReverts(id, submission, 0, BITS, proof, missing(id, submission.operator));

        bytes32 expected = keccak256(abi.encode(submissionAt(0)));
        submission = submissionAt(0);
        submission.architecture = ArchitectureId.wrap("another");
        expectModelReverts(id, submission, 0, BITS, proof, mismatch(id, submission, expected));
        submission = submissionAt(0);
        submission.modelCommitment ^= 1;
        expectModelReverts(id, submission, 0, BITS, proof, mismatch(id, submission, expected));
        submission = submissionAt(0);
        submission.bytesHash ^= bytes32(uint256(1));
        expectModelReverts(id, submission, 0, BITS, proof, mismatch(id, submission, expected));
        submission = submissionAt(0);
        submission.payee = stranger;
        expectModelReverts(id, submission, 0, BITS, proof, mismatch(id, submission, expected));
    }

    function test_Model_RevertGiven_AlreadyProven() external {
        BountyId id = proving(1);
        proveModelOf(id, 0, BITS);
        Submission memory submission = submissionAt(0);
        expectModelReverts(
            id,
            submission,
            modelDigest(submission),
            900,
            modelProof(submission, 900),
            abi.encodeWithSelector(ITrainingBounties.ModelAlreadyProven.selector, id, submission.operator)
        );
    }

    function test_Model_RevertWhen_ProofIsFalse() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Proof memory proof = modelProof(submission, BITS);
        uint256 digest = modelDigest(submission);
        expectModelReverts(id, submission, digest, BITS - 1, proof, invalid);
        expectModelReverts(id, submission, digest ^ 1, BITS, proof, invalid);
        expectModelReverts(id, submission, digest + P, BITS, proof, invalid);
        Proof memory broken = modelProof(submission, BITS);
        broken.a[1] += 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;
        expectModelReverts(id, submission, digest, BITS, broken, invalid);
        broken = modelProof(submission, BITS);
        broken.b[0][0] ^= 1;
        expectModelReverts(id, submission, digest, BITS, broken, invalid);
    }

    function test_Model_StoresAndEmits() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Proof memory proof = modelProof(submission, BITS);
        uint256 digest = modelDigest(submission);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ModelProven(id, submission.operator, BITS, digest);
        vm.prank(stranger);
        escrow.proveModel(id, submission, digest, BITS, proof);
        ITrainingBounties.SubmissionFacts memory facts = escrow.submissionOf(id, submission.operator);
        assertTrue(facts.modelProven, "proven");
        assertEq(facts.bits, BITS, "bits");
        assertEq(facts.digest, digest, "digest");
        assertNotRanked(id, 0);
    }

    // ------------------------------------------------------------------ proveScore

    function test_Score_RevertGiven_NotProving() external {
        BountyId id = opening(1);
        Submission memory submission = submissionAt(0);
        expectStatusMismatch(id, BountyStatus.Opening, BountyStatus.Proving);
        escrow.proveScore(id, submission, new uint8[](0), new uint32[](0), new Proof[](0));
    }

    function test_Score_RevertWhen_TooLargeOrUnequal() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BatchTooLarge.selector, 9, 8));
        escrow.proveScore(id, submission, new uint8[](9), new uint32[](9), new Proof[](9));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LengthMismatch.selector, 2, 1));
        escrow.proveScore(id, submission, new uint8[](2), new uint32[](1), new Proof[](2));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LengthMismatch.selector, 2, 3));
        escrow.proveScore(id, submission, new uint8[](2), new uint32[](2), new Proof[](3));
    }

    function test_Score_RevertWhen_SubmissionIsMissingOrAnother() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(1);
        Chunk memory chunk = scoredOf(id)[0];
        Proof memory proof = scoreProof(submission, chunk, 5);
        expectScoreReverts(id, submission, chunk, 5, proof, missing(id, submission.operator));
        submission = submissionAt(0);
        submission.modelCommitment = submissionAt(1).modelCommitment;
        bytes32 expected = keccak256(abi.encode(submissionAt(0)));
        expectScoreReverts(id, submission, chunk, 5, proof, mismatch(id, submission, expected));
    }

    function test_Score_RevertWhen_ChunkIsNotDrawn() external {
        setChunks(2);
        (terms.chunks, terms.chunksRoot) = (4, rootOf(4));
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Chunk[3] memory others = [sampleOf(id)[0], sealedOf(id)[0], sealedOf(id)[0]];
        others[2].index = 255;
        for (uint256 i = 0; i < others.length; ++i) {
            Proof memory proof = scoreProof(submission, others[i], 5);
            bytes memory notDrawn = abi.encodeWithSelector(
                ITrainingBounties.ChunkNotDrawn.selector,
                id,
                others[i].index
            );
            expectScoreReverts(id, submission, others[i], 5, proof, notDrawn);
        }
    }

    function test_Score_RevertWhen_MoreCorrectThanSamples() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Chunk memory chunk = scoredOf(id)[0];
        expectScoreReverts(
            id,
            submission,
            chunk,
            SAMPLES + 1,
            scoreProof(submission, chunk, SAMPLES + 1),
            abi.encodeWithSelector(ITrainingBounties.CorrectOutOfBounds.selector, SAMPLES + 1, SAMPLES)
        );
    }

    function test_Score_RevertWhen_ProofIsFalse() external {
        BountyId id = proving(2);
        Submission memory submission = submissionAt(0);
        Chunk[] memory chunks = scoredOf(id);
        // Of fewer right answers; of another chunk.
        expectScoreReverts(id, submission, chunks[0], 6, scoreProof(submission, chunks[0], 5), invalid);
        expectScoreReverts(id, submission, chunks[0], 5, scoreProof(submission, chunks[1], 5), invalid);
        assertEq(escrow.submissionOf(id, submission.operator).countedChunks, 0, "nothing counted");
    }

    function test_Threat05_ReplayedProof() external {
        BountyId id = proving(2);
        Chunk memory chunk = scoredOf(id)[0];
        Proof memory others = scoreProof(submissionAt(1), chunk, 9);
        expectScoreReverts(id, submissionAt(0), chunk, 9, others, invalid);
        others = modelProof(submissionAt(1), BITS);
        expectModelReverts(id, submissionAt(0), modelDigest(submissionAt(1)), BITS, others, invalid);

        // The same model under another operator's name: the operator is a public input of its own.
        Submission memory copy = submissionAt(0);
        copy.modelCommitment = submissionAt(1).modelCommitment;
        BountyId second = trainingAgain();
        fundActor(copy.operator);
        commitSubmission(second, copy);
        vm.warp(terms.windows.trainingEnds);
        openScored(second);
        expectScoreReverts(second, copy, chunk, 9, scoreProof(submissionAt(1), chunk, 9), invalid);
    }

    /// @dev Another bounty with the same evaluation set, with windows from now on.
    function trainingAgain() private returns (BountyId) {
        uint40 shift = uint40(block.timestamp) - uint40(START + 1);
        terms.windows.draftEnds += shift;
        terms.windows.fundingEnds += shift;
        terms.windows.trainingEnds += shift;
        terms.windows.openingEnds += shift;
        terms.windows.provingEnds += shift;
        terms.windows.claimEnds += shift;
        terms.windows.reserveEnds += shift;
        return training();
    }

    function test_Threat08_AliasedInputs() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Chunk memory chunk = scoredOf(id)[0];
        Proof memory proof = scoreProof(submission, chunk, 5);
        proof.c[0] += 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;
        expectScoreReverts(id, submission, chunk, 5, proof, invalid);
        // A digest of p more is the same field element, and is refused as well.
        uint256 aliased = modelDigest(submission) + P;
        expectModelReverts(id, submission, aliased, BITS, modelProof(submission, BITS), invalid);
    }

    function test_Threat09_MalleatedProofChangesNothing() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Chunk memory chunk = scoredOf(id)[0];
        scoreOne(id, submission, chunk, 5);
        // Another valid proof of the same statement, and even of a better count: the chunk is counted.
        uint256[] memory inputs = new uint256[](4);
        (inputs[0], inputs[1]) = (submission.modelCommitment, chunk.dataCommitment);
        (inputs[2], inputs[3]) = (5, uint160(submission.operator));
        Proof[] memory proofs = one(prover.proveWith(inputs, 12_345));
        escrow.proveScore(id, submission, indicesOf(one(chunk)), one(uint32(5)), proofs);
        scoreOne(id, submission, chunk, 6);
        assertEq(escrow.submissionOf(id, submission.operator).score, 5, "counted once");
    }

    /// @dev Threats 4 and 35: whoever sends a proof, it counts for its operator; a batch that follows is not stopped.
    function test_Threat35_CopiedProofSentAhead() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Chunk[] memory chunks = scoredOf(id);
        (uint32[] memory correct, Proof[] memory proofs) = (new uint32[](2), new Proof[](2));
        (correct[0], correct[1]) = (7, 8);
        proofs[0] = scoreProof(submission, chunks[0], 7);
        proofs[1] = scoreProof(submission, chunks[1], 8);
        proveModelOf(id, 0, BITS);

        vm.startPrank(stranger);
        escrow.proveScore(id, submission, indicesOf(one(chunks[0])), one(uint32(7)), one(proofs[0]));
        vm.stopPrank();
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ScoreProven(id, submission.operator, uint64(1 << chunks[1].index), 8);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Ranked(id, submission.operator, 0, 15, BITS);
        vm.prank(submission.operator);
        escrow.proveScore(id, submission, indicesOf(chunks), correct, proofs);
        assertEq(escrow.submissionOf(id, submission.operator).score, 15, "score");
        assertEq(
            escrow.submissionOf(id, submission.operator).countedChunks,
            escrow.factsOf(id).scoredChunks,
            "both counted"
        );

        // Sent once more: nothing happens, and nothing is ranked twice.
        vm.recordLogs();
        escrow.proveScore(id, submission, indicesOf(chunks), correct, proofs);
        assertEq(vm.getRecordedLogs().length, 0, "no event");
        assertEq(escrow.factsOf(id).ranked, 1, "ranked once");
    }

    function test_Score_TheSameChunkTwiceInACall() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        (Chunk[] memory chunks, uint32[] memory correct, Proof[] memory proofs) = (
            new Chunk[](2),
            new uint32[](2),
            new Proof[](2)
        );
        (chunks[0], chunks[1]) = (scoredOf(id)[1], scoredOf(id)[1]);
        (correct[0], correct[1]) = (9, 9);
        proofs[0] = scoreProof(submission, chunks[0], 9);
        proofs[1] = proofs[0];
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.ScoreProven(id, submission.operator, uint64(1 << chunks[0].index), 9);
        escrow.proveScore(id, submission, indicesOf(chunks), correct, proofs);
        assertEq(escrow.submissionOf(id, submission.operator).score, 9, "counted once");
    }

    /// @dev One false proof, at each place of a batch, stops it all, even where its chunk is counted already.
    function test_Score_RevertWhen_OneProofOfABatchIsFalse() external {
        setChunks(8);
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Chunk[] memory chunks = scoredOf(id);
        (uint32[] memory correct, Proof[] memory proofs) = (new uint32[](8), new Proof[](8));
        for (uint256 i = 0; i < 8; ++i) {
            correct[i] = uint32(i);
            proofs[i] = scoreProof(submission, chunks[i], uint32(i));
        }
        scoreOne(id, submission, chunks[0], 0);
        for (uint256 i = 0; i < 8; ++i) {
            ++correct[i];
            vm.expectRevert(invalid);
            escrow.proveScore(id, submission, indicesOf(chunks), correct, proofs);
            --correct[i];
        }
        escrow.proveScore(id, submission, indicesOf(chunks), correct, proofs);
        assertEq(escrow.submissionOf(id, submission.operator).score, 28, "the sum");
    }

    function test_Score_EightChunksInACall_SixteenInTwo() external {
        setChunks(16);
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        proveModelOf(id, 0, BITS);
        Chunk[] memory all = scoredOf(id);
        for (uint256 half = 0; half < 2; ++half) {
            assertNotRanked(id, 0);
            (Chunk[] memory chunks, uint32[] memory correct, Proof[] memory proofs) = (
                new Chunk[](8),
                new uint32[](8),
                new Proof[](8)
            );
            for (uint256 i = 0; i < 8; ++i) {
                (chunks[i], correct[i]) = (all[8 * half + i], uint32(i));
                proofs[i] = scoreProof(submission, chunks[i], correct[i]);
            }
            escrow.proveScore(id, submission, indicesOf(chunks), correct, proofs);
        }
        assertRank(id, 0, 0);
        assertEq(escrow.submissionOf(id, submission.operator).score, 56, "the sum over the drawn chunks");
    }

    // ------------------------------------------------------------------ ranking

    function test_Ranked_WhenTheModelIsProvenLast() external {
        BountyId id = proving(1);
        proveScoreOf(id, 0, 12);
        assertNotRanked(id, 0);
        Submission memory submission = submissionAt(0);
        Proof memory proof = modelProof(submission, BITS);
        uint256 digest = modelDigest(submission);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Ranked(id, submission.operator, 0, 12, BITS);
        escrow.proveModel(id, submission, digest, BITS, proof);
        assertRank(id, 0, 0);
        assertEq(escrow.factsOf(id).ranked, 1, "count");
    }

    function test_NotRanked_BelowTheMinimum() external {
        BountyId id = proving(2);
        proveAll(id, 0, terms.minimumScore - 1, BITS);
        assertNotRanked(id, 0);
        assertEq(escrow.factsOf(id).ranked, 0, "count");
        proveAll(id, 1, terms.minimumScore, BITS);
        assertRank(id, 1, 0);
    }

    function test_Ranked_WithScoreZeroWhereTheMinimumIsZero() external {
        terms.minimumScore = 0;
        BountyId id = proving(1);
        proveAll(id, 0, 0, BITS);
        assertRank(id, 0, 0);
    }

    function test_Ranking_Accuracy() external {
        BountyId id = proving(4);
        proveAll(id, 3, 12, 1);
        proveAll(id, 0, 11, 1);
        proveAll(id, 2, 15, BITS);
        proveAll(id, 1, 12, BITS);
        assertRank(id, 2, 0);
        assertRank(id, 1, 1); // equal to operator 3, and earlier
        assertRank(id, 3, 2);
        assertRank(id, 0, 3);
    }

    function test_Ranking_Compression() external {
        terms.ordering = Ordering.Compression;
        BountyId id = proving(4);
        proveAll(id, 0, 20, 1_000);
        proveAll(id, 1, 5, 999);
        proveAll(id, 2, 4, 10); // below the minimum score
        proveAll(id, 3, 6, 999);
        assertRank(id, 1, 0);
        assertRank(id, 3, 1);
        assertRank(id, 0, 2);
        assertNotRanked(id, 2);
    }

    function test_Ranking_KeepsTheBestSixteen() external {
        BountyId id = proving(18);
        for (uint256 i = 0; i < 16; ++i) {
            proveAll(id, i, 10, BITS);
        }
        proveAll(id, 17, 9, BITS); // worse than all
        assertNotRanked(id, 17);
        assertRank(id, 15, 15);
        proveAll(id, 16, 11, BITS); // better than all
        assertRank(id, 16, 0);
        assertRank(id, 0, 1);
        assertNotRanked(id, 15); // the latest of the equals
        assertEq(escrow.factsOf(id).ranked, 16, "count");
        vm.warp(terms.windows.provingEnds);
        assertEq(escrow.owedTo(id, operatorAt(15)).operatorBond, 50e6, "pushed out: the bond is free");
        assertEq(escrow.owedTo(id, operatorAt(17)).operatorBond, 50e6, "never ranked: the bond is free");
        assertEq(escrow.owedTo(id, operatorAt(16)).operatorBond, 0, "ranked: not free");
    }
}
