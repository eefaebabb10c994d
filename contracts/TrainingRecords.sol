// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IArchitectureRegistry} from "./interfaces/IArchitectureRegistry.sol";
import {IBeacon} from "./interfaces/IBeacon.sol";
import {ITrainingBounties} from "./interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "./interfaces/ITrainingRecords.sol";
import {Batch} from "./libraries/Batch.sol";
import {Draws} from "./libraries/Draws.sol";
import {Groth16} from "./libraries/Groth16.sol";
import {OrderedTree} from "./libraries/OrderedTree.sol";
import {Statements} from "./libraries/Statements.sol";
import {BountyStatus, Submission} from "./types/Bounty.sol";
import {ArchitectureId, BountyId, RecipeId} from "./types/Ids.sol";
import {Proof} from "./types/Proof.sol";
import {BountyTraining, RecordEnds, RecordStatus, TrainingRecord, TrainingStep} from "./types/Training.sol";

/// @title Records of training
/// @notice Implements `ITrainingRecords`. Immutable, without an owner, and without money.
/// @dev Trees are `OrderedTree`s: of T + 1 checkpoints, and of the batches of the terms. A leaf hashes 96 bytes: a domain, the index, the
/// commitment. Every statement holds the operator as a public input, so that a proof counts for nobody else.
contract TrainingRecords is ITrainingRecords {
    bytes32 private constant CHECKPOINT = keccak256("commonweight.checkpoint");
    bytes32 private constant BATCH = keccak256("commonweight.batch");

    /// @inheritdoc ITrainingRecords
    ITrainingBounties public immutable bounties;

    /// @inheritdoc ITrainingRecords
    IBeacon public immutable beacon;

    /// @inheritdoc ITrainingRecords
    IArchitectureRegistry public immutable registry;

    mapping(BountyId bounty => mapping(address operator => TrainingRecord)) private _records;

    /// @param bounties_ Was deployed with this contract's address.
    constructor(ITrainingBounties bounties_) {
        address expected = address(bounties_.records());
        if (expected != address(this)) revert RecordsMismatch(expected, address(this));
        bounties = bounties_;
        beacon = bounties_.beacon();
        registry = bounties_.registry();
    }

    // ------------------------------------------------------------------ a record

    /// @inheritdoc ITrainingRecords
    function openRecord(BountyId bounty) external returns (uint64 seedRound) {
        BountyStatus status = bounties.statusOf(bounty);
        if (status != BountyStatus.Training) {
            revert ITrainingBounties.StatusMismatch(bounty, status, BountyStatus.Training);
        }
        BountyTraining memory training = _trainingOf(bounty);
        TrainingRecord storage record = _records[bounty][msg.sender];
        if (record.seedRound != 0) revert RecordExists(bounty, msg.sender);
        seedRound = beacon.firstRoundFrom(block.timestamp + Draws.DELAY);
        uint256 seedTime = beacon.timeOf(seedRound);
        if (seedTime >= training.trainingEnds) revert SeedTooLate(bounty, seedTime, training.trainingEnds);

        record.seedRound = seedRound;
        emit RecordOpened(bounty, msg.sender, seedRound);
    }

    /// @inheritdoc ITrainingRecords
    function postRecord(BountyId bounty, bytes32 root) external {
        if (root == 0) revert RootZero();
        TrainingRecord storage record = _records[bounty][msg.sender];
        RecordStatus status = _statusOf(record, bounties.trainingOf(bounty));
        if (status != RecordStatus.Posted) _check(bounty, msg.sender, status, RecordStatus.Open);

        record.root = root;
        emit RecordPosted(bounty, msg.sender, root);
    }

    /// @inheritdoc ITrainingRecords
    function proveSteps(
        BountyId bounty,
        address operator,
        TrainingStep[] calldata steps,
        Proof[] calldata proofs
    ) external {
        // Check: the steps are drawn, of the posted record, on the batches that its seed chose, and some of them are new.
        Batch.check(steps.length, proofs.length, Batch.MAXIMUM_PROOFS);
        BountyTraining memory training = _trainingOf(bounty);
        TrainingRecord storage record = _records[bounty][operator];
        _check(bounty, operator, _statusOf(record, training), RecordStatus.Proving);
        uint16 counted = record.provenSteps;
        uint16 added = _newSteps(bounty, training, steps) & ~counted;
        if (added == 0) return;
        _checkPlaces(bounty, operator, training, steps);
        address key = registry.recipeOf(training.terms.recipe).trainStepKey;
        if (!Groth16.verifyBatch(key, _stepInputs(operator, steps), proofs)) revert ITrainingBounties.ProofInvalid();

        // Effect: they count.
        record.provenSteps = counted | added;
        emit StepsProven(bounty, operator, added);
    }

    /// @inheritdoc ITrainingRecords
    function finishRecord(BountyId bounty, Submission calldata submission, RecordEnds calldata ends) external {
        // Check: all drawn steps are proven, and both ends, for the submission that stands.
        address operator = submission.operator;
        BountyTraining memory training = _trainingOf(bounty);
        TrainingRecord storage record = _records[bounty][operator];
        _check(bounty, operator, _statusOf(record, training), RecordStatus.Proving);
        uint256 all = (1 << training.terms.drawnSteps) - 1;
        if (record.provenSteps != all) revert StepsMissing(bounty, operator, record.provenSteps, all);
        _checkSubmission(bounty, submission);
        IArchitectureRegistry.Recipe memory recipe = _recipeOf(bounty, training.terms.recipe, submission);
        _checkFirst(bounty, operator, training, recipe, ends);
        _checkLast(bounty, training, recipe, submission, ends);

        // Effect: the record is proven.
        record.proven = true;
        emit RecordProven(bounty, operator, submission.modelCommitment);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc ITrainingRecords
    function isProven(BountyId bounty, address operator) external view returns (bool) {
        return _records[bounty][operator].proven;
    }

    /// @inheritdoc ITrainingRecords
    function recordOf(BountyId bounty, address operator) external view returns (TrainingRecord memory) {
        return _records[bounty][operator];
    }

    /// @inheritdoc ITrainingRecords
    function recordStatusOf(BountyId bounty, address operator) external view returns (RecordStatus) {
        return _statusOf(_records[bounty][operator], bounties.trainingOf(bounty));
    }

    /// @inheritdoc ITrainingRecords
    function seedOf(BountyId bounty, address operator) external view returns (uint256) {
        return _seedOf(bounty, operator);
    }

    /// @inheritdoc ITrainingRecords
    function drawRound(BountyId bounty) external view returns (uint64) {
        return _drawRound(_trainingOf(bounty));
    }

    /// @inheritdoc ITrainingRecords
    function drawnSteps(BountyId bounty) external view returns (uint256[] memory) {
        return _drawnSteps(bounty, _trainingOf(bounty));
    }

    // ------------------------------------------------------------------ status

    function _statusOf(
        TrainingRecord storage record,
        BountyTraining memory training
    ) private view returns (RecordStatus) {
        if (record.seedRound == 0) return RecordStatus.None;
        if (record.proven) return RecordStatus.Proven;
        bool posted = record.root != 0;
        if (block.timestamp < training.trainingEnds) return posted ? RecordStatus.Posted : RecordStatus.Open;
        if (!posted || block.timestamp >= training.provingEnds) return RecordStatus.Lapsed;
        return RecordStatus.Proving;
    }

    function _check(BountyId bounty, address operator, RecordStatus actual, RecordStatus expected) private pure {
        if (actual != expected) revert RecordStatusMismatch(bounty, operator, actual, expected);
    }

    /// @dev Reverts where the bounty keeps no records.
    function _trainingOf(BountyId bounty) private view returns (BountyTraining memory training) {
        training = bounties.trainingOf(bounty);
        if (RecipeId.unwrap(training.terms.recipe) == 0) revert RecordsNotKept(bounty);
    }

    // ------------------------------------------------------------------ randomness

    function _seedOf(BountyId bounty, address operator) private view returns (uint256) {
        uint64 round = _records[bounty][operator].seedRound;
        if (round == 0) revert RecordStatusMismatch(bounty, operator, RecordStatus.None, RecordStatus.Open);
        bytes32 randomness = beacon.randomnessOf(round);
        return uint256(keccak256(abi.encode(randomness, block.chainid, address(this), bounty, operator)));
    }

    function _drawRound(BountyTraining memory training) private view returns (uint64) {
        return beacon.firstRoundFrom(training.trainingEnds + Draws.DELAY);
    }

    function _drawnSteps(BountyId bounty, BountyTraining memory training) private view returns (uint256[] memory) {
        bytes32 randomness = beacon.randomnessOf(_drawRound(training));
        bytes32 seed = Draws.seedOf(randomness, bounty, Draws.TRAINING);
        return Draws.drawSteps(seed, training.terms.steps, training.terms.drawnSteps);
    }

    // ------------------------------------------------------------------ steps

    /// @dev Bitmap of the steps by their places among those drawn.
    function _newSteps(
        BountyId bounty,
        BountyTraining memory training,
        TrainingStep[] calldata steps
    ) private view returns (uint16 places) {
        uint256[] memory drawn = _drawnSteps(bounty, training);
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 place = 0;
            while (place < drawn.length && drawn[place] != steps[i].step) ++place;
            if (place == drawn.length) revert StepNotDrawn(bounty, steps[i].step);
            places |= uint16(1 << place); // Cast: at most 16 are drawn.
        }
    }

    /// @dev Reverts unless each step's checkpoints stand in the record, and its batch where the seed says.
    function _checkPlaces(
        BountyId bounty,
        address operator,
        BountyTraining memory training,
        TrainingStep[] calldata steps
    ) private view {
        bytes32 root = _records[bounty][operator].root;
        uint256 seed = _seedOf(bounty, operator);
        for (uint256 i = 0; i < steps.length; ++i) {
            TrainingStep calldata step = steps[i];
            bytes32 before = _leafOf(CHECKPOINT, step.step, step.commitmentBefore);
            bytes32 next = _leafOf(CHECKPOINT, uint256(step.step) + 1, step.commitmentAfter);
            uint256 checkpoints = uint256(training.terms.steps) + 1;
            if (!OrderedTree.containsPair(root, checkpoints, step.step, before, next, step.path)) {
                revert StepNotInRoot(bounty, operator, step.step);
            }
            uint256 batches = training.terms.batches;
            uint256 batch = uint256(keccak256(abi.encode(seed, uint256(step.step)))) % batches;
            bytes32 leaf = _leafOf(BATCH, batch, step.dataCommitment);
            if (!OrderedTree.contains(training.terms.batchesRoot, batches, batch, leaf, step.batchPath)) {
                revert BatchNotInRoot(bounty, step.step, batch);
            }
        }
    }

    /// @dev The public inputs of one proof after the other.
    function _stepInputs(
        address operator,
        TrainingStep[] calldata steps
    ) private pure returns (uint256[] memory inputs) {
        inputs = new uint256[](steps.length * Statements.TRAIN_STEP_INPUTS);
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 at = i * Statements.TRAIN_STEP_INPUTS;
            inputs[at + Statements.TRAIN_STEP_COMMITMENT_BEFORE] = steps[i].commitmentBefore;
            inputs[at + Statements.TRAIN_STEP_COMMITMENT_AFTER] = steps[i].commitmentAfter;
            inputs[at + Statements.TRAIN_STEP_DATA_COMMITMENT] = steps[i].dataCommitment;
            inputs[at + Statements.TRAIN_STEP_STEP] = steps[i].step;
            inputs[at + Statements.TRAIN_STEP_OPERATOR] = uint160(operator);
        }
    }

    function _leafOf(bytes32 domain, uint256 index, uint256 commitment) private pure returns (bytes32) {
        return keccak256(abi.encode(domain, index, commitment));
    }

    // ------------------------------------------------------------------ ends

    function _checkSubmission(BountyId bounty, Submission calldata submission) private view {
        bytes32 expected = bounties.submissionOf(bounty, submission.operator).submissionHash;
        if (expected == 0) revert ITrainingBounties.SubmissionMissing(bounty, submission.operator);
        bytes32 actual = keccak256(abi.encode(submission));
        if (actual != expected) {
            revert ITrainingBounties.SubmissionMismatch(bounty, submission.operator, expected, actual);
        }
    }

    /// @dev The recipe, which has to be one of the submission's architecture.
    function _recipeOf(
        BountyId bounty,
        RecipeId id,
        Submission calldata submission
    ) private view returns (IArchitectureRegistry.Recipe memory recipe) {
        recipe = registry.recipeOf(id);
        if (ArchitectureId.unwrap(submission.architecture) != ArchitectureId.unwrap(recipe.architecture)) {
            revert RecipeArchitectureMismatch(bounty, recipe.architecture, submission.architecture);
        }
    }

    /// @dev The first checkpoint follows from the seed, or begins with the best model of the bounty's parent.
    function _checkFirst(
        BountyId bounty,
        address operator,
        BountyTraining memory training,
        IArchitectureRegistry.Recipe memory recipe,
        RecordEnds calldata ends
    ) private view {
        _checkEnd(bounty, operator, training, 0, ends.firstCommitment, ends.firstPath);
        uint256[] memory inputs;
        if (recipe.inherits) {
            _checkParent(training.parent, recipe.architecture, ends.parent);
            inputs = new uint256[](Statements.INHERIT_MODEL_INPUTS);
            inputs[Statements.INHERIT_MODEL_COMMITMENT] = ends.firstCommitment;
            inputs[Statements.INHERIT_MODEL_PARENT_COMMITMENT] = ends.parent.modelCommitment;
            inputs[Statements.INHERIT_MODEL_PARENT_OPERATOR] = uint160(ends.parent.operator);
            inputs[Statements.INHERIT_MODEL_OPERATOR] = uint160(operator);
        } else {
            inputs = new uint256[](Statements.INIT_STEP_INPUTS);
            inputs[Statements.INIT_STEP_COMMITMENT] = ends.firstCommitment;
            inputs[Statements.INIT_STEP_SEED] = _seedOf(bounty, operator) % Groth16.SCALAR_FIELD;
            inputs[Statements.INIT_STEP_OPERATOR] = uint160(operator);
        }
        if (!Groth16.verify(recipe.startKey, inputs, ends.start)) revert ITrainingBounties.ProofInvalid();
    }

    function _checkParent(BountyId parent, ArchitectureId architecture, Submission calldata submission) private view {
        address best = bounties.factsOf(parent).bestOperator;
        if (submission.operator != best) revert ParentMismatch(parent, best, submission.operator);
        _checkSubmission(parent, submission);
        if (ArchitectureId.unwrap(submission.architecture) != ArchitectureId.unwrap(architecture)) {
            revert RecipeArchitectureMismatch(parent, architecture, submission.architecture);
        }
    }

    /// @dev The last checkpoint rounds to the submitted model.
    function _checkLast(
        BountyId bounty,
        BountyTraining memory training,
        IArchitectureRegistry.Recipe memory recipe,
        Submission calldata submission,
        RecordEnds calldata ends
    ) private view {
        uint256 last = training.terms.steps;
        _checkEnd(bounty, submission.operator, training, last, ends.lastCommitment, ends.lastPath);
        uint256[] memory inputs = new uint256[](Statements.QUANTISE_MODEL_INPUTS);
        inputs[Statements.QUANTISE_MODEL_COMMITMENT_LAST] = ends.lastCommitment;
        inputs[Statements.QUANTISE_MODEL_MODEL_COMMITMENT] = submission.modelCommitment;
        inputs[Statements.QUANTISE_MODEL_STEP] = last;
        inputs[Statements.QUANTISE_MODEL_OPERATOR] = uint160(submission.operator);
        if (!Groth16.verify(recipe.quantiseModelKey, inputs, ends.quantiseModel)) {
            revert ITrainingBounties.ProofInvalid();
        }
    }

    function _checkEnd(
        BountyId bounty,
        address operator,
        BountyTraining memory training,
        uint256 step,
        uint256 commitment,
        bytes32[] calldata path
    ) private view {
        bytes32 root = _records[bounty][operator].root;
        bytes32 leaf = _leafOf(CHECKPOINT, step, commitment);
        if (!OrderedTree.contains(root, uint256(training.terms.steps) + 1, step, leaf, path)) {
            revert CheckpointNotInRoot(bounty, operator, step);
        }
    }
}
