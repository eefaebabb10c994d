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

    /// @dev What was drawn of a bounty, with what proving a step needs of its terms: calls that prove read these three words alone.
    struct Draw {
        // Steps between the first and the last, 18 bits each, the first drawn lowest. None of them is step 0.
        uint256 between;
        bytes32 batchesRoot;
        address trainStepKey;
        uint40 provingEnds;
        uint32 batches;
        uint24 steps;
    }

    uint256 private constant STEP_BITS = 18;
    uint256 private constant STEP_MASK = (1 << STEP_BITS) - 1;
    uint256 private constant ENDS = 2;

    mapping(BountyId bounty => mapping(address operator => TrainingRecord)) private _records;

    mapping(BountyId bounty => Draw) private _draws;

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
        record.seed = _seedOf(bounty, msg.sender);
        emit RecordPosted(bounty, msg.sender, root);
    }

    /// @inheritdoc ITrainingRecords
    function drawSteps(BountyId bounty, bytes calldata signature) external {
        if (_draws[bounty].between != 0) return;
        BountyTraining memory training = _trainingOf(bounty);
        if (block.timestamp < training.trainingEnds) revert TooEarlyToDraw(bounty, training.trainingEnds);
        bytes32 randomness = beacon.proveRound(_drawRound(training), signature);
        bytes32 seed = Draws.seedOf(randomness, bounty, Draws.TRAINING);
        uint256[] memory drawn = Draws.drawSteps(seed, training.steps, training.drawnSteps);
        uint256 packed = 0;
        for (uint256 place = ENDS; place < drawn.length; ++place) {
            packed |= drawn[place] << ((place - ENDS) * STEP_BITS);
        }
        _draws[bounty] = Draw({
            between: packed,
            batchesRoot: training.batchesRoot,
            trainStepKey: training.trainStepKey,
            provingEnds: training.provingEnds,
            batches: training.batches,
            steps: uint24(training.steps) // Cast: at most 2^18.
        });
        emit StepsDrawn(bounty, drawn);
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
        TrainingRecord storage record = _records[bounty][operator];
        Draw memory draw = _draws[bounty];
        if (draw.between == 0) revert StepsNotDrawn(bounty);
        _check(bounty, operator, _statusAfterTraining(record, draw.provingEnds), RecordStatus.Proving);
        (uint16 places, uint256[] memory inputs) = _checkSteps(bounty, operator, draw, steps);
        uint16 counted = record.provenSteps;
        uint16 added = places & ~counted;
        if (added == 0) return;
        if (!Groth16.verifyBatch(draw.trainStepKey, inputs, proofs)) revert ITrainingBounties.ProofInvalid();

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
        uint256 all = (1 << training.drawnSteps) - 1;
        if (record.provenSteps != all) revert StepsMissing(bounty, operator, record.provenSteps, all);
        _checkSubmission(bounty, submission);
        IArchitectureRegistry.Recipe memory recipe = _recipeOf(bounty, training.recipe, submission);
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
    function drawnSteps(BountyId bounty) external view returns (uint256[] memory drawn) {
        uint256 between = _draws[bounty].between;
        if (between == 0) revert StepsNotDrawn(bounty);
        drawn = new uint256[](_trainingOf(bounty).drawnSteps);
        drawn[1] = _draws[bounty].steps - 1;
        for (uint256 place = ENDS; place < drawn.length; ++place) {
            drawn[place] = between & STEP_MASK;
            between >>= STEP_BITS;
        }
    }

    // ------------------------------------------------------------------ status

    function _statusOf(
        TrainingRecord storage record,
        BountyTraining memory training
    ) private view returns (RecordStatus) {
        if (record.seedRound == 0) return RecordStatus.None;
        if (block.timestamp >= training.trainingEnds) return _statusAfterTraining(record, training.provingEnds);
        return record.root != 0 ? RecordStatus.Posted : RecordStatus.Open;
    }

    function _statusAfterTraining(
        TrainingRecord storage record,
        uint256 provingEnds
    ) private view returns (RecordStatus) {
        if (record.seedRound == 0) return RecordStatus.None;
        if (record.proven) return RecordStatus.Proven;
        if (record.root == 0 || block.timestamp >= provingEnds) return RecordStatus.Lapsed;
        return RecordStatus.Proving;
    }

    function _check(BountyId bounty, address operator, RecordStatus actual, RecordStatus expected) private pure {
        if (actual != expected) revert RecordStatusMismatch(bounty, operator, actual, expected);
    }

    /// @dev Reverts where the bounty keeps no records.
    function _trainingOf(BountyId bounty) private view returns (BountyTraining memory training) {
        training = bounties.trainingOf(bounty);
        if (RecipeId.unwrap(training.recipe) == 0) revert RecordsNotKept(bounty);
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

    // ------------------------------------------------------------------ steps

    /// @dev Reverts unless each step is drawn, its checkpoints stand in the record, and its batch where the seed says. Gives the bitmap of
    /// the steps by their places among those drawn, and the public inputs of one proof after the other.
    function _checkSteps(
        BountyId bounty,
        address operator,
        Draw memory draw,
        TrainingStep[] calldata steps
    ) private view returns (uint16 places, uint256[] memory inputs) {
        TrainingRecord storage record = _records[bounty][operator];
        (bytes32 root, uint256 seed) = (record.root, record.seed);
        inputs = new uint256[](steps.length * Statements.TRAIN_STEP_INPUTS);
        for (uint256 i = 0; i < steps.length; ++i) {
            TrainingStep calldata step = steps[i];
            places |= uint16(1 << _placeOf(bounty, draw, step.step)); // Cast: at most 16 are drawn.
            if (!_isInRecord(root, draw.steps, step)) revert StepNotInRoot(bounty, operator, step.step);
            _checkBatch(bounty, seed, draw, step);

            // The inputs of all steps fit into memory, so that places among them do not overflow.
            unchecked {
                uint256 at = i * Statements.TRAIN_STEP_INPUTS;
                inputs[at + Statements.TRAIN_STEP_COMMITMENT_BEFORE] = step.commitmentBefore;
                inputs[at + Statements.TRAIN_STEP_COMMITMENT_AFTER] = step.commitmentAfter;
                inputs[at + Statements.TRAIN_STEP_DATA_COMMITMENT] = step.dataCommitment;
                inputs[at + Statements.TRAIN_STEP_STEP] = step.step;
                inputs[at + Statements.TRAIN_STEP_OPERATOR] = uint160(operator);
            }
        }
    }

    function _placeOf(BountyId bounty, Draw memory draw, uint256 step) private pure returns (uint256 place) {
        if (step == 0) return 0;
        if (step + 1 == draw.steps) return 1;
        place = ENDS;
        for (uint256 rest = draw.between; rest & STEP_MASK != step; rest >>= STEP_BITS) {
            if (rest == 0) revert StepNotDrawn(bounty, step);
            ++place;
        }
    }

    function _isInRecord(bytes32 root, uint256 steps, TrainingStep calldata step) private pure returns (bool) {
        uint256 index = step.step;
        bytes32 before = _leafOf(CHECKPOINT, index, step.commitmentBefore);
        bytes32 next = _leafOf(CHECKPOINT, index + 1, step.commitmentAfter);
        return OrderedTree.containsPair(root, steps + 1, index, before, next, step.path);
    }

    function _checkBatch(BountyId bounty, uint256 seed, Draw memory draw, TrainingStep calldata step) private pure {
        uint256 batches = draw.batches;
        uint256 batch = uint256(keccak256(abi.encode(seed, uint256(step.step)))) % batches;
        bytes32 leaf = _leafOf(BATCH, batch, step.dataCommitment);
        if (!OrderedTree.contains(draw.batchesRoot, batches, batch, leaf, step.batchPath)) {
            revert BatchNotInRoot(bounty, step.step, batch);
        }
    }

    /// @dev keccak256(abi.encode(domain, index, commitment)), without a copy that stays in memory.
    function _leafOf(bytes32 domain, uint256 index, uint256 commitment) private pure returns (bytes32 leaf) {
        // Memory-safe: it writes only from the free memory pointer on.
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, domain)
            mstore(add(words, 0x20), index)
            mstore(add(words, 0x40), commitment)
            leaf := keccak256(words, 0x60)
        }
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
            _checkParent(bounties.termsOf(bounty).parent, recipe.architecture, ends.parent);
            inputs = new uint256[](Statements.INHERIT_MODEL_INPUTS);
            inputs[Statements.INHERIT_MODEL_COMMITMENT] = ends.firstCommitment;
            inputs[Statements.INHERIT_MODEL_PARENT_COMMITMENT] = ends.parent.modelCommitment;
            inputs[Statements.INHERIT_MODEL_PARENT_OPERATOR] = uint160(ends.parent.operator);
            inputs[Statements.INHERIT_MODEL_OPERATOR] = uint160(operator);
        } else {
            inputs = new uint256[](Statements.INIT_STEP_INPUTS);
            inputs[Statements.INIT_STEP_COMMITMENT] = ends.firstCommitment;
            inputs[Statements.INIT_STEP_SEED] = _records[bounty][operator].seed % Groth16.SCALAR_FIELD;
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
        uint256 last = training.steps;
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
        if (!OrderedTree.contains(root, uint256(training.steps) + 1, step, leaf, path)) {
            revert CheckpointNotInRoot(bounty, operator, step);
        }
    }
}
