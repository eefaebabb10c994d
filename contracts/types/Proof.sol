// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice A Groth16 proof over BN254, in the order that the pairing precompile reads (EIP-197): coordinates of G2 are
/// given with the imaginary part first.
struct Proof {
    uint256[2] a; // G1: x, y
    uint256[2][2] b; // G2: (x.c1, x.c0), (y.c1, y.c0)
    uint256[2] c; // G1: x, y
}

/// @notice A Groth16 verifying key over BN254, in the order of EIP-197.
/// @dev `ic` holds one point per public input and one more, for the constant 1.
struct VerifyingKey {
    uint256[2] alpha;
    uint256[2][2] beta;
    uint256[2][2] gamma;
    uint256[2][2] delta;
    uint256[2][] ic;
}
