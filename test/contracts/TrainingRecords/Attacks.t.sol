// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IBeacon} from "../../../contracts/interfaces/IBeacon.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "../../../contracts/interfaces/ITrainingRecords.sol";
import {Draws} from "../../../contracts/libraries/Draws.sol";
import {Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {RecordEnds, RecordStatus, TrainingStep} from "../../../contracts/types/Training.sol";
import {RecordsFixture} from "../shared/RecordsFixture.sol";

/// @dev Here "has no proof" stands for what the circuits see to: the trapdoor would prove anything, so that these tests bring the proofs
/// that an attacker can have, those of true steps.
contract RecordAttacksTest is RecordsFixture {
    /// @dev Many draws by many seeds, of several T and m; the mean may differ by four standard deviations.
    function test_OneFalseStep_IsMissedAsOftenAsTheFormulaSays() external pure {
        uint256[2][4] memory cases = [[uint256(6), 3], [uint256(20), 4], [uint256(20), 16], [uint256(100), 16]];
        for (uint256 c = 0; c < cases.length; ++c) {
            (uint256 steps, uint256 drawn) = (cases[c][0], cases[c][1]);
            uint256 rounds = 600;
            uint256 missed = 0;
            for (uint256 i = 0; i < rounds; ++i) {
                uint256 falseStep = 1 + (uint256(keccak256(abi.encode("false", c, i))) % (steps - 2));
                uint256[] memory list = Draws.drawSteps(keccak256(abi.encode("seed", c, i)), steps, drawn);
                bool seen = false;
                for (uint256 k = 0; k < drawn; ++k) seen = seen || list[k] == falseStep;
                if (!seen) ++missed;
            }
            // Of n draws n·p are missed, with a variance of n·p·(1 − p).
            uint256 expected = (rounds * (steps - drawn)) / (steps - 2);
            uint256 variance = (expected * (drawn - 2)) / (steps - 2);
            uint256 difference = missed > expected ? missed - expected : expected - missed;
            assertLe(difference ** 2, 16 * (variance + 1), "missed");
        }
    }

    /// @dev All steps are honest, and then the last checkpoint is of weights from elsewhere.
    function test_AStolenModelPastedInAtTheLastStep() external {
        BountyId id = training();
        commitAs(id, 0);
        openedRecord(id, 0);
        address operator = operatorAt(0);
        bytes32[] memory leaves = checkpointLeaves(operator, 0);
        uint256 stolen = checkpointOf(operator, 7, STEPS);
        leaves[STEPS] = leafOf("commonweight.checkpoint", STEPS, stolen);
        postAs(id, 0, treeRoot(leaves));
        toDraw(id);

        uint256[] memory drawn = records.drawnSteps(id);
        assertEq(drawn[0], 0, "the first is always drawn");
        assertEq(drawn[1], STEPS - 1, "and so is the last");
        // What the training really led to is not in the record; what is has no proof.
        TrainingStep memory last = stepAt(id, operator, 0, STEPS - 1);
        last.path = pairPath(leaves, STEPS - 1);
        Proof[] memory honest = one(stepProof(operator, last));
        _expectNotInRoot(id, operator, STEPS - 1);
        records.proveSteps(id, operator, one(last), honest);
        last.commitmentAfter = stolen;
        vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
        records.proveSteps(id, operator, one(last), honest);

        // Without that step there is no end, whatever model the stolen weights round to.
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        (ends.lastCommitment, ends.lastPath) = (stolen, treePath(leaves, STEPS));
        ends.quantiseModel = quantiseProof(stolen, submission.modelCommitment, STEPS, operator);
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingRecords.StepsMissing.selector, id, operator, 0, (1 << DRAWN) - 1)
        );
        records.finishRecord(id, submission, ends);
    }

    function _expectNotInRoot(BountyId id, address operator, uint256 step) private {
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.StepNotInRoot.selector, id, operator, step));
    }

    /// @dev A start that somebody chose is proven for the seed that gives it, which is not the record's.
    function test_AChosenStart() external {
        BountyId id = provingRecords(1);
        proveDrawn(id, 0);
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        ends.start = initProof(ends.firstCommitment, 42, submission.operator);
        vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
        records.finishRecord(id, submission, ends);
    }

    function test_ASeedGroundByTheOperator() external {
        BountyId id = training();
        vm.prank(operatorAt(0));
        uint64 round = records.openRecord(id);
        assertGe(beacon.timeOf(round), block.timestamp + 30 minutes, "nobody knows the round yet");
        // Not again, now or when the seed is known and does not please, and not by anybody else for it.
        _expectExists(id, operatorAt(0));
        vm.prank(operatorAt(0));
        records.openRecord(id);
        knowRound(round);
        uint256 seed = records.seedOf(id, operatorAt(0));
        _expectExists(id, operatorAt(0));
        vm.prank(operatorAt(0));
        records.openRecord(id);
        // The round has one signature; withholding it helps nobody, as anybody can bring it later.
        bytes memory signature = signer.sign(round);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.SignatureInvalid.selector, round + 1));
        beacon.proveRound(round + 1, signature);
        // Another account has another seed of the same round, and another record.
        vm.warp(block.timestamp - 30 minutes);
        vm.prank(operatorAt(1));
        records.openRecord(id);
        assertTrue(records.seedOf(id, operatorAt(0)) == seed, "the same as before");
        knowRound(records.recordOf(id, operatorAt(1)).seedRound);
        assertTrue(records.seedOf(id, operatorAt(1)) != seed, "another account, another seed");
    }

    function _expectExists(BountyId id, address operator) private {
        vm.expectRevert(abi.encodeWithSelector(ITrainingRecords.RecordExists.selector, id, operator));
    }

    function test_ARootPostedAfterTheDrawIsKnown() external {
        BountyId id = training();
        commitAs(id, 0);
        openedRecord(id, 0);
        commitAs(id, 1);
        postedRecord(id, 1);
        assertGe(beacon.timeOf(records.drawRound(id)), terms.windows.trainingEnds + 30 minutes, "well after");
        toDraw(id);
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrainingRecords.RecordStatusMismatch.selector,
                    id,
                    operatorAt(i),
                    i == 0 ? RecordStatus.Lapsed : RecordStatus.Proving,
                    RecordStatus.Open
                )
            );
            postAs(id, i, keccak256("made for the draw"));
        }
    }

    function test_AWithheldStep() external {
        BountyId id = provingRecords(1);
        openScored(id);
        proveAll(id, 0, 15, BITS);
        address operator = operatorAt(0);
        uint256[] memory drawn = records.drawnSteps(id);
        for (uint256 k = 0; k + 1 < drawn.length; ++k) {
            TrainingStep[] memory steps = one(stepAt(id, operator, 0, drawn[k]));
            records.proveSteps(id, operator, steps, stepProofs(operator, steps));
        }
        Submission memory submission = submissionAt(0);
        RecordEnds memory ends = endsOf(id, submission, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingRecords.StepsMissing.selector, id, operator, 7, (1 << DRAWN) - 1)
        );
        records.finishRecord(id, submission, ends);
        vm.warp(terms.windows.provingEnds);
        assertEq(claimAs(id, 0), 787.92e6, "the prize, without the stipend");
    }

    /// @dev The second operator copies everything that the first one has shown.
    function test_AReplayedRecord() external {
        BountyId id = training();
        (address honest, address copier) = (operatorAt(0), operatorAt(1));
        for (uint256 i = 0; i < 2; ++i) {
            commitAs(id, i);
            openedRecord(id, i);
            postAs(id, i, honestRoot(honest, 0));
        }
        toDraw(id);
        uint256[] memory drawn = records.drawnSteps(id);
        for (uint256 k = 0; k < drawn.length; ++k) {
            TrainingStep[] memory steps = one(stepAt(id, honest, 0, drawn[k]));
            Proof[] memory proofs = stepProofs(honest, steps);
            records.proveSteps(id, honest, steps, proofs);
            _assertRefused(id, copier, steps, proofs);
            // With the batch of its own seed it would be another step, of which there is no proof.
            TrainingStep memory own = stepAt(id, copier, 0, drawn[k]);
            (steps[0].dataCommitment, steps[0].batchPath) = (own.dataCommitment, own.batchPath);
            vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
            records.proveSteps(id, copier, steps, proofs);
        }
        assertEq(records.recordOf(id, copier).provenSteps, 0, "nothing counted");

        // In another bounty of the same terms the seed is another.
        uint256 seed = seedFor(id, honest);
        bytes32 randomness = beacon.randomnessOf(records.recordOf(id, honest).seedRound);
        uint256 elsewhere = uint256(
            keccak256(abi.encode(randomness, block.chainid, records, BountyId.unwrap(id) + 1, honest))
        );
        uint256 otherChain = uint256(keccak256(abi.encode(randomness, block.chainid + 1, records, id, honest)));
        assertTrue(seed != elsewhere && seed != otherChain && elsewhere != otherChain, "seeds differ");
    }

    /// @dev Another batch, or the proof of another operator: one of the two stops it.
    function _assertRefused(BountyId id, address operator, TrainingStep[] memory steps, Proof[] memory proofs) private {
        try records.proveSteps(id, operator, steps, proofs) {
            assertTrue(false, "a copied step counted");
        } catch (bytes memory reason) {
            bytes4 selector = bytes4(reason);
            bool refused =
                selector == ITrainingRecords.BatchNotInRoot.selector ||
                    selector == ITrainingBounties.ProofInvalid.selector;
            assertTrue(refused, "refused as another's");
        }
    }

    /// @dev One model, submitted by two accounts: the second has a commitment of its own to it, but no training that leads there.
    function test_TwoRecordsForOneModel() external {
        BountyId id = provingRecords(2);
        proveDrawn(id, 0);
        finishAs(id, 0);
        proveDrawn(id, 1);
        Submission memory second = submissionAt(1);
        RecordEnds memory ends = endsOf(id, second, 0);
        // The first one's end, which is proven for the first one's commitment.
        Submission memory first = submissionAt(0);
        ends.quantiseModel = quantiseProof(
            checkpointOf(first.operator, 0, STEPS),
            first.modelCommitment,
            STEPS,
            first.operator
        );
        vm.expectRevert(ITrainingBounties.ProofInvalid.selector);
        records.finishRecord(id, second, ends);
        // And one account has one record, proven once.
        RecordEnds memory again = endsOf(id, first, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrainingRecords.RecordStatusMismatch.selector,
                id,
                first.operator,
                RecordStatus.Proven,
                RecordStatus.Proving
            )
        );
        records.finishRecord(id, first, again);
    }

    /// @dev The worst case: all ten names have proofs. A stipend only raises a prize, and the nine that win none pay their fees for nothing.
    function test_Threat39_OneTrainingUnderTenNames() external {
        uint256 one = _gainOf(1);
        uint256 ten = _gainOf(10);
        // Pot 1,005; stipend 201; the prize 804, less 2 %; one fee.
        assertEq(one, 787.92e6 + 201e6 - 5e6, "one name");
        // Pot 1,050; stipend 210; the prize 840, less 2 %; ten fees.
        assertEq(ten, 823.2e6 + 210e6 - 50e6, "ten names");
        assertLt(ten, one, "ten names gain less than one");
    }

    /// @dev What so many names, all with the same score and a proven record, have in the end of what they paid.
    function _gainOf(uint256 names) private returns (uint256 gain) {
        uint256 snapshot = vm.snapshotState();
        BountyId id = provingRecords(names);
        openScored(id);
        for (uint256 i = 0; i < names; ++i) {
            proveAll(id, i, 20, BITS);
            provenRecord(id, i);
            assertTrue(records.isProven(id, operatorAt(i)), "each name has its record");
        }
        vm.warp(terms.windows.provingEnds);
        gain = claimAs(id, 0) - names * terms.entryFee;
        assertEq(takeOut(id, operatorAt(0)), terms.operatorBond, "the bond of the first name");
        for (uint256 i = 1; i < names; ++i) {
            assertEq(takeOut(id, operatorAt(i)), terms.operatorBond, "the bond of another name, and no more");
            assertEq(takeOut(id, payeeAt(i)), 0, "its payee");
        }
        vm.revertToState(snapshot);
    }
}
