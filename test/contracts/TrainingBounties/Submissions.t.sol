// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IArchitectureRegistry} from "../../../contracts/interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, Submission} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract SubmissionsTest is BountyFixture {
    function replaceSubmission(BountyId id, Submission memory submission) private {
        vm.prank(submission.operator);
        escrow.replace(id, submission.architecture, submission.modelCommitment, submission.bytesHash, submission.payee);
    }

    /// @dev A submission of operator i, who has money and has approved the escrow.
    function funded(uint256 i) private returns (Submission memory submission) {
        submission = submissionAt(i);
        fundActor(submission.operator);
    }

    function notAdmitted(BountyId id, ArchitectureId candidate) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ITrainingBounties.ArchitectureNotAdmitted.selector, id, candidate);
    }

    function registerAnother() private returns (ArchitectureId another) {
        vm.startPrank(owner);
        another = registry.registerArchitecture("another architecture", MODEL_WORDS, prover.key(5));
        registry.registerPair(task, another, prover.key(4));
        vm.stopPrank();
    }

    // ------------------------------------------------------------------ commit

    function test_Commit_RevertGiven_NotTraining() external {
        BountyId id = funding();
        Submission memory submission = funded(0);
        expectStatusMismatch(id, BountyStatus.Funding, BountyStatus.Training);
        commitSubmission(id, submission);
        contributeAs(alice, id, terms.cap);
        vm.warp(terms.windows.trainingEnds);
        expectStatusMismatch(id, BountyStatus.Unmet, BountyStatus.Training);
        commitSubmission(id, submission);
    }

    function test_Commit_RevertGiven_ASubmission() external {
        BountyId id = training();
        Submission memory submission = commitAs(id, 0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.SubmissionExists.selector, id, submission.operator));
        commitSubmission(id, submission);
    }

    function test_Commit_RevertWhen_PayeeIsZero() external {
        BountyId id = training();
        Submission memory submission = funded(0);
        submission.payee = address(0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.AccountZero.selector));
        commitSubmission(id, submission);
    }

    function test_Commit_RevertWhen_CommitmentIsNotCanonical() external {
        BountyId id = training();
        Submission memory submission = funded(0);
        submission.modelCommitment = P;
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.CommitmentNotCanonical.selector, P));
        commitSubmission(id, submission);
        submission.modelCommitment = P - 1;
        commitSubmission(id, submission);
    }

    function test_Commit_RevertWhen_ArchitectureIsAnother() external {
        Submission memory submission = funded(0);
        submission.architecture = registerAnother();
        vm.warp(block.timestamp + 1);
        BountyId id = training();
        vm.expectRevert(notAdmitted(id, submission.architecture));
        commitSubmission(id, submission);
    }

    function test_Commit_OpenArchitectures_RevertWhen_NotOfTheTask() external {
        terms.architecture = ArchitectureId.wrap(0);
        BountyId id = training();
        Submission memory submission = funded(0);
        submission.architecture = ArchitectureId.wrap("unknown");
        vm.expectRevert(
            abi.encodeWithSelector(IArchitectureRegistry.PairUnknown.selector, task, submission.architecture)
        );
        commitSubmission(id, submission);
    }

    function test_Threat06_ArchitectureRegisteredAfterTheMoneyIsIn() external {
        terms.architecture = ArchitectureId.wrap(0);
        Submission memory submission = funded(0);
        BountyId id = funding();
        submission.architecture = registerAnother(); // in the second of the creation: not older
        contributeAs(alice, id, terms.cap);
        vm.expectRevert(notAdmitted(id, submission.architecture));
        commitSubmission(id, submission);
        submission.architecture = architecture;
        commitSubmission(id, submission);
    }

    function test_Commit_OpenArchitectures_UntilALaterTime() external {
        terms.architecture = ArchitectureId.wrap(0);
        terms.architecturesUntil = terms.windows.fundingEnds + 100;
        BountyId id = training();
        Submission memory submission = funded(0);
        vm.warp(terms.architecturesUntil - 1);
        submission.architecture = registerAnother();
        commitSubmission(id, submission);

        vm.warp(terms.architecturesUntil);
        vm.startPrank(owner);
        ArchitectureId late = registry.registerArchitecture("late", MODEL_WORDS, prover.key(5));
        registry.registerPair(task, late, prover.key(4));
        vm.stopPrank();
        submission = funded(1);
        submission.architecture = late;
        vm.expectRevert(notAdmitted(id, late));
        commitSubmission(id, submission);
    }

    function test_Commit_OpenArchitectures_RetiredBeforeAndAfterTheCreation() external {
        terms.architecture = ArchitectureId.wrap(0);
        BountyId existing = training();
        vm.prank(owner);
        registry.retirePair(task, architecture);
        Submission memory submission = funded(0);
        commitSubmission(existing, submission);
        vm.prank(submission.operator);
        escrow.withdrawSubmission(existing);

        // A bounty created after the retirement does not admit it.
        uint40 shift = uint40(block.timestamp) - uint40(START + 1) + 1;
        vm.warp(block.timestamp + 1);
        terms.windows.draftEnds += shift;
        terms.windows.fundingEnds += shift;
        terms.windows.trainingEnds += shift;
        terms.windows.openingEnds += shift;
        terms.windows.provingEnds += shift;
        terms.windows.claimEnds += shift;
        terms.windows.reserveEnds += shift;
        BountyId later = funding();
        contributeAs(alice, later, terms.cap);
        vm.expectRevert(notAdmitted(later, architecture));
        commitSubmission(later, submission);
    }

    function test_Commit_StoresTakesAndEmits() external {
        BountyId id = training();
        commitAs(id, 0);
        Submission memory submission = funded(1);
        uint256 before = token.balanceOf(address(escrow));
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Committed(
            id,
            submission.operator,
            architecture,
            submission.modelCommitment,
            submission.bytesHash,
            submission.payee,
            2
        );
        commitSubmission(id, submission);

        ITrainingBounties.SubmissionFacts memory facts = escrow.submissionOf(id, submission.operator);
        assertEq(facts.submissionHash, keccak256(abi.encode(submission)), "hash");
        assertEq(facts.sequence, 2, "sequence");
        assertFalse(facts.modelProven || facts.claimed, "nothing proven");
        assertEq(escrow.factsOf(id).submissions, 2, "submissions");
        assertEq(escrow.factsOf(id).entryFees, 2 * terms.entryFee, "entry fees");
        assertEq(token.balanceOf(address(escrow)) - before, 55e6, "bond and fee");
        assertEq(token.balanceOf(submission.operator), FUNDS - 55e6, "operator's balance");
    }

    // ------------------------------------------------------------------ replace

    function test_Replace_RevertGiven_NotTrainingOrMissing() external {
        BountyId id = training();
        Submission memory submission = submissionAt(0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.SubmissionMissing.selector, id, submission.operator));
        replaceSubmission(id, submission);
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        expectStatusMismatch(id, BountyStatus.Opening, BountyStatus.Training);
        replaceSubmission(id, submission);
    }

    function test_Replace_RevertWhen_NotAcceptable() external {
        BountyId id = training();
        Submission memory submission = commitAs(id, 0);
        submission.payee = address(0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.AccountZero.selector));
        replaceSubmission(id, submission);
        submission = submissionAt(0);
        submission.modelCommitment = type(uint256).max;
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.CommitmentNotCanonical.selector, type(uint256).max));
        replaceSubmission(id, submission);
        submission = submissionAt(0);
        submission.architecture = ArchitectureId.wrap("another");
        vm.expectRevert(notAdmitted(id, submission.architecture));
        replaceSubmission(id, submission);
    }

    function test_Replace_TakesANewSequenceNumberAndNoMoney() external {
        BountyId id = training();
        Submission memory submission = commitAs(id, 0);
        commitAs(id, 1);
        uint256 balance = token.balanceOf(submission.operator);
        submission.modelCommitment = 7;
        submission.payee = stranger;
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Replaced(id, submission.operator, architecture, 7, submission.bytesHash, stranger, 3);
        replaceSubmission(id, submission);
        ITrainingBounties.SubmissionFacts memory facts = escrow.submissionOf(id, submission.operator);
        assertEq(facts.submissionHash, keccak256(abi.encode(submission)), "hash");
        assertEq(facts.sequence, 3, "sequence");
        assertEq(escrow.factsOf(id).submissions, 2, "submissions");
        assertEq(escrow.factsOf(id).entryFees, 2 * terms.entryFee, "entry fees");
        assertEq(token.balanceOf(submission.operator), balance, "operator's balance");
    }

    // ------------------------------------------------------------------ withdrawSubmission

    function test_Withdraw_RevertGiven_NotTrainingOrMissing() external {
        BountyId id = training();
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.SubmissionMissing.selector, id, stranger));
        vm.prank(stranger);
        escrow.withdrawSubmission(id);
        Submission memory submission = commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        expectStatusMismatch(id, BountyStatus.Opening, BountyStatus.Training);
        vm.prank(submission.operator);
        escrow.withdrawSubmission(id);
    }

    function test_Withdraw_CreditsTheBondAndKeepsTheFee() external {
        BountyId id = training();
        Submission memory submission = commitAs(id, 0);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.SubmissionWithdrawn(id, submission.operator);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Credited(address(token), submission.operator, id, 50e6);
        vm.startPrank(submission.operator);
        escrow.withdrawSubmission(id);

        assertEq(escrow.owed(address(token), submission.operator), 50e6, "ledger");
        assertEq(escrow.factsOf(id).submissions, 0, "submissions");
        assertEq(escrow.factsOf(id).entryFees, 5e6, "the fee stays");
        assertEq(escrow.submissionOf(id, submission.operator).submissionHash, 0, "hash");
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.SubmissionMissing.selector, id, submission.operator));
        escrow.withdrawSubmission(id);
        assertEq(escrow.credit(id, submission.operator), 0, "nothing besides");
        assertEq(escrow.withdraw(address(token), submission.operator), 50e6, "the bond");
        vm.stopPrank();
        assertEq(token.balanceOf(submission.operator), FUNDS - 5e6, "operator's balance");
    }

    function test_Withdraw_ThenCommitAgain_PaysNoSecondFee() external {
        BountyId id = training();
        Submission memory submission = commitAs(id, 0);
        for (uint32 round = 0; round < 3; ++round) {
            vm.prank(submission.operator);
            escrow.withdrawSubmission(id);
            commitSubmission(id, submission);
            assertEq(escrow.submissionOf(id, submission.operator).sequence, round + 2, "a new sequence number");
        }
        assertEq(escrow.factsOf(id).submissions, 1, "submissions");
        assertEq(escrow.factsOf(id).entryFees, 5e6, "one fee");
        assertEq(escrow.owed(address(token), submission.operator), 150e6, "three bonds back");
        assertEq(token.balanceOf(submission.operator), FUNDS - 5e6 - 200e6, "one fee and four bonds paid");
    }

    /// @dev Threat 19: an early placeholder does not keep its place when it is replaced late.
    function test_Threat19_PlaceholderReplacedLate() external {
        BountyId id = training();
        Submission memory placeholder = commitAs(id, 0);
        commitAs(id, 1);
        vm.warp(terms.windows.trainingEnds - 1);
        replaceSubmission(id, placeholder);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        proveAll(id, 0, 15, BITS);
        proveAll(id, 1, 15, BITS);
        (, uint256 rank) = escrow.rankOf(id, operatorAt(1));
        assertEq(rank, 0, "the earlier real one is first");
        (, rank) = escrow.rankOf(id, operatorAt(0));
        assertEq(rank, 1, "the placeholder is second");
    }
}
