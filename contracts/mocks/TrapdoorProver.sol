// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Proof, VerifyingKey} from "../types/Proof.sol";

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
        return VerifyingKey({alpha: _multiple(ALPHA), beta: _g2(), gamma: _fiveG2(), delta: _sevenG2(), ic: ic});
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
        return Proof({a: _multiple(r), b: _g2(), c: _multiple(c)});
    }

    function _icScalar(uint256 publicInputs, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("ic", publicInputs, i))) % P;
    }

    /// @dev A multiple of the generator (1, 2) of G1, by the precompile ecMul.
    function _multiple(uint256 scalar) private view returns (uint256[2] memory) {
        (, bytes memory point) = address(0x07).staticcall(abi.encode(uint256(1), uint256(2), scalar));
        return abi.decode(point, (uint256[2]));
    }

    /// @dev The generator of G2, and its multiples by GAMMA and DELTA.
    function _g2() private pure returns (uint256[2][2] memory) {
        return
            [
                [
                    uint256(0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2),
                    0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed
                ],
                [
                    uint256(0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b),
                    0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa
                ]
            ];
    }

    function _fiveG2() private pure returns (uint256[2][2] memory) {
        return
            [
                [
                    uint256(0x0a09ccf561b55fd99d1c1208dee1162457b57ac5af3759d50671e510e428b2a1),
                    0x2e539c423b302d13f4e5773c603948eaf5db5df8ae8a9a9113708390a06410d8
                ],
                [
                    uint256(0x19b763513924a736e4eebd0d78c91c1bc1d657fee4214057d21414011cfcc763),
                    0x2f8d9f9ab83727c77a2fec063cb7b6e5eb23044ccf535ad49d46d394fb6f6bf6
                ]
            ];
    }

    function _sevenG2() private pure returns (uint256[2][2] memory) {
        return
            [
                [
                    uint256(0x2903ba015a9abde26a5d081e84551e63be0fd4516e46ee6d593edeba46362455),
                    0x224bdc5d4327fcf8ed702e01de1c2f1657a253ba75e32a89c390142aaa28b308
                ],
                [
                    uint256(0x03c8b7cda6b2dedb7aeeaf5fda464ad17036bea1c4e6f7adbaed1ebe0335e0d8),
                    0x1d92fff52a265017eeccb372e37d7a7bd431800eca28dfd82e21e8054114233f
                ]
            ];
    }
}
