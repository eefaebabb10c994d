// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IArchitectureRegistry} from "./interfaces/IArchitectureRegistry.sol";
import {Groth16} from "./libraries/Groth16.sol";
import {Statements} from "./libraries/Statements.sol";
import {ArchitectureId, RecipeId, TaskId} from "./types/Ids.sol";
import {VerifyingKey} from "./types/Proof.sol";
import {RecipeKeys} from "./types/Training.sol";

/// @title Tasks, architectures and recipes, each with its verifying keys
/// @notice Implements `IArchitectureRegistry`. Ownership passes in two steps.
contract ArchitectureRegistry is IArchitectureRegistry, Ownable2Step {
    /// @dev A salt and one word more: with fewer words a digest would show the salt.
    uint256 public constant MINIMUM_WORDS = 2;

    /// @dev 24,000 bytes, published in one transaction.
    uint256 public constant MAXIMUM_CHUNK_WORDS = 750;

    /// @dev Sixteen pieces of as many: a larger model is published in pieces.
    uint256 public constant MAXIMUM_MODEL_WORDS = 16 * MAXIMUM_CHUNK_WORDS;

    mapping(TaskId task => Task) private _tasks;
    mapping(ArchitectureId architecture => Architecture) private _architectures;
    mapping(TaskId task => mapping(ArchitectureId architecture => Pair)) private _pairs;
    mapping(RecipeId recipe => Recipe) private _recipes;

    constructor(address owner) Ownable(owner) {}

    // ------------------------------------------------------------------ registration

    /// @inheritdoc IArchitectureRegistry
    function registerTask(
        string calldata definition,
        uint16 chunkWords,
        uint16 samples,
        VerifyingKey calldata sealChunkKey
    ) external onlyOwner returns (TaskId task) {
        task = TaskId.wrap(keccak256(bytes(definition)));
        if (_tasks[task].registeredAt != 0) revert TaskAlreadyRegistered(task);
        _checkWords(chunkWords, MAXIMUM_CHUNK_WORDS);
        if (samples == 0) revert SamplesOutOfBounds(samples, 1, type(uint16).max);

        address keyData = Groth16.store(sealChunkKey, Statements.SEAL_CHUNK_INPUTS);
        _tasks[task] = Task({
            sealChunkKey: keyData,
            registeredAt: uint40(block.timestamp),
            retired: false,
            chunkWords: chunkWords,
            samples: samples
        });
        emit TaskRegistered(task, definition, chunkWords, samples, keyData);
    }

    /// @inheritdoc IArchitectureRegistry
    function registerArchitecture(
        string calldata definition,
        uint16 modelWords,
        VerifyingKey calldata sealModelKey
    ) external onlyOwner returns (ArchitectureId architecture) {
        architecture = ArchitectureId.wrap(keccak256(bytes(definition)));
        if (_architectures[architecture].registeredAt != 0) revert ArchitectureAlreadyRegistered(architecture);
        _checkWords(modelWords, MAXIMUM_MODEL_WORDS);

        address keyData = Groth16.store(sealModelKey, Statements.SEAL_MODEL_INPUTS);
        _architectures[architecture] = Architecture({
            sealModelKey: keyData,
            registeredAt: uint40(block.timestamp),
            modelWords: modelWords
        });
        emit ArchitectureRegistered(architecture, definition, modelWords, keyData);
    }

    /// @inheritdoc IArchitectureRegistry
    function registerPair(
        TaskId task,
        ArchitectureId architecture,
        VerifyingKey calldata evaluateModelKey
    ) external onlyOwner {
        if (_tasks[task].registeredAt == 0) revert TaskUnknown(task);
        if (_architectures[architecture].registeredAt == 0) revert ArchitectureUnknown(architecture);
        if (_pairs[task][architecture].registeredAt != 0) revert PairAlreadyRegistered(task, architecture);

        address keyData = Groth16.store(evaluateModelKey, Statements.EVALUATE_MODEL_INPUTS);
        _pairs[task][architecture] = Pair({
            evaluateModelKey: keyData,
            registeredAt: uint40(block.timestamp),
            retired: false,
            retiredAt: 0
        });
        emit PairRegistered(task, architecture, keyData);
    }

    /// @inheritdoc IArchitectureRegistry
    function registerRecipe(
        string calldata definition,
        ArchitectureId architecture,
        bool inherits,
        RecipeKeys calldata keys
    ) external onlyOwner returns (RecipeId recipe) {
        recipe = RecipeId.wrap(keccak256(bytes(definition)));
        if (_architectures[architecture].registeredAt == 0) revert ArchitectureUnknown(architecture);
        if (_recipes[recipe].registeredAt != 0) revert RecipeAlreadyRegistered(recipe);

        Recipe memory entry = Recipe({
            startKey: Groth16.store(
                keys.start,
                inherits ? Statements.INHERIT_MODEL_INPUTS : Statements.INIT_STEP_INPUTS
            ),
            registeredAt: uint40(block.timestamp),
            retired: false,
            inherits: inherits,
            trainStepKey: Groth16.store(keys.trainStep, Statements.TRAIN_STEP_INPUTS),
            quantiseModelKey: Groth16.store(keys.quantiseModel, Statements.QUANTISE_MODEL_INPUTS),
            architecture: architecture
        });
        _recipes[recipe] = entry;
        emit RecipeRegistered(
            recipe,
            architecture,
            definition,
            inherits,
            entry.startKey,
            entry.trainStepKey,
            entry.quantiseModelKey
        );
    }

    // ------------------------------------------------------------------ retirement

    /// @inheritdoc IArchitectureRegistry
    function retireTask(TaskId task) external onlyOwner {
        Task storage entry = _tasks[task];
        if (entry.registeredAt == 0) revert TaskUnknown(task);
        if (entry.retired) return;
        entry.retired = true;
        emit TaskRetired(task);
    }

    /// @inheritdoc IArchitectureRegistry
    function retirePair(TaskId task, ArchitectureId architecture) external onlyOwner {
        Pair storage pair = _pairs[task][architecture];
        if (pair.registeredAt == 0) revert PairUnknown(task, architecture);
        // The first retirement counts: a later time would let bounties created in between admit the architecture again.
        if (pair.retired) return;
        (pair.retired, pair.retiredAt) = (true, uint40(block.timestamp));
        emit PairRetired(task, architecture);
    }

    /// @inheritdoc IArchitectureRegistry
    function retireRecipe(RecipeId recipe) external onlyOwner {
        Recipe storage entry = _recipes[recipe];
        if (entry.registeredAt == 0) revert RecipeUnknown(recipe);
        if (entry.retired) return;
        entry.retired = true;
        emit RecipeRetired(recipe);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IArchitectureRegistry
    function taskOf(TaskId task) external view returns (Task memory entry) {
        entry = _tasks[task];
        if (entry.registeredAt == 0) revert TaskUnknown(task);
    }

    /// @inheritdoc IArchitectureRegistry
    function architectureOf(ArchitectureId architecture) external view returns (Architecture memory entry) {
        entry = _architectures[architecture];
        if (entry.registeredAt == 0) revert ArchitectureUnknown(architecture);
    }

    /// @inheritdoc IArchitectureRegistry
    function pairOf(TaskId task, ArchitectureId architecture) external view returns (Pair memory entry) {
        entry = _pairs[task][architecture];
        if (entry.registeredAt == 0) revert PairUnknown(task, architecture);
    }

    /// @inheritdoc IArchitectureRegistry
    function recipeOf(RecipeId recipe) external view returns (Recipe memory entry) {
        entry = _recipes[recipe];
        if (entry.registeredAt == 0) revert RecipeUnknown(recipe);
    }

    /// @inheritdoc IArchitectureRegistry
    function keyAt(address dataContract) external view returns (VerifyingKey memory) {
        return Groth16.decode(dataContract);
    }

    function _checkWords(uint256 words, uint256 maximum) private pure {
        if (words < MINIMUM_WORDS || words > maximum) revert WordsOutOfBounds(words, MINIMUM_WORDS, maximum);
    }
}
