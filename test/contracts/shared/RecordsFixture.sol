// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BountyTerms, Submission} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId, RecipeId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {RecordEnds, RecipeKeys, RecordStatus, TrainingStep} from "../../../contracts/types/Training.sol";
import {BountyFixture} from "./BountyFixture.sol";
import {Trees} from "./Trees.sol";

/// @notice Bounties that keep records: a recipe, batches, and records whose checkpoints are any numbers, as the proofs are valid for
/// whatever they speak of.
/// @dev Leaves, seeds and draws are computed here anew, not by the contract under test. A record is known by its operator and a
/// variant: another variant is another training.
abstract contract RecordsFixture is BountyFixture, Trees {
    uint32 internal constant STEPS = 6;
    uint8 internal constant DRAWN = 4;
    uint32 internal constant BATCHES = 5;
    uint16 internal constant STIPEND_BPS = 2_000;

    RecipeId internal recipe;
    /// @dev Its records begin with a parent's model.
    RecipeId internal inheriting;

    function setUp() public virtual override {
        super.setUp();
        vm.startPrank(owner);
        recipe = registry.registerRecipe("recipe", architecture, false, keysOf(3));
        inheriting = registry.registerRecipe("inheriting", architecture, true, keysOf(4));
        vm.stopPrank();
        setTraining(STEPS, DRAWN, BATCHES);
    }

    function keysOf(uint256 startInputs) internal view returns (RecipeKeys memory) {
        return RecipeKeys({start: prover.key(startInputs), trainStep: prover.key(5), quantiseModel: prover.key(4)});
    }

    function setTraining(uint32 steps, uint8 drawn, uint32 batches) internal {
        terms.training.recipe = recipe;
        terms.training.batchesRoot = treeRoot(batchLeaves(batches));
        terms.training.batches = batches;
        terms.training.steps = steps;
        terms.training.drawnSteps = drawn;
        terms.training.stipendBps = STIPEND_BPS;
    }

    // ------------------------------------------------------------------ to each status

    /// @dev Operator i has opened its record, and its seed is known.
    function openedRecord(BountyId id, uint256 i) internal returns (uint64 round) {
        vm.prank(operatorAt(i));
        round = records.openRecord(id);
        knowRound(round);
    }

    function postedRecord(BountyId id, uint256 i) internal {
        openedRecord(id, i);
        postAs(id, i, honestRoot(operatorAt(i), 0));
    }

    /// @dev Operators 0 to `count` − 1 have committed and posted, and the steps are drawn.
    function provingRecords(uint256 count) internal returns (BountyId id) {
        id = training();
        for (uint256 i = 0; i < count; ++i) {
            commitAs(id, i);
            postedRecord(id, i);
        }
        toDraw(id);
    }

    /// @dev Passes to the round that draws the steps, and draws them.
    function toDraw(BountyId id) internal {
        uint64 round = records.drawRound(id);
        vm.warp(beacon.timeOf(round));
        records.drawSteps(id, signer.sign(round));
    }

    function provenRecord(BountyId id, uint256 i) internal {
        proveDrawn(id, i);
        finishAs(id, i);
    }

    // ------------------------------------------------------------------ actions

    function knowRound(uint64 round) internal {
        if (block.timestamp < beacon.timeOf(round)) vm.warp(beacon.timeOf(round));
        beacon.proveRound(round, signer.sign(round));
    }

    function postAs(BountyId id, uint256 i, bytes32 root) internal {
        vm.prank(operatorAt(i));
        records.postRecord(id, root);
    }

    function proveDrawn(BountyId id, uint256 i) internal {
        uint256[] memory drawn = records.drawnSteps(id);
        TrainingStep[] memory steps = new TrainingStep[](drawn.length);
        for (uint256 k = 0; k < drawn.length; ++k) {
            steps[k] = stepAt(id, operatorAt(i), 0, drawn[k]);
        }
        records.proveSteps(id, operatorAt(i), steps, stepProofs(operatorAt(i), steps));
    }

    function finishAs(BountyId id, uint256 i) internal {
        Submission memory submission = submissionAt(i);
        records.finishRecord(id, submission, endsOf(id, submission, 0));
    }

    // ------------------------------------------------------------------ records

    function checkpointOf(address operator, uint256 variant, uint256 step) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("checkpoint", operator, variant, step))) % P;
    }

    function batchOf(uint256 index) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("batch", index))) % P;
    }

    function checkpointLeaves(address operator, uint256 variant) internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](terms.training.steps + 1);
        for (uint256 step = 0; step < leaves.length; ++step) {
            leaves[step] = leafOf("commonweight.checkpoint", step, checkpointOf(operator, variant, step));
        }
    }

    function batchLeaves(uint256 count) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = leafOf("commonweight.batch", i, batchOf(i));
        }
    }

    function honestRoot(address operator, uint256 variant) internal view returns (bytes32) {
        return treeRoot(checkpointLeaves(operator, variant));
    }

    function seedFor(BountyId id, address operator) internal view returns (uint256) {
        bytes32 randomness = sha256(signer.sign(records.recordOf(id, operator).seedRound));
        return uint256(keccak256(abi.encode(randomness, block.chainid, records, id, operator)));
    }

    function stepAt(
        BountyId id,
        address operator,
        uint256 variant,
        uint256 step
    ) internal view returns (TrainingStep memory) {
        uint256 batch = uint256(keccak256(abi.encode(seedFor(id, operator), step))) % terms.training.batches;
        return
            TrainingStep({
                step: uint32(step),
                commitmentBefore: checkpointOf(operator, variant, step),
                commitmentAfter: checkpointOf(operator, variant, step + 1),
                dataCommitment: batchOf(batch),
                path: pairPath(checkpointLeaves(operator, variant), step),
                batchPath: treePath(batchLeaves(terms.training.batches), batch)
            });
    }

    function endsOf(
        BountyId id,
        Submission memory submission,
        uint256 variant
    ) internal view returns (RecordEnds memory ends) {
        address operator = submission.operator;
        bytes32[] memory leaves = checkpointLeaves(operator, variant);
        uint256 last = terms.training.steps;
        ends.firstCommitment = checkpointOf(operator, variant, 0);
        ends.firstPath = treePath(leaves, 0);
        ends.start = initProof(ends.firstCommitment, seedFor(id, operator), operator);
        ends.lastCommitment = checkpointOf(operator, variant, last);
        ends.lastPath = treePath(leaves, last);
        ends.quantiseModel = quantiseProof(ends.lastCommitment, submission.modelCommitment, last, operator);
    }

    // ------------------------------------------------------------------ proofs

    function stepProof(address operator, TrainingStep memory step) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](5);
        (inputs[0], inputs[1], inputs[2]) = (step.commitmentBefore, step.commitmentAfter, step.dataCommitment);
        (inputs[3], inputs[4]) = (step.step, uint160(operator));
        return prover.prove(inputs);
    }

    function stepProofs(address operator, TrainingStep[] memory steps) internal view returns (Proof[] memory proofs) {
        proofs = new Proof[](steps.length);
        for (uint256 i = 0; i < steps.length; ++i) {
            proofs[i] = stepProof(operator, steps[i]);
        }
    }

    function initProof(uint256 commitment, uint256 seed, address operator) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](3);
        (inputs[0], inputs[1], inputs[2]) = (commitment, seed % P, uint160(operator));
        return prover.prove(inputs);
    }

    function inheritProof(
        uint256 commitment,
        Submission memory parent,
        address operator
    ) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](4);
        (inputs[0], inputs[1]) = (commitment, parent.modelCommitment);
        (inputs[2], inputs[3]) = (uint160(parent.operator), uint160(operator));
        return prover.prove(inputs);
    }

    function quantiseProof(
        uint256 commitment,
        uint256 modelCommitment,
        uint256 step,
        address operator
    ) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](4);
        (inputs[0], inputs[1], inputs[2], inputs[3]) = (commitment, modelCommitment, step, uint160(operator));
        return prover.prove(inputs);
    }

    function one(TrainingStep memory step) internal pure returns (TrainingStep[] memory list) {
        list = new TrainingStep[](1);
        list[0] = step;
    }
}
