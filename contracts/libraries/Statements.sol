// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Public inputs of the statements, in the order of the circuits' declarations
/// @notice For each statement the number of its public inputs and the position of each.
library Statements {
    uint256 internal constant SEAL_CHUNK_INPUTS = 3;
    uint256 internal constant SEAL_CHUNK_DATA_COMMITMENT = 0;
    uint256 internal constant SEAL_CHUNK_CHALLENGE = 1;
    uint256 internal constant SEAL_CHUNK_DIGEST = 2;

    uint256 internal constant SEAL_MODEL_INPUTS = 5;
    uint256 internal constant SEAL_MODEL_MODEL_COMMITMENT = 0;
    uint256 internal constant SEAL_MODEL_CHALLENGE = 1;
    uint256 internal constant SEAL_MODEL_DIGEST = 2;
    uint256 internal constant SEAL_MODEL_BITS = 3;
    uint256 internal constant SEAL_MODEL_OPERATOR = 4;

    uint256 internal constant EVALUATE_MODEL_INPUTS = 4;
    uint256 internal constant EVALUATE_MODEL_MODEL_COMMITMENT = 0;
    uint256 internal constant EVALUATE_MODEL_DATA_COMMITMENT = 1;
    uint256 internal constant EVALUATE_MODEL_CORRECT = 2;
    uint256 internal constant EVALUATE_MODEL_OPERATOR = 3;
}
