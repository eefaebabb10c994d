// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, Chunk, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

/// @dev Models of 1,600 words: two pieces of 750 and one of 100.
contract PublishingTest is BountyFixture {
    uint256 private constant WORDS = 1_600;
    uint256 private constant PIECES = 3;

    function setUp() public override {
        super.setUp();
        vm.startPrank(owner);
        architecture = registry.registerArchitecture("large", uint16(WORDS), prover.key(5));
        registry.registerPair(task, architecture, prover.key(4));
        vm.stopPrank();
        vm.warp(block.timestamp + 1);
        terms.architecture = architecture;
    }

    // ------------------------------------------------------------------ a large model

    function piece(uint256 index) private pure returns (bytes memory words) {
        uint256 count = index + 1 < PIECES ? 750 : WORDS - 750 * (PIECES - 1);
        words = new bytes(32 * count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 word = uint256(keccak256(abi.encode("large", index, i))) % P;
            assembly ("memory-safe") {
                mstore(add(words, mul(32, add(i, 1))), word)
            }
        }
    }

    function hashes() private pure returns (bytes32[] memory list) {
        list = new bytes32[](PIECES);
        for (uint256 i = 0; i < PIECES; ++i) {
            list[i] = keccak256(piece(i));
        }
    }

    function allWords() private pure returns (bytes memory) {
        return bytes.concat(piece(0), piece(1), piece(2));
    }

    /// @dev To Claiming, the one submission being large; its proven digest is that of `words`.
    function claimingLarge(bytes memory words) private returns (BountyId id, Submission memory submission) {
        return claimingWith(keccak256(abi.encodePacked(hashes())), words);
    }

    /// @dev To Claiming with one submission, committed to a hash and proven to be of words that may be others.
    function claimingWith(
        bytes32 bytesHash,
        bytes memory words
    ) private returns (BountyId id, Submission memory submission) {
        id = training();
        submission = submissionAt(0);
        submission.bytesHash = bytesHash;
        fundActor(submission.operator);
        commitSubmission(id, submission);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);

        uint256 digest = digestOf(words, modelChallenge(submission));
        uint256[] memory inputs = new uint256[](5);
        (inputs[0], inputs[1]) = (submission.modelCommitment, modelChallenge(submission));
        (inputs[2], inputs[3], inputs[4]) = (digest, BITS, uint160(submission.operator));
        escrow.proveModel(id, submission, digest, BITS, prover.prove(inputs));
        Chunk[] memory chunks = scoredOf(id);
        for (uint256 i = 0; i < chunks.length; ++i) {
            scoreOne(id, submission, chunks[i], 10);
        }
        vm.warp(terms.windows.provingEnds);
    }

    // ------------------------------------------------------------------ publishWeights

    function test_Publish_InAnyOrder_ThenTheClaim() external {
        (BountyId id, Submission memory submission) = claimingLarge(allWords());
        uint256[3] memory order = [uint256(2), 0, 1];
        for (uint256 i = 0; i < PIECES; ++i) {
            vm.expectEmit(address(escrow));
            emit ITrainingBounties.WeightsPublished(id, submission.operator, order[i], piece(order[i]));
            vm.prank(stranger);
            escrow.publishWeights(id, submission, hashes(), order[i], piece(order[i]));
            assertEq(escrow.owed(address(token), submission.payee), 0, "nothing is credited before the claim");
        }
        uint256 amount = escrow.claim(id, submission, "");
        assertEq(amount, ((1_000e6 + 5e6) * 98) / 100, "prize");
        assertEq(escrow.owed(address(token), submission.payee), amount, "credited");
        assertStatus(id, BountyStatus.Settled, "status");
    }

    function test_Publish_TwiceChangesNothing() external {
        (BountyId id, Submission memory submission) = claimingLarge(allWords());
        for (uint256 i = 0; i < PIECES; ++i) {
            escrow.publishWeights(id, submission, hashes(), i, piece(i));
            vm.recordLogs();
            escrow.publishWeights(id, submission, hashes(), i, piece(i));
            assertEq(vm.getRecordedLogs().length, 0, "no event");
        }
        assertGt(escrow.claim(id, submission, ""), 0, "claimed");
    }

    function test_Claim_WithAllWordsAtOnce() external {
        (BountyId id, Submission memory submission) = claimingLarge(allWords());
        escrow.publishWeights(id, submission, hashes(), 1, piece(1));
        assertGt(escrow.claim(id, submission, allWords()), 0, "claimed");
    }

    function test_Claim_RevertGiven_PiecesAreMissing() external {
        (BountyId id, Submission memory submission) = claimingLarge(allWords());
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.WordsLengthMismatch.selector, WORDS, 0));
        escrow.claim(id, submission, "");
        escrow.publishWeights(id, submission, hashes(), 2, piece(2));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.PiecesMissing.selector, 4, 7));
        escrow.claim(id, submission, "");
        escrow.publishWeights(id, submission, hashes(), 0, piece(0));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.PiecesMissing.selector, 5, 7));
        escrow.claim(id, submission, "");
    }

    /// @dev Threat 17: the pieces are those committed to, but the proofs speak of other words.
    function test_Claim_RevertWhen_ThePiecesHaveAnotherDigest() external {
        bytes memory others = allWords();
        others[31] ^= 0x01;
        (BountyId id, Submission memory submission) = claimingLarge(others);
        for (uint256 i = 0; i < PIECES; ++i) {
            escrow.publishWeights(id, submission, hashes(), i, piece(i));
        }
        uint256 challenge = modelChallenge(submission);
        bytes memory mismatch = abi.encodeWithSelector(
            ITrainingBounties.DigestMismatch.selector,
            digestOf(others, challenge),
            digestOf(allWords(), challenge)
        );
        vm.expectRevert(mismatch);
        escrow.claim(id, submission, "");
    }

    function test_Publish_RevertWhen_ThePieceIsAnother() external {
        (BountyId id, Submission memory submission) = claimingLarge(allWords());
        bytes32[] memory list = hashes();
        bytes memory words = piece(0);

        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LengthMismatch.selector, 3, 2));
        escrow.publishWeights(id, submission, new bytes32[](2), 0, words);
        list[1] ^= bytes32(uint256(1));
        bytes32 hash = keccak256(abi.encodePacked(list));
        expectHashMismatch(submission.bytesHash, hash);
        escrow.publishWeights(id, submission, list, 0, words);
        list[1] ^= bytes32(uint256(1));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.PieceOutOfBounds.selector, 3, 3));
        escrow.publishWeights(id, submission, list, 3, words);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.PieceOutOfBounds.selector, 256, 3));
        escrow.publishWeights(id, submission, list, 256, words);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.WordsLengthMismatch.selector, 750, 100 * 32));
        escrow.publishWeights(id, submission, list, 0, piece(2));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.WordsLengthMismatch.selector, 100, 750 * 32));
        escrow.publishWeights(id, submission, list, 2, words);
        expectHashMismatch(list[1], list[0]);
        escrow.publishWeights(id, submission, list, 1, words);
    }

    function expectHashMismatch(bytes32 expected, bytes32 actual) private {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BytesHashMismatch.selector, expected, actual));
    }

    function test_Publish_RevertWhen_AWordIsNotCanonical() external {
        // Committed to as it is; what a proof shows is the digest of the word modulo p.
        bytes memory aliased = abi.encode(P, 1);
        bytes32[] memory list = new bytes32[](1);
        list[0] = keccak256(aliased);
        vm.startPrank(owner);
        architecture = registry.registerArchitecture("two words", 2, prover.key(5));
        registry.registerPair(task, architecture, prover.key(4));
        vm.stopPrank();
        vm.warp(block.timestamp + 1);
        terms.architecture = architecture;
        (BountyId id, Submission memory submission) = claimingWith(keccak256(abi.encodePacked(list)), abi.encode(0, 1));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.WordNotCanonical.selector, 0, P));
        escrow.publishWeights(id, submission, list, 0, aliased);
    }

    function test_Publish_RevertGiven_NotItsTurn() external {
        (BountyId id, Submission memory submission) = claimingLarge(allWords());
        (bytes32[] memory list, bytes memory words) = (hashes(), piece(0));
        vm.warp(terms.windows.provingEnds - 1);
        expectStatusMismatch(id, BountyStatus.Proving, BountyStatus.Claiming);
        escrow.publishWeights(id, submission, list, 0, words);
        vm.warp(terms.windows.claimEnds);
        expectStatusMismatch(id, BountyStatus.Unmet, BountyStatus.Claiming);
        escrow.publishWeights(id, submission, list, 0, words);
    }
}
