// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Groth16} from "../libraries/Groth16.sol";
import {Proof, VerifyingKey} from "../types/Proof.sol";

/// @title Calls of the verifier library, with proofs and keys in calldata as a contract of the protocol has them
contract Groth16Caller {
    function store(VerifyingKey calldata key, uint256 inputs) external returns (address) {
        return Groth16.store(key, inputs);
    }

    function decode(address keyData) external view returns (VerifyingKey memory) {
        return Groth16.decode(keyData);
    }

    function verify(address keyData, uint256[] calldata inputs, Proof calldata proof) external view returns (bool) {
        return Groth16.verify(keyData, inputs, proof);
    }

    function verifyBatch(
        address keyData,
        uint256[] calldata inputs,
        Proof[] calldata proofs
    ) external view returns (bool) {
        return Groth16.verifyBatch(keyData, inputs, proofs);
    }

    function batchCoefficients(
        address keyData,
        uint256[] calldata inputs,
        Proof[] calldata proofs
    ) external view returns (uint256[] memory) {
        return Groth16.batchCoefficients(keyData, inputs, proofs);
    }

    /// @notice Verifies between two allocations, and returns all that the verifier could have spoiled.
    function verifyAmidMemory(
        address keyData,
        uint256[] calldata inputs,
        Proof calldata proof
    )
        external
        view
        returns (bool valid, uint256[] memory inputsAfter, bytes memory before, bytes memory later, uint256 moved)
    {
        before = "allocated before";
        inputsAfter = inputs;
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        valid = Groth16.verify(keyData, inputsAfter, proof);
        assembly ("memory-safe") {
            moved := sub(mload(0x40), free)
        }
        later = new bytes(1000);
    }

    /// @notice As `verifyAmidMemory`. The verifier of batches allocates, so that the pointer moves.
    function verifyBatchAmidMemory(
        address keyData,
        uint256[] calldata inputs,
        Proof[] calldata proofs
    ) external view returns (bool valid, uint256[] memory inputsAfter, bytes memory before, bytes memory later) {
        before = "allocated before";
        inputsAfter = inputs;
        valid = Groth16.verifyBatch(keyData, inputsAfter, proofs);
        later = new bytes(3000);
    }
}
