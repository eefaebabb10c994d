// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ArchitectureId, RecipeId, TaskId} from "../types/Ids.sol";
import {VerifyingKey} from "../types/Proof.sol";
import {RecipeKeys} from "../types/Training.sol";

/// @title Tasks, architectures and recipes, each with its verifying keys
/// @notice Append-only: an entry is never altered; the owner can retire one, which closes it to new bounties only.
/// Keys are data, stored as the code of a data contract and checked when registered: every point on its curve and in its
/// subgroup, no point at infinity, gamma different from delta, and as many points as the statement has public inputs.
interface IArchitectureRegistry {
    /// @notice What the escrow needs to know of a task.
    struct Task {
        /// Data contract of the SealChunk key.
        address sealChunkKey;
        uint40 registeredAt;
        bool retired;
        /// Words that `openChunks` publishes for a chunk; at most 750.
        uint16 chunkWords;
        /// Samples in a chunk.
        uint16 samples;
    }

    /// @notice What the escrow needs to know of an architecture.
    struct Architecture {
        /// Data contract of the SealModel key.
        address sealModelKey;
        uint40 registeredAt;
        /// Words that `claim` publishes, or `publishWeights` in pieces of 750; at most 12,000.
        uint16 modelWords;
    }

    /// @notice An architecture's entry for one task.
    struct Pair {
        /// Data contract of the EvaluateModel key.
        address evaluateModelKey;
        uint40 registeredAt;
        bool retired;
        /// Zero while not retired. Bounties that admit any architecture of a task go on admitting one retired after their
        /// creation, and never admit one retired in a second before it: for that the escrow needs the time, not only the fact.
        uint40 retiredAt;
    }

    /// @notice What `TrainingRecords` needs to know of a recipe.
    struct Recipe {
        /// Data contract of the InitStep key, or of the InheritModel key where records begin with a parent's model.
        address startKey;
        uint40 registeredAt;
        bool retired;
        bool inherits;
        /// Data contract of the TrainStep key.
        address trainStepKey;
        /// Data contract of the QuantiseModel key.
        address quantiseModelKey;
        /// What is trained.
        ArchitectureId architecture;
    }

    event TaskRegistered(
        TaskId indexed task,
        string definition,
        uint16 chunkWords,
        uint16 samples,
        address sealChunkKey
    );
    event ArchitectureRegistered(
        ArchitectureId indexed architecture,
        string definition,
        uint16 modelWords,
        address sealModelKey
    );
    event PairRegistered(TaskId indexed task, ArchitectureId indexed architecture, address evaluateModelKey);
    event RecipeRegistered(
        RecipeId indexed recipe,
        ArchitectureId indexed architecture,
        string definition,
        bool inherits,
        address startKey,
        address trainStepKey,
        address quantiseModelKey
    );
    event TaskRetired(TaskId indexed task);
    event PairRetired(TaskId indexed task, ArchitectureId indexed architecture);
    event RecipeRetired(RecipeId indexed recipe);

    error TaskUnknown(TaskId task);
    error TaskAlreadyRegistered(TaskId task);
    error ArchitectureUnknown(ArchitectureId architecture);
    error ArchitectureAlreadyRegistered(ArchitectureId architecture);
    error PairUnknown(TaskId task, ArchitectureId architecture);
    error PairAlreadyRegistered(TaskId task, ArchitectureId architecture);
    error RecipeUnknown(RecipeId recipe);
    error RecipeAlreadyRegistered(RecipeId recipe);
    error WordsOutOfBounds(uint256 words, uint256 minimum, uint256 maximum);
    error SamplesOutOfBounds(uint256 samples, uint256 minimum, uint256 maximum);

    /// @notice Registers a task. Owner only.
    /// @param definition Canonical JSON; the task's id is its keccak256.
    function registerTask(
        string calldata definition,
        uint16 chunkWords,
        uint16 samples,
        VerifyingKey calldata sealChunkKey
    ) external returns (TaskId task);

    /// @notice Registers an architecture. Owner only.
    /// @param definition Canonical JSON; the architecture's id is its keccak256.
    function registerArchitecture(
        string calldata definition,
        uint16 modelWords,
        VerifyingKey calldata sealModelKey
    ) external returns (ArchitectureId architecture);

    /// @notice Registers an architecture for a task. Owner only.
    function registerPair(TaskId task, ArchitectureId architecture, VerifyingKey calldata evaluateModelKey) external;

    /// @notice Registers a recipe of an architecture. Owner only.
    /// @param definition Canonical JSON; the recipe's id is its keccak256.
    /// @param inherits Whether a record begins with a parent's model, so that `keys.start` is of InheritModel and not of InitStep.
    function registerRecipe(
        string calldata definition,
        ArchitectureId architecture,
        bool inherits,
        RecipeKeys calldata keys
    ) external returns (RecipeId recipe);

    /// @notice Closes a task to new bounties. Owner only; bounties that exist are not touched.
    function retireTask(TaskId task) external;

    /// @notice Closes an architecture of a task to new bounties. Owner only; bounties that exist are not touched. The first
    /// retirement counts: `retiredAt` never changes again.
    function retirePair(TaskId task, ArchitectureId architecture) external;

    /// @notice Closes a recipe to new bounties. Owner only; bounties that exist are not touched.
    function retireRecipe(RecipeId recipe) external;

    /// @notice Reverts with `TaskUnknown` where there is none.
    function taskOf(TaskId task) external view returns (Task memory);

    /// @notice Reverts with `ArchitectureUnknown` where there is none.
    function architectureOf(ArchitectureId architecture) external view returns (Architecture memory);

    /// @notice Reverts with `PairUnknown` where there is none.
    function pairOf(TaskId task, ArchitectureId architecture) external view returns (Pair memory);

    /// @notice Reverts with `RecipeUnknown` where there is none.
    function recipeOf(RecipeId recipe) external view returns (Recipe memory);

    /// @notice The verifying key stored in a data contract of this registry.
    function keyAt(address dataContract) external view returns (VerifyingKey memory);
}
