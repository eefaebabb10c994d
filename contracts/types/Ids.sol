// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice Number of a bounty, counted from 1; 0 is no bounty.
type BountyId is uint256;

/// @notice keccak256 of the canonical JSON that defines a task.
type TaskId is bytes32;

/// @notice keccak256 of the canonical JSON that defines an architecture; it names no task.
type ArchitectureId is bytes32;

/// @notice keccak256 of the canonical JSON that defines a recipe; it holds the architecture that it trains.
type RecipeId is bytes32;
