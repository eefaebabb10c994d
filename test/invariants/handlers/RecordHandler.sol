// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BountyStatus, Submission} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {RecordEnds, RecordStatus, TrainingStep} from "../../../contracts/types/Training.sol";
import {Handler} from "./Handler.sol";

/// @title Operators who keep records of their training, and somebody who tries to get one proven that is not
abstract contract RecordHandler is Handler {
    /// @dev Opens a record, or posts its root, perhaps another one than before.
    function keepRecord(uint256 bountySeed, uint256 operatorSeed, uint256 variant) external recorded {
        (bool found, BountyId bounty) = _findKeeping(BountyStatus.Training, bountySeed);
        if (!found) return;
        address operator = _operator(operatorSeed);
        if (trainings.trainingOf(bounty, operator).seedRound == 0) openRecordOf(bounty, operator);
        else postRecordOf(bounty, operator, variant % 4);
    }

    /// @dev Where its seed would be known too late, it is not opened.
    function openRecordOf(BountyId bounty, address operator) public {
        uint256 time = world.beacon().timeOf(world.beacon().firstRoundFrom(block.timestamp + 30 minutes));
        if (time >= escrow.termsOf(bounty).windows.trainingEnds) return;
        vm.prank(operator);
        records.openRecord(bounty);
        trainings.recordOpened(bounty, operator);
    }

    /// @dev Waits for the seed's round where it is to come: the training does not end before.
    function postRecordOf(BountyId bounty, address operator, uint256 variant) public {
        uint64 round = trainings.trainingOf(bounty, operator).seedRound;
        _reach(round);
        world.beacon().proveRound(round, world.signer().sign(round));
        bytes32 root = trainings.rootOf(bounty, operator, variant);
        vm.prank(operator);
        records.postRecord(bounty, root);
        trainings.recordPosted(bounty, operator, variant);
    }

    /// @dev Draws the steps where they are not drawn, proves some, perhaps again, and the ends where all are proven.
    function proveRecord(uint256 bountySeed, uint256 operatorSeed, uint256 which) external recorded {
        BountyStatus status = which % 4 == 1 ? BountyStatus.Opening : BountyStatus.Proving;
        (bool found, BountyId bounty) = _findKeeping(status, bountySeed);
        if (!found) return;
        drawStepsOf(bounty);
        address operator = _operator(operatorSeed);
        if (records.recordStatusOf(bounty, operator) != RecordStatus.Proving) return;
        if (trainings.isComplete(bounty, operator) && which % 3 != 0) finishRecordOf(bounty, operator);
        else proveStepsOf(bounty, operator, which / 4);
    }

    /// @dev Waits for the round where it is to come.
    function drawStepsOf(BountyId bounty) public {
        uint64 round = trainings.drawRoundOf(bounty);
        _reach(round);
        records.drawSteps(bounty, world.signer().sign(round));
        trainings.recordDrawn(bounty);
    }

    /// @dev Proves one of the drawn steps, or all at once.
    function proveStepsOf(BountyId bounty, address operator, uint256 which) public {
        uint256[] memory drawn = trainings.drawnOf(bounty);
        uint256[] memory places = _some((1 << drawn.length) - 1, which);
        TrainingStep[] memory steps = new TrainingStep[](places.length);
        Proof[] memory proofs = new Proof[](places.length);
        for (uint256 i = 0; i < places.length; ++i) {
            steps[i] = trainings.stepOf(bounty, operator, drawn[places[i]]);
            proofs[i] = trainings.stepProof(operator, steps[i]);
        }
        records.proveSteps(bounty, operator, steps, proofs);
        for (uint256 i = 0; i < places.length; ++i) trainings.recordStep(bounty, operator, places[i]);
    }

    /// @dev For a submission that stands, of the recipe's architecture.
    function finishRecordOf(BountyId bounty, address operator) public {
        Submission memory submission = world.submissionOf(bounty, operator);
        bool stands = escrow.submissionOf(bounty, operator).submissionHash != 0;
        if (!stands || !_isOfRecipe(submission)) return;
        records.finishRecord(bounty, submission, trainings.endsOf(bounty, submission));
        trainings.recordProven(bounty, operator);
    }

    // ------------------------------------------------------------------ attacks

    /// @dev At any time, whatever the record's status. What succeeds is recorded only where it was really proven.
    function forgeRecord(uint256 bountySeed, uint256 operatorSeed, uint256 how) external recorded {
        (bool found, BountyId bounty) = _findKeeping(escrow.statusOf(world.pick(bountySeed)), bountySeed);
        if (!found) return;
        (address operator, address other) = (_operator(operatorSeed), _operator((operatorSeed % 4) + 1));
        if (how % 5 == 0) _copySteps(bounty, operator, other);
        else if (how % 5 == 1) _swapSteps(bounty, operator, how / 5);
        else if (how % 5 == 2) _finishWithEndsOf(bounty, operator, other, how / 5);
        else if (how % 5 == 3) _finish(bounty, world.submissionOf(bounty, operator));
        else _postAgain(bounty, operator, how / 5);
    }

    /// @dev The steps and the proofs of another operator, for one's own record.
    function _copySteps(BountyId bounty, address operator, address other) private {
        TrainingStep[] memory steps = new TrainingStep[](1);
        Proof[] memory proofs = new Proof[](1);
        steps[0] = trainings.stepOf(bounty, other, 0);
        proofs[0] = trainings.stepProof(other, steps[0]);
        vm.prank(world.hostile());
        try records.proveSteps(bounty, operator, steps, proofs) {} catch {}
        // Its own step, with the other's proof.
        steps[0] = trainings.stepOf(bounty, operator, 0);
        vm.prank(world.hostile());
        try records.proveSteps(bounty, operator, steps, proofs) {} catch {}
    }

    /// @dev Any step, drawn or not, with the proof of the one before or after it.
    function _swapSteps(BountyId bounty, address operator, uint256 which) private {
        uint256 count = escrow.trainingOf(bounty).steps;
        TrainingStep[] memory steps = new TrainingStep[](1);
        Proof[] memory proofs = new Proof[](1);
        steps[0] = trainings.stepOf(bounty, operator, which % count);
        proofs[0] = trainings.stepProof(operator, trainings.stepOf(bounty, operator, (which + 1) % count));
        vm.prank(world.hostile());
        try records.proveSteps(bounty, operator, steps, proofs) {} catch {}
    }

    /// @dev One end of another operator's record, or both.
    function _finishWithEndsOf(BountyId bounty, address operator, address other, uint256 which) private {
        Submission memory submission = world.submissionOf(bounty, operator);
        RecordEnds memory copied = trainings.endsOf(bounty, world.submissionOf(bounty, other));
        RecordEnds memory ends = trainings.endsOf(bounty, submission);
        if (which % 3 != 0) (ends.firstCommitment, ends.firstPath) = (copied.firstCommitment, copied.firstPath);
        if (which % 3 != 0) ends.start = copied.start;
        if (which % 3 != 1) (ends.lastCommitment, ends.lastPath) = (copied.lastCommitment, copied.lastPath);
        if (which % 3 != 1) ends.quantiseModel = copied.quantiseModel;
        vm.prank(world.hostile());
        try records.finishRecord(bounty, submission, ends) {} catch {}
    }

    /// @dev With its own ends, before all steps are proven or too late; where it is neither, anybody may.
    function _finish(BountyId bounty, Submission memory submission) private {
        address operator = submission.operator;
        RecordEnds memory ends = trainings.endsOf(bounty, submission);
        vm.prank(world.hostile());
        try records.finishRecord(bounty, submission, ends) {
            bool ofRecipe = _isOfRecipe(submission);
            if (ofRecipe && trainings.isComplete(bounty, operator)) trainings.recordProven(bounty, operator);
        } catch {}
    }

    /// @dev Another root, when the drawn steps are known; another seed, when the first one is.
    function _postAgain(BountyId bounty, address operator, uint256 variant) private {
        vm.startPrank(operator);
        try records.openRecord(bounty) {
            if (trainings.trainingOf(bounty, operator).seedRound == 0) trainings.recordOpened(bounty, operator);
        } catch {}
        try records.postRecord(bounty, trainings.rootOf(bounty, operator, variant % 4)) {
            trainings.recordPosted(bounty, operator, variant % 4);
        } catch {}
        vm.stopPrank();
    }

    // ------------------------------------------------------------------ helpers

    /// @dev As `_find`, among the bounties that keep records.
    function _findKeeping(BountyStatus status, uint256 seed) private view returns (bool found, BountyId bounty) {
        for (uint256 i = 0; i < world.bountyCount(); ++i) {
            bounty = world.pick((seed % 1_000) + i);
            if (trainings.areKept(bounty) && escrow.statusOf(bounty) == status) return (true, bounty);
        }
    }

    function _isOfRecipe(Submission memory submission) private view returns (bool) {
        return ArchitectureId.unwrap(submission.architecture) == ArchitectureId.unwrap(world.architecture());
    }

    function _reach(uint64 round) private {
        uint256 time = world.beacon().timeOf(round);
        if (block.timestamp < time) vm.warp(time);
    }
}
