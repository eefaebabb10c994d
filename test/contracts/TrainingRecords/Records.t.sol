// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TrainingRecords} from "../../../contracts/TrainingRecords.sol";
import {IBeacon} from "../../../contracts/interfaces/IBeacon.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "../../../contracts/interfaces/ITrainingRecords.sol";
import {Draws} from "../../../contracts/libraries/Draws.sol";
import {BountyStatus, Submission} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId, RecipeId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {RecordEnds, RecordStatus, TrainingRecord, TrainingStep} from "../../../contracts/types/Training.sol";
import {RecordsFixture} from "../shared/RecordsFixture.sol";

contract RecordsTest is RecordsFixture {
    bytes32 private constant ROOT = keccak256("root");

    // ------------------------------------------------------------------ constructor

    function test_constructor_RevertWhen_EscrowExpectsAnother() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrainingRecords.RecordsMismatch.selector,
                address(records),
                vm.computeCreateAddress(address(this), vm.getNonce(address(this)))
            )
        );
        new TrainingRecords(escrow);
    }

    function test_constructor_KnowsTheEscrowAndWhatItUses() external view {
        assertEq(address(escrow.records()), address(records), "records");
        assertEq(address(records.bounties()), address(escrow), "bounties");
        assertEq(address(records.beacon()), address(beacon), "beacon");
        assertEq(address(records.registry()), address(registry), "registry");
    }

    // ------------------------------------------------------------------ openRecord

    function test_openRecord_RevertWhen_NotTraining() external {
        BountyId none = BountyId.wrap(9);
        expectStatusMismatch(none, BountyStatus.None, BountyStatus.Training);
        records.openRecord(none);
        BountyId id = funding();
        expectStatusMismatch(id, BountyStatus.Funding, BountyStatus.Training);
        records.openRecord(id);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, none));
        records.postRecord(none, ROOT);
    }

    function test_openRecord_RevertWhen_RecordsNotKept() external {
        delete terms.training;
        BountyId id = training();
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.RecordsNotKept.selector, id));
        records.openRecord(id);
    }

    function test_openRecord_RevertWhen_RecordExists() external {
        BountyId id = training();
        address operator = operatorAt(0);
        vm.startPrank(operator);
        uint64 round = records.openRecord(id);
        _expectExists(id, operator);
        records.openRecord(id);
        knowRound(round);
        records.postRecord(id, ROOT);
        _expectExists(id, operator);
        records.openRecord(id);
        vm.stopPrank();
        // Not by a submission that was withdrawn either.
        commitAs(id, 0);
        vm.prank(operator);
        escrow.withdrawSubmission(id);
        _expectExists(id, operator);
        vm.prank(operator);
        records.openRecord(id);
    }

    function _expectExists(BountyId id, address operator) private {
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.RecordExists.selector, id, operator));
    }

    function test_openRecord_RevertWhen_SeedTooLate() external {
        BountyId id = training();
        uint256 ends = terms.windows.trainingEnds;
        // The last second at which the round, at most a period after the 30 minutes, comes in time.
        uint256 lastRound = beacon.timeOf(beacon.firstRoundFrom(ends)) - PERIOD;
        vm.warp(lastRound - 30 minutes + 1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.SeedTooLate.selector, id, lastRound + PERIOD, ends));
        records.openRecord(id);
        vm.warp(lastRound - 30 minutes);
        uint64 round = records.openRecord(id);
        assertEq(beacon.timeOf(round), lastRound, "the last round before the end");
    }

    function test_openRecord() external {
        BountyId id = training();
        uint64 expected = beacon.firstRoundFrom(block.timestamp + 30 minutes);
        vm.expectEmit(address(records));
        emit ITrainingRecords.RecordOpened(id, stranger, expected);
        vm.prank(stranger);
        assertEq(records.openRecord(id), expected, "round");
        assertEq(records.recordOf(id, stranger).seedRound, expected, "stored");
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundNotProven.selector, expected));
        records.seedOf(id, stranger);
        knowRound(expected);
        assertEq(records.seedOf(id, stranger), seedFor(id, stranger), "seed");
        _expectStatus(id, alice, RecordStatus.None, RecordStatus.Open);
        records.seedOf(id, alice);
    }

    // ------------------------------------------------------------------ postRecord

    function test_postRecord_RevertWhen_RootZero() external {
        BountyId id = training();
        vm.expectRevert(ITrainingRecords.RootZero.selector);
        records.postRecord(id, 0);
    }

    function test_postRecord_RevertWhen_NotOpenOrPosted() external {
        BountyId id = training();
        _expectStatus(id, operatorAt(0), RecordStatus.None, RecordStatus.Open);
        postAs(id, 0, ROOT);
        vm.prank(operatorAt(0));
        uint64 round = records.openRecord(id);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundNotProven.selector, round));
        postAs(id, 0, ROOT);
        knowRound(round);
        openedRecord(id, 1);
        postAs(id, 1, ROOT);
        vm.warp(terms.windows.trainingEnds);
        _expectStatus(id, operatorAt(0), RecordStatus.Lapsed, RecordStatus.Open);
        postAs(id, 0, ROOT);
        // With a submission the bounty goes on, and what was posted stays.
        _expectStatus(id, operatorAt(1), RecordStatus.Proving, RecordStatus.Open);
        postAs(id, 1, keccak256("another"));
    }

    function test_postRecord_AgainUntilTrainingEnds() external {
        BountyId id = training();
        openedRecord(id, 0);
        vm.expectEmit(address(records));
        emit ITrainingRecords.RecordPosted(id, operatorAt(0), ROOT);
        postAs(id, 0, ROOT);
        vm.warp(terms.windows.trainingEnds - 1);
        postAs(id, 0, keccak256("another"));
        assertEq(records.recordOf(id, operatorAt(0)).root, keccak256("another"), "the last one counts");
        assertEq(records.recordOf(id, operatorAt(0)).seed, seedFor(id, operatorAt(0)), "its seed");
    }

    // ------------------------------------------------------------------ drawSteps

    function test_drawSteps_RevertWhen_RecordsNotKept() external {
        delete terms.training;
        BountyId id = training();
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.RecordsNotKept.selector, id));
        records.drawSteps(id, "");
    }

    function test_drawSteps_RevertWhen_TooEarly_OrOfAnotherRound() external {
        BountyId id = training();
        uint64 round = records.drawRound(id);
        assertEq(round, beacon.firstRoundFrom(terms.windows.trainingEnds + 30 minutes), "after the roots are posted");
        vm.warp(terms.windows.trainingEnds - 1);
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingRecords.TooEarlyToDraw.selector, id, terms.windows.trainingEnds)
        );
        records.drawSteps(id, "");
        vm.warp(terms.windows.trainingEnds);
        bytes memory signature = signer.sign(round - 1);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.SignatureInvalid.selector, round));
        records.drawSteps(id, signature);
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.StepsNotDrawn.selector, id));
        records.drawnSteps(id);
    }

    function test_drawSteps_Once_ByAnybody() external {
        setTraining(1 << 18, 16, BATCHES);
        BountyId id = opening(1);
        uint64 round = records.drawRound(id);
        vm.warp(beacon.timeOf(round));
        bytes memory data = abi.encode(
            sha256(signer.sign(round)),
            block.chainid,
            records,
            id,
            keccak256("commonweight.training")
        );
        uint256[] memory expected = Draws.drawSteps(keccak256(data), 1 << 18, 16);
        bytes memory signature = signer.sign(round);
        vm.expectEmit(address(records));
        emit ITrainingRecords.StepsDrawn(id, expected);
        vm.prank(stranger);
        records.drawSteps(id, signature);
        assertEq(abi.encode(records.drawnSteps(id)), abi.encode(expected), "the largest that there can be");
        vm.recordLogs();
        records.drawSteps(id, "");
        assertEq(vm.getRecordedLogs().length, 0, "once");
        // Where the beacon has the round already, nobody needs the signature: the chunks are drawn by the same one.
        escrow.drawChunks(id, "");
    }

    // ------------------------------------------------------------------ proveSteps

    function test_proveSteps_RevertWhen_LengthsDiffer() external {
        BountyId id = provingRecords(1);
        TrainingStep[] memory steps = one(stepAt(id, operatorAt(0), 0, 0));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LengthMismatch.selector, 1, 0));
        records.proveSteps(id, operatorAt(0), steps, new Proof[](0));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BatchTooLarge.selector, 9, 8));
        records.proveSteps(id, operatorAt(0), new TrainingStep[](9), new Proof[](9));
    }

    function test_proveSteps_RevertWhen_NotProving() external {
        BountyId id = training();
        commitAs(id, 0);
        postedRecord(id, 0);
        vm.warp(terms.windows.trainingEnds);
        // Proving, but the round is to come.
        uint64 round = records.drawRound(id);
        assertEq(round, escrow.factsOf(id).scoreRound, "the round of the score");
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.StepsNotDrawn.selector, id));
        records.proveSteps(id, operatorAt(0), new TrainingStep[](0), new Proof[](0));
        toDraw(id);
        vm.warp(terms.windows.provingEnds);
        _expectProve(id, 0, RecordStatus.Lapsed);
        _expectProve(id, 1, RecordStatus.None);
    }

    function _expectProve(BountyId id, uint256 i, RecordStatus status) private {
        _expectStatus(id, operatorAt(i), status, RecordStatus.Proving);
        records.proveSteps(id, operatorAt(i), new TrainingStep[](0), new Proof[](0));
    }

    function test_proveSteps_RevertWhen_StepNotDrawn() external {
        BountyId id = provingRecords(1);
        uint256 undrawn = _undrawn(records.drawnSteps(id));
        TrainingStep[] memory steps = one(stepAt(id, operatorAt(0), 0, undrawn));
        _expectStep(id, 0, steps, ITrainingRecords.StepNotDrawn.selector, abi.encode(id, undrawn));
    }

    /// @dev The smallest step that is not drawn.
    function _undrawn(uint256[] memory drawn) private pure returns (uint256 step) {
        for (bool found = true; found;) {
            found = false;
            for (uint256 i = 0; i < drawn.length; ++i) found = found || drawn[i] == step;
            if (found) ++step;
        }
    }

    function test_proveSteps_RevertWhen_CheckpointsNotInRoot() external {
        BountyId id = provingRecords(1);
        address operator = operatorAt(0);
        uint256[] memory drawn = records.drawnSteps(id);
        for (uint256 k = 0; k < drawn.length; ++k) {
            bytes memory where = abi.encode(id, operator, drawn[k]);
            for (uint256 what = 0; what < 5; ++what) {
                TrainingStep memory step = stepAt(id, operator, 0, drawn[k]);
                if (what == 0) step.commitmentBefore ^= 1;
                else if (what == 1) step.commitmentAfter ^= 1;
                else if (what == 2) step.path[0] = ~step.path[0];
                else if (what == 3)
                    step.path = new bytes32[](0);
                    // The checkpoints of another training.
                else step = stepAt(id, operator, 1, drawn[k]);
                _expectStep(id, 0, one(step), ITrainingRecords.StepNotInRoot.selector, where);
            }
        }
        // Two checkpoints that are there, but not next to each other.
        TrainingStep memory apart = stepAt(id, operator, 0, 0);
        apart.commitmentAfter = checkpointOf(operator, 0, 2);
        _expectStep(id, 0, one(apart), ITrainingRecords.StepNotInRoot.selector, abi.encode(id, operator, 0));
        // The right ones, as those of another drawn step.
        TrainingStep memory moved = stepAt(id, operator, 0, 0);
        moved.step = STEPS - 1;
        _expectStep(id, 0, one(moved), ITrainingRecords.StepNotInRoot.selector, abi.encode(id, operator, STEPS - 1));
    }

    function test_proveSteps_RevertWhen_AnotherBatch() external {
        BountyId id = provingRecords(1);
        address operator = operatorAt(0);
        uint256 batch = uint256(keccak256(abi.encode(seedFor(id, operator), uint256(0)))) % BATCHES;
        bytes32[] memory leaves = batchLeaves(BATCHES);
        for (uint256 other = 0; other < BATCHES; ++other) {
            if (other == batch) continue;
            TrainingStep memory step = stepAt(id, operator, 0, 0);
            (step.dataCommitment, step.batchPath) = (batchOf(other), treePath(leaves, other));
            _expectStep(id, 0, one(step), ITrainingRecords.BatchNotInRoot.selector, abi.encode(id, 0, batch));
        }
        TrainingStep memory unknown = stepAt(id, operator, 0, 0);
        unknown.dataCommitment ^= 1;
        _expectStep(id, 0, one(unknown), ITrainingRecords.BatchNotInRoot.selector, abi.encode(id, 0, batch));
    }

    function _expectStep(
        BountyId id,
        uint256 i,
        TrainingStep[] memory steps,
        bytes4 selector,
        bytes memory arguments
    ) private {
        Proof[] memory proofs = stepProofs(operatorAt(i), steps);
        address operator = operatorAt(i);
        vm.expectRevert(abi.encodePacked(selector, arguments));
        records.proveSteps(id, operator, steps, proofs);
    }

    function test_proveSteps_RevertWhen_TheProofSpeaksOfAnythingElse() external {
        BountyId id = provingRecords(1);
        address operator = operatorAt(0);
        TrainingStep memory step = stepAt(id, operator, 0, 0);
        for (uint256 what = 0; what < 5; ++what) {
            TrainingStep memory other = stepAt(id, operator, 0, 0);
            address whose = operator;
            if (what == 0) other.commitmentBefore ^= 1;
            else if (what == 1) other.commitmentAfter ^= 1;
            else if (what == 2) other.dataCommitment ^= 1;
            else if (what == 3) other.step ^= 1;
            else whose = operatorAt(1);
            Proof[] memory proofs = one(stepProof(whose, other));
            vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
            records.proveSteps(id, operator, one(step), proofs);
        }
        assertEq(records.recordOf(id, operator).provenSteps, 0, "nothing counted");
    }

    function test_proveSteps_EachOnce_ByAnybody() external {
        BountyId id = provingRecords(1);
        address operator = operatorAt(0);
        uint256[] memory drawn = records.drawnSteps(id);
        assertEq(drawn.length, DRAWN, "so many");
        TrainingStep[] memory first = one(stepAt(id, operator, 0, drawn[1]));
        Proof[] memory firstProofs = stepProofs(operator, first);
        vm.expectEmit(address(records));
        emit ITrainingRecords.StepsProven(id, operator, 2);
        vm.prank(stranger);
        records.proveSteps(id, operator, first, firstProofs);

        // Again, it has no effect, whatever the proof.
        vm.recordLogs();
        records.proveSteps(id, operator, first, new Proof[](1));
        assertEq(vm.getRecordedLogs().length, 0, "no event");

        // With others, only they are counted; but every proof has to be one.
        TrainingStep[] memory both = new TrainingStep[](2);
        (both[0], both[1]) = (stepAt(id, operator, 0, drawn[1]), stepAt(id, operator, 0, drawn[3]));
        Proof[] memory proofs = stepProofs(operator, both);
        vm.expectEmit(address(records));
        emit ITrainingRecords.StepsProven(id, operator, 8);
        records.proveSteps(id, operator, both, proofs);
        assertEq(records.recordOf(id, operator).provenSteps, 10, "places 1 and 3");
        both[0] = stepAt(id, operator, 0, drawn[2]);
        Proof[] memory wrong = stepProofs(operatorAt(1), both);
        vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
        records.proveSteps(id, operator, both, wrong);
    }

    // ------------------------------------------------------------------ finishRecord

    function test_finishRecord_RevertWhen_NotProving() external {
        BountyId id = provingRecords(1);
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        provenRecord(id, 0);
        _expectFinish(id, submission, ends, RecordStatus.Proven);
        vm.warp(terms.windows.provingEnds);
        _expectFinish(id, submission, ends, RecordStatus.Proven);
        _expectFinish(id, submissionAt(1), ends, RecordStatus.None);
    }

    function test_finishRecord_RevertWhen_Lapsed() external {
        BountyId id = provingRecords(1);
        proveDrawn(id, 0);
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        vm.warp(terms.windows.provingEnds);
        _expectFinish(id, submission, ends, RecordStatus.Lapsed);
        vm.warp(terms.windows.provingEnds - 1);
        records.finishRecord(id, submission, ends);
    }

    function _expectFinish(
        BountyId id,
        Submission memory submission,
        RecordEnds memory ends,
        RecordStatus status
    ) private {
        _expectStatus(id, submission.operator, status, RecordStatus.Proving);
        records.finishRecord(id, submission, ends);
    }

    function test_finishRecord_RevertWhen_StepsMissing() external {
        BountyId id = provingRecords(1);
        address operator = operatorAt(0);
        uint256[] memory drawn = records.drawnSteps(id);
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        uint256 proven = 0;
        for (uint256 k = 0; k < drawn.length; ++k) {
            vm.expectRevert(
                abi.encodeWithSelector(ITrainingRecords.StepsMissing.selector, id, operator, proven, (1 << DRAWN) - 1)
            );
            records.finishRecord(id, submission, ends);
            TrainingStep[] memory steps = one(stepAt(id, operator, 0, drawn[k]));
            records.proveSteps(id, operator, steps, stepProofs(operator, steps));
            proven += 1 << k;
        }
        records.finishRecord(id, submission, ends);
    }

    function test_finishRecord_RevertWhen_AnotherSubmission() external {
        BountyId id = training();
        postedRecord(id, 0); // without a submission
        commitAs(id, 1);
        postedRecord(id, 1);
        toDraw(id);
        proveDrawn(id, 0);
        proveDrawn(id, 1);
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.SubmissionMissing.selector, id, submission.operator));
        records.finishRecord(id, submission, ends);

        submission = submissionAt(1);
        ends = endsOf(id, submission, 0);
        bytes32 expected = keccak256(abi.encode(submission));
        submission.modelCommitment ^= 1;
        bytes32 actual = keccak256(abi.encode(submission));
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrainingBounties.SubmissionMismatch.selector,
                id,
                submission.operator,
                expected,
                actual
            )
        );
        records.finishRecord(id, submission, ends);
    }

    function test_finishRecord_RevertWhen_AnotherArchitecture() external {
        vm.startPrank(owner);
        ArchitectureId other = registry.registerArchitecture("other", MODEL_WORDS, prover.key(5));
        registry.registerPair(task, other, prover.key(4));
        vm.stopPrank();
        vm.warp(block.timestamp + 1);
        terms.architecture = ArchitectureId.wrap(0);
        BountyId id = training();
        Submission memory submission = submissionAt(0);
        submission.architecture = other;
        fundActor(submission.operator);
        commitSubmission(id, submission);
        postedRecord(id, 0);
        toDraw(id);
        proveDrawn(id, 0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingRecords.RecipeArchitectureMismatch.selector, id, architecture, other)
        );
        records.finishRecord(id, submission, ends);
    }

    function test_finishRecord_RevertWhen_AnotherCheckpoint() external {
        BountyId id = provingRecords(1);
        proveDrawn(id, 0);
        Submission memory submission = submissionAt(0);
        address operator = submission.operator;
        for (uint256 what = 0; what < 4; ++what) {
            RecordEnds memory ends = endsOf(id, submission, 0);
            // Each with a proof that is right of the other checkpoint.
            if (what == 0) {
                ends.firstCommitment = checkpointOf(operator, 0, 1);
                ends.firstPath = treePath(checkpointLeaves(operator, 0), 1);
                ends.start = initProof(ends.firstCommitment, seedFor(id, operator), operator);
            } else if (what == 1) {
                ends.firstPath = new bytes32[](1);
            } else if (what == 2) {
                ends.lastCommitment = checkpointOf(operator, 0, STEPS - 1);
                ends.lastPath = treePath(checkpointLeaves(operator, 0), STEPS - 1);
                ends.quantiseModel = quantiseProof(
                    ends.lastCommitment,
                    submission.modelCommitment,
                    STEPS - 1,
                    operator
                );
            } else {
                ends.lastCommitment ^= 1;
            }
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrainingRecords.CheckpointNotInRoot.selector,
                    id,
                    operator,
                    what < 2 ? 0 : STEPS
                )
            );
            records.finishRecord(id, submission, ends);
        }
    }

    function test_finishRecord_RevertWhen_ProofOfAnotherEnd() external {
        BountyId id = provingRecords(2);
        proveDrawn(id, 0);
        Submission memory submission = submissionAt(0);
        address operator = submission.operator;
        uint256 seed = seedFor(id, operator);
        for (uint256 what = 0; what < 7; ++what) {
            RecordEnds memory ends = endsOf(id, submission, 0);
            (uint256 first, uint256 last) = (ends.firstCommitment, ends.lastCommitment);
            uint256 model = submission.modelCommitment;
            if (what == 0) ends.start = initProof(first, seed + 1, operator);
            else if (what == 1) ends.start = initProof(first ^ 1, seed, operator);
            else if (what == 2) ends.start = initProof(first, seedFor(id, operatorAt(1)), operatorAt(1));
            else if (what == 3) ends.quantiseModel = quantiseProof(last ^ 1, model, STEPS, operator);
            else if (what == 4) ends.quantiseModel = quantiseProof(last, model ^ 1, STEPS, operator);
            else if (what == 5) ends.quantiseModel = quantiseProof(last, model, STEPS - 1, operator);
            else ends.quantiseModel = quantiseProof(last, model, STEPS, operatorAt(1));
            vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
            records.finishRecord(id, submission, ends);
        }
        assertFalse(records.isProven(id, operator), "not proven");
    }

    function test_finishRecord_ByAnybody() external {
        BountyId id = provingRecords(1);
        proveDrawn(id, 0);
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        vm.expectEmit(address(records));
        emit ITrainingRecords.RecordProven(id, submission.operator, submission.modelCommitment);
        vm.prank(stranger);
        records.finishRecord(id, submission, ends);
        assertTrue(records.isProven(id, submission.operator), "proven");
        TrainingRecord memory record = records.recordOf(id, submission.operator);
        assertEq(record.provenSteps, (1 << DRAWN) - 1, "all steps");
        assertTrue(record.proven, "in the facts too");
    }

    // ------------------------------------------------------------------ a parent's model

    function test_finishRecord_BeginsWithTheParentsBestModel() external {
        (BountyId parent, BountyId id) = _childOf(scoresOf(15, 12));
        Submission memory submission = submissionAt(2);
        Submission memory best = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        ends.parent = best;
        ends.start = inheritProof(ends.firstCommitment, best, submission.operator);

        // A valid proof of the model that came second.
        ends.parent = submissionAt(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrainingRecords.ParentMismatch.selector,
                parent,
                best.operator,
                ends.parent.operator
            )
        );
        records.finishRecord(id, submission, ends);

        // Another model, said to be the best operator's.
        ends.parent = best;
        ends.parent.modelCommitment ^= 1;
        ends.start = inheritProof(ends.firstCommitment, ends.parent, submission.operator);
        bytes32 actual = keccak256(abi.encode(ends.parent));
        ends.parent.modelCommitment ^= 1;
        bytes32 expected = keccak256(abi.encode(ends.parent));
        ends.parent.modelCommitment ^= 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrainingBounties.SubmissionMismatch.selector,
                parent,
                best.operator,
                expected,
                actual
            )
        );
        records.finishRecord(id, submission, ends);

        // A proof of it is none of the best one's.
        ends.parent.modelCommitment ^= 1;
        vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
        records.finishRecord(id, submission, ends);

        ends.start = inheritProof(ends.firstCommitment, ends.parent, submission.operator);
        records.finishRecord(id, submission, ends);
        assertTrue(records.isProven(id, submission.operator), "proven");
    }

    function test_finishRecord_RevertWhen_TheParentIsOfAnotherArchitecture() external {
        vm.startPrank(owner);
        ArchitectureId other = registry.registerArchitecture("other", MODEL_WORDS, prover.key(5));
        registry.registerPair(task, other, prover.key(4));
        RecipeId foreign = registry.registerRecipe("foreign", other, true, keysOf(4));
        vm.stopPrank();
        vm.warp(block.timestamp + 1);
        BountyId parent = _parent(scoresOf(15, 12));
        (terms.training.recipe, terms.architecture, architecture) = (foreign, other, other);
        BountyId id = _child(parent);
        Submission memory submission = submissionAt(2);
        RecordEnds memory ends = endsOf(id, submission, 0);
        ends.parent = submissionAt(0);
        ends.parent.architecture = registry.recipeOf(recipe).architecture;
        ends.start = inheritProof(ends.firstCommitment, ends.parent, submission.operator);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrainingRecords.RecipeArchitectureMismatch.selector,
                parent,
                other,
                ends.parent.architecture
            )
        );
        records.finishRecord(id, submission, ends);
    }

    /// @dev A settled parent, and a bounty whose records begin with its model, of which operator 2 has proven the drawn steps.
    function _childOf(uint256[] memory scores) private returns (BountyId parent, BountyId id) {
        parent = _parent(scores);
        terms.training.recipe = inheriting;
        id = _child(parent);
    }

    function _parent(uint256[] memory scores) private returns (BountyId parent) {
        setThreePrizes();
        parent = claiming(scores);
        for (uint256 i = 0; i < scores.length; ++i) claimAs(parent, i);
        escrow.settle(parent);
    }

    function _child(BountyId parent) private returns (BountyId id) {
        terms.parent = parent;
        uint40 time = uint40(block.timestamp);
        terms.windows.draftEnds = time + 1 days;
        terms.windows.fundingEnds = time + 2 days;
        terms.windows.trainingEnds = time + 3 days;
        terms.windows.openingEnds = time + 4 days;
        terms.windows.provingEnds = time + 5 days;
        terms.windows.claimEnds = time + 6 days;
        terms.windows.reserveEnds = time + 7 days;
        id = training();
        commitAs(id, 2);
        postedRecord(id, 2);
        toDraw(id);
        proveDrawn(id, 2);
    }

    // ------------------------------------------------------------------ recordStatusOf

    function test_recordStatusOf_AtEachBoundary() external {
        BountyId id = training();
        for (uint256 i = 0; i < 3; ++i) commitAs(id, i);
        _assertRecordStatus(id, 0, RecordStatus.None);
        openedRecord(id, 0);
        openedRecord(id, 1);
        _assertRecordStatus(id, 0, RecordStatus.Open);
        postAs(id, 1, honestRoot(operatorAt(1), 0));
        postedRecord(id, 2);
        _assertRecordStatus(id, 1, RecordStatus.Posted);
        vm.warp(terms.windows.trainingEnds - 1);
        _assertRecordStatus(id, 0, RecordStatus.Open);
        _assertRecordStatus(id, 1, RecordStatus.Posted);
        vm.warp(terms.windows.trainingEnds);
        _assertRecordStatus(id, 0, RecordStatus.Lapsed);
        _assertRecordStatus(id, 1, RecordStatus.Proving);
        toDraw(id);
        provenRecord(id, 1);
        _assertRecordStatus(id, 1, RecordStatus.Proven);
        vm.warp(terms.windows.provingEnds - 1);
        _assertRecordStatus(id, 2, RecordStatus.Proving);
        vm.warp(terms.windows.provingEnds);
        _assertRecordStatus(id, 1, RecordStatus.Proven);
        _assertRecordStatus(id, 2, RecordStatus.Lapsed);
    }

    function _assertRecordStatus(BountyId id, uint256 i, RecordStatus expected) private {
        assertEq(uint8(records.recordStatusOf(id, operatorAt(i))), uint8(expected), "status");
    }

    function _expectStatus(BountyId id, address operator, RecordStatus actual, RecordStatus expected) private {
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingRecords.RecordStatusMismatch.selector, id, operator, actual, expected)
        );
    }
}
