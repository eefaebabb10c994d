// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Beacon} from "../../contracts/Beacon.sol";
import {Words} from "../../contracts/libraries/Words.sol";
import {TrapdoorProver} from "../../contracts/mocks/TrapdoorProver.sol";
import {TrapdoorSigner} from "../../contracts/mocks/TrapdoorSigner.sol";
import {TrainingBounties} from "../../contracts/TrainingBounties.sol";
import {Submission} from "../../contracts/types/Bounty.sol";
import {BountyId, RecipeId} from "../../contracts/types/Ids.sol";
import {Proof} from "../../contracts/types/Proof.sol";
import {RecordEnds, TrainingStep, TrainingTerms} from "../../contracts/types/Training.sol";
import {Trees} from "../contracts/shared/Trees.sol";

/// @title Training records as the handlers keep them, and what of them was really proven
/// @notice Checkpoints are any numbers: the trapdoor proves whatever is asked, and each proof speaks of its own inputs only. Trees, seeds
/// and draws are computed here anew, not by the contract under test.
contract Trainings is Trees {
    uint256 private constant DELAY = 30 minutes;

    /// @notice What the handlers know of one operator's record in one bounty.
    struct Training {
        uint64 seedRound; // as it follows from when it was opened; zero before
        bytes32 root; // posted before the training ended
        uint256 variant; // of the checkpoints under the root
        uint16 provenSteps; // bitmap by place among the drawn steps
        bool proven; // every drawn step, and both ends, in time
    }

    TrainingBounties private immutable _escrow;
    TrapdoorProver private immutable _prover;
    TrapdoorSigner private immutable _signer;
    RecipeId private immutable _recipe;

    mapping(BountyId bounty => mapping(address operator => Training)) private _trainings;
    mapping(BountyId bounty => uint256[]) private _drawn;

    constructor(TrainingBounties escrow, TrapdoorProver prover, TrapdoorSigner signer, RecipeId recipe) {
        (_escrow, _prover, _signer, _recipe) = (escrow, prover, signer, recipe);
    }

    // ------------------------------------------------------------------ terms

    /// @notice Every other bounty keeps records. Three steps are drawn, of three to five.
    function termsOf(uint256 seed) external view returns (TrainingTerms memory terms) {
        if (seed % 2 == 0) return terms;
        terms.recipe = _recipe;
        terms.batches = uint32(1 + ((seed >> 8) % 4));
        terms.batchesRoot = treeRoot(_batchLeaves(terms.batches));
        terms.steps = uint32(3 + ((seed >> 16) % 3));
        terms.drawnSteps = 3;
        terms.stipendBps = uint16((seed >> 24) % 5_001);
    }

    function areKept(BountyId bounty) public view returns (bool) {
        return RecipeId.unwrap(_escrow.trainingOf(bounty).recipe) != 0;
    }

    // ------------------------------------------------------------------ what handlers record

    function trainingOf(BountyId bounty, address operator) external view returns (Training memory) {
        return _trainings[bounty][operator];
    }

    /// @notice The drawn steps, in their order; none before they are drawn.
    function drawnOf(BountyId bounty) public view returns (uint256[] memory) {
        return _drawn[bounty];
    }

    /// @notice What it would take to finish the record is proven, but for the ends, and it is not too late.
    function isComplete(BountyId bounty, address operator) external view returns (bool) {
        uint256 count = _drawn[bounty].length;
        bool inTime = block.timestamp < _escrow.termsOf(bounty).windows.provingEnds;
        return inTime && count != 0 && _trainings[bounty][operator].provenSteps == (1 << count) - 1;
    }

    function recordOpened(BountyId bounty, address operator) external {
        _trainings[bounty][operator].seedRound = _beacon().firstRoundFrom(block.timestamp + DELAY);
    }

    /// @dev What is posted too late is not recorded.
    function recordPosted(BountyId bounty, address operator, uint256 variant) external {
        if (block.timestamp >= _escrow.termsOf(bounty).windows.trainingEnds) return;
        Training storage training = _trainings[bounty][operator];
        (training.root, training.variant) = (rootOf(bounty, operator, variant), variant);
    }

    function recordDrawn(BountyId bounty) external {
        TrainingTerms memory terms = _escrow.termsOf(bounty).training;
        bytes32 randomness = sha256(_signer.sign(drawRoundOf(bounty)));
        bytes32 purpose = keccak256("commonweight.training");
        bytes32 seed = keccak256(abi.encode(randomness, block.chainid, _escrow.records(), bounty, purpose));
        uint256[] memory list = new uint256[](terms.steps - 2);
        for (uint256 i = 0; i < list.length; ++i) list[i] = i + 1;
        uint256[] memory drawn = new uint256[](terms.drawnSteps);
        drawn[1] = terms.steps - 1;
        for (uint256 i = 0; i + 2 < drawn.length; ++i) {
            uint256 j = i + (uint256(keccak256(abi.encode(seed, i))) % (list.length - i));
            (list[i], list[j]) = (list[j], list[i]);
            drawn[i + 2] = list[i];
        }
        _drawn[bounty] = drawn;
    }

    function recordStep(BountyId bounty, address operator, uint256 place) external {
        _trainings[bounty][operator].provenSteps |= uint16(1 << place);
    }

    function recordProven(BountyId bounty, address operator) external {
        _trainings[bounty][operator].proven = true;
    }

    // ------------------------------------------------------------------ randomness

    function drawRoundOf(BountyId bounty) public view returns (uint64) {
        return _beacon().firstRoundFrom(_escrow.termsOf(bounty).windows.trainingEnds + DELAY);
    }

    function seedOf(BountyId bounty, address operator) public view returns (uint256) {
        bytes32 randomness = sha256(_signer.sign(_trainings[bounty][operator].seedRound));
        return uint256(keccak256(abi.encode(randomness, block.chainid, _escrow.records(), bounty, operator)));
    }

    // ------------------------------------------------------------------ checkpoints and batches

    function rootOf(BountyId bounty, address operator, uint256 variant) public view returns (bytes32) {
        return treeRoot(_checkpointLeaves(bounty, operator, variant));
    }

    /// @notice A step of the record, as its operator did it.
    function stepOf(BountyId bounty, address operator, uint256 index) public view returns (TrainingStep memory step) {
        uint256 variant = _trainings[bounty][operator].variant;
        uint256 batches = _escrow.trainingOf(bounty).batches;
        uint256 batch = uint256(keccak256(abi.encode(seedOf(bounty, operator), index))) % batches;
        step.step = uint32(index);
        step.commitmentBefore = _checkpoint(bounty, operator, variant, index);
        step.commitmentAfter = _checkpoint(bounty, operator, variant, index + 1);
        step.dataCommitment = _batch(batch);
        step.path = pairPath(_checkpointLeaves(bounty, operator, variant), index);
        step.batchPath = treePath(_batchLeaves(batches), batch);
    }

    /// @notice Both ends of the record, for the submitted model.
    function endsOf(BountyId bounty, Submission memory submission) external view returns (RecordEnds memory ends) {
        address operator = submission.operator;
        uint256 variant = _trainings[bounty][operator].variant;
        uint256 last = _escrow.trainingOf(bounty).steps;
        bytes32[] memory leaves = _checkpointLeaves(bounty, operator, variant);
        ends.firstCommitment = _checkpoint(bounty, operator, variant, 0);
        ends.firstPath = treePath(leaves, 0);
        ends.lastCommitment = _checkpoint(bounty, operator, variant, last);
        ends.lastPath = treePath(leaves, last);

        uint256[] memory inputs = new uint256[](3);
        (inputs[0], inputs[1]) = (ends.firstCommitment, seedOf(bounty, operator) % Words.FIELD);
        inputs[2] = uint160(operator);
        ends.start = _prover.prove(inputs);
        inputs = new uint256[](4);
        (inputs[0], inputs[1]) = (ends.lastCommitment, submission.modelCommitment);
        (inputs[2], inputs[3]) = (last, uint160(operator));
        ends.quantiseModel = _prover.prove(inputs);
    }

    function stepProof(address operator, TrainingStep memory step) external view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](5);
        (inputs[0], inputs[1], inputs[2]) = (step.commitmentBefore, step.commitmentAfter, step.dataCommitment);
        (inputs[3], inputs[4]) = (step.step, uint160(operator));
        return _prover.prove(inputs);
    }

    function _checkpointLeaves(
        BountyId bounty,
        address operator,
        uint256 variant
    ) private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](_escrow.trainingOf(bounty).steps + 1);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = leafOf("commonweight.checkpoint", i, _checkpoint(bounty, operator, variant, i));
        }
    }

    function _batchLeaves(uint256 count) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) leaves[i] = leafOf("commonweight.batch", i, _batch(i));
    }

    function _checkpoint(
        BountyId bounty,
        address operator,
        uint256 variant,
        uint256 index
    ) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("checkpoint", bounty, operator, variant, index))) % Words.FIELD;
    }

    function _batch(uint256 index) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("batch", index))) % Words.FIELD;
    }

    function _beacon() private view returns (Beacon) {
        return Beacon(address(_escrow.beacon()));
    }
}
