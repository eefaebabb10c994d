// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Proof, VerifyingKey} from "../types/Proof.sol";
import {fiveG2, oneG2, sevenG2} from "./MultiplesOfG2.sol";

/// @title Valid Groth16 proofs of anything, for keys whose toxic waste is published below
/// @notice Lets contract tests run the real verifier without a prover: for its own keys it proves any public inputs.
/// @dev With alpha = α·G1, beta = G2, gamma = γ·G2, delta = δ·G2 and ic[i] = k_i·G1, a proof (r·G1, G2, c·G1) is valid iff
/// r = α + (k_0 + Σ input_i·k_i)·γ + c·δ mod p. So c is free and r follows: no inverse, no multiplication in G2.
contract TrapdoorProver {
    uint256 private constant P = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;
    uint256 private constant ALPHA = 3;
    uint256 private constant GAMMA = 5;
    uint256 private constant DELTA = 7;

    /// @notice The key for a number of public inputs; each number has its own `ic`.
    function key(uint256 publicInputs) external view returns (VerifyingKey memory) {
        uint256[2][] memory ic = new uint256[2][](publicInputs + 1);
        for (uint256 i = 0; i <= publicInputs; ++i) {
            ic[i] = _multiple(_icScalar(publicInputs, i));
        }
        return VerifyingKey({alpha: _multiple(ALPHA), beta: oneG2(), gamma: fiveG2(), delta: sevenG2(), ic: ic});
    }

    /// @notice A proof of `inputs` under `key(inputs.length)`.
    function prove(uint256[] calldata inputs) external view returns (Proof memory) {
        return proveWith(inputs, uint256(keccak256(abi.encode("c", inputs))));
    }

    /// @notice Another proof of the same inputs for every `c` modulo the group's order.
    function proveWith(uint256[] memory inputs, uint256 c) public view returns (Proof memory) {
        uint256 sum = _icScalar(inputs.length, 0);
        for (uint256 i = 0; i < inputs.length; ++i) {
            sum = addmod(sum, mulmod(inputs[i], _icScalar(inputs.length, i + 1), P), P);
        }
        uint256 r = addmod(addmod(ALPHA, mulmod(sum, GAMMA, P), P), mulmod(c, DELTA, P), P);
        return Proof({a: _multiple(r), b: oneG2(), c: _multiple(c)});
    }

    function _icScalar(uint256 publicInputs, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("ic", publicInputs, i))) % P;
    }

    /// @dev A multiple of the generator (1, 2) of G1, by the precompile ecMul.
    function _multiple(uint256 scalar) private view returns (uint256[2] memory) {
        (, bytes memory point) = address(0x07).staticcall(abi.encode(uint256(1), uint256(2), scalar));
        return abi.decode(point, (uint256[2]));
    }
}
