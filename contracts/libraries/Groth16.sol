// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {Proof, VerifyingKey} from "../types/Proof.sol";

/// @title Groth16 over BN254, with verifying keys held as data
/// @notice One verifier for every circuit. A key lives in the code of a data contract, so that a new circuit needs no new
/// verifier; it is checked once, when it is stored, and trusted from then on.
/// @dev The data of a key with n public inputs are 14 + 2·(n + 1) words, in the order of EIP-197:
/// alpha (2) ‖ beta (4) ‖ gamma (4) ‖ delta (4) ‖ ic[0] (2) ‖ … ‖ ic[n] (2).
/// `encode`, `decode` and the reading part of `verify` are the only code that knows this.
library Groth16 {
    /// @dev Order of the base field, in which coordinates live.
    uint256 internal constant BASE_FIELD = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;

    /// @dev Order of the groups, hence of the scalar field, in which public inputs live.
    uint256 internal constant SCALAR_FIELD = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;

    /// @dev Bytes of alpha, beta, gamma and delta: 14 words.
    uint256 private constant FIXED_BYTES = 0x1c0;

    /// @dev Bytes of a point of G1: 2 words.
    uint256 private constant POINT_BYTES = 0x40;

    /// @dev A key for `expected` points in `ic` (the public inputs and one more) came with `actual` points.
    error KeyLengthMismatch(uint256 expected, uint256 actual);
    /// @dev `index` counts the points of `ic`; it is 0 for the others, as in all errors about points.
    error KeyCoordinateNotCanonical(string point, uint256 index, uint256 coordinate);
    error KeyPointAtInfinity(string point, uint256 index);
    /// @dev Not on the curve or, in G2, outside the subgroup of prime order.
    error KeyPointNotInGroup(string point, uint256 index);
    /// @dev gamma and delta are equal or opposite: then C can cancel the public inputs, and anyone can prove anything.
    error KeyGammaEqualsDelta();
    /// @dev The contract's code is not as long as a key's data can be.
    error KeyDataMalformed(address keyData, uint256 codeBytes);

    // ------------------------------------------------------------------ keys

    /// @notice Checks a key and stores it in a data contract of its own.
    /// @param inputs Number of public inputs of the statement that the key belongs to.
    function store(VerifyingKey calldata key, uint256 inputs) internal returns (address keyData) {
        checkKey(key, inputs);
        return SSTORE2.write(encode(key));
    }

    /// @notice Reverts unless the key has `inputs` public inputs, every point is canonical, in its group and not the point
    /// at infinity, and gamma and delta differ, also in more than their sign.
    /// @dev What no contract can see is whether somebody knows the key's toxic waste.
    function checkKey(VerifyingKey calldata key, uint256 inputs) internal view {
        if (key.ic.length != inputs + 1) revert KeyLengthMismatch(inputs + 1, key.ic.length);
        _checkG1("alpha", 0, key.alpha);
        _checkG2("beta", key.beta);
        _checkG2("gamma", key.gamma);
        _checkG2("delta", key.delta);
        for (uint256 i = 0; i <= inputs; ++i) {
            _checkG1("ic", i, key.ic[i]);
        }
        // Points of one curve with the same x are equal or opposite.
        if (key.gamma[0][0] == key.delta[0][0] && key.gamma[0][1] == key.delta[0][1]) revert KeyGammaEqualsDelta();
    }

    /// @notice The data of a key.
    function encode(VerifyingKey calldata key) internal pure returns (bytes memory data) {
        data = abi.encode(key.alpha, key.beta, key.gamma, key.delta);
        for (uint256 i = 0; i < key.ic.length; ++i) {
            data = bytes.concat(data, abi.encode(key.ic[i]));
        }
    }

    /// @notice The key stored in a data contract.
    /// @dev Only the length is checked: the caller must know that `store` made the contract.
    function decode(address keyData) internal view returns (VerifyingKey memory key) {
        uint256 size = keyData.code.length;
        uint256 fixedSize = 1 + FIXED_BYTES; // The code begins with one byte of STOP, which SSTORE2 puts there.
        if (size <= fixedSize || (size - fixedSize) % POINT_BYTES != 0) revert KeyDataMalformed(keyData, size);

        (key.alpha, key.beta, key.gamma, key.delta) = abi.decode(
            SSTORE2.read(keyData, 0, FIXED_BYTES),
            (uint256[2], uint256[2][2], uint256[2][2], uint256[2][2])
        );
        key.ic = new uint256[2][]((size - fixedSize) / POINT_BYTES);
        for (uint256 i = 0; i < key.ic.length; ++i) {
            uint256 start = FIXED_BYTES + i * POINT_BYTES;
            key.ic[i] = abi.decode(SSTORE2.read(keyData, start, start + POINT_BYTES), (uint256[2]));
        }
    }

    // ------------------------------------------------------------------ proofs

    /// @notice Whether `proof` shows the key's statement for `inputs`.
    /// @dev False, never a revert, where the number of inputs is not the key's, an input is not below the scalar field's
    /// order, a coordinate is not below the base field's order, or a point is not in its group (the precompiles see to
    /// that). Also false where a point of the proof is the point at infinity: an honest prover's points are uniform and
    /// meet it with probability 2^-254, and without it no one has to reason about degenerate pairings.
    ///
    /// Warning: false may also mean that gas ran short in a precompile. Act on true only; punish nobody on false.
    /// Warning: a valid proof can be turned into other valid proofs. Key no state on a proof's bytes.
    function verify(address keyData, uint256[] memory inputs, Proof calldata proof) internal view returns (bool valid) {
        if (!_isWellFormed(proof)) return false;

        // Memory-safe: it writes only from the free memory pointer on, where nothing is allocated and to which no pointer is
        // kept after the block, and to the scratch word 0x00. Written in assembly because the key is copied once, from code
        // to where the precompiles read it, and because failing calls must give false.
        assembly ("memory-safe") {
            // Borrowed memory: 4 pairs of 6 words, 5 words for sums, then the key.
            let pairs := mload(0x40)
            let sum := add(pairs, 0x300) // The sum's x, y; a product's x, y; a scalar.
            let product := add(sum, 0x40)
            let key := add(sum, 0xa0)
            let ic := add(key, 0x1c0)

            // Check: the key has one point in `ic` more than there are inputs. The code begins with one byte of STOP. No code
            // at all fails here too.
            let count := mload(inputs)
            valid := eq(extcodesize(keyData), add(0x201, shl(6, count)))
            if valid {
                extcodecopy(keyData, key, 1, add(0x200, shl(6, count)))

                // sum = ic[0] + Σ input·ic
                mcopy(sum, ic, 0x40)
                for {
                    let end := add(inputs, shl(5, count))
                } lt(inputs, end) {} {
                    inputs := add(inputs, 0x20)
                    ic := add(ic, 0x40)
                    mcopy(product, ic, 0x40)
                    mstore(add(product, 0x40), mload(inputs))
                    valid := and(valid, lt(mload(inputs), SCALAR_FIELD)) // Check: the input is canonical.
                    valid := and(valid, staticcall(gas(), 0x07, product, 0x60, product, 0x40))
                    valid := and(valid, staticcall(gas(), 0x06, sum, 0x80, sum, 0x40))
                }

                // e(-A, B) · e(alpha, beta) · e(sum, gamma) · e(C, delta) = 1
                calldatacopy(pairs, proof, 0xc0)
                // A.y is canonical, so that this cannot wrap. It is not reduced: no point of the curve has y = 0.
                mstore(add(pairs, 0x20), sub(BASE_FIELD, mload(add(pairs, 0x20))))
                mcopy(add(pairs, 0xc0), key, 0xc0) // alpha, beta
                mcopy(add(pairs, 0x180), sum, 0x40)
                mcopy(add(pairs, 0x1c0), add(key, 0xc0), 0x80) // gamma
                calldatacopy(add(pairs, 0x240), add(proof, 0xc0), 0x40)
                mcopy(add(pairs, 0x280), add(key, 0x140), 0x80) // delta

                // Zero first: where a chain had no such precompile, the call would succeed and write nothing.
                mstore(0x00, 0)
                valid := and(valid, staticcall(gas(), 0x08, pairs, 0x300, 0x00, 0x20))
                valid := and(valid, mload(0x00))
            }
        }
    }

    /// @notice Whether every one of `proofs` shows the key's statement, proof i for the i-th part of `inputs`; all parts have the
    /// same length.
    /// @dev False as with `verify`, and where there are no proofs, or the parts would differ in length. One pairing check for all: the
    /// equations of the proofs, each raised to a coefficient, multiplied. The coefficients hash everything that the prover
    /// chooses, so that equations which do not hold cancel out with probability 2^-128 at most (small exponents:
    /// M. Bellare, J. Garay, T. Rabin, EUROCRYPT 1998). k proofs of n inputs take k + 3 pairs, and 2k + n multiplications.
    function verifyBatch(
        address keyData,
        uint256[] memory inputs,
        Proof[] calldata proofs
    ) internal view returns (bool valid) {
        uint256 count = proofs.length;
        if (count == 0 || inputs.length % count != 0) return false;
        if (count == 1) return verify(keyData, inputs, proofs[0]);
        uint256 inputsEach = inputs.length / count;
        if (keyData.code.length != 1 + FIXED_BYTES + (inputsEach + 1) * POINT_BYTES) return false;
        // A precompile that rejects takes all gas: multiplications must not meet a point that is not on the curve.
        for (uint256 i = 0; i < count; ++i) {
            Proof calldata proof = proofs[i];
            if (!_isWellFormed(proof)) return false;
            if (!isOnCurve(proof.a[0], proof.a[1]) || !isOnCurve(proof.c[0], proof.c[1])) return false;
        }

        uint256[] memory coefficients = batchCoefficients(keyData, inputs, proofs);
        uint256[] memory scalars = new uint256[](inputsEach + 1); // Of ic: Σ coefficient·(1, input, input, …)
        for (uint256 i = 0; i < count; ++i) scalars[0] += coefficients[i];
        for (uint256 j = 0; j < inputsEach; ++j) {
            (uint256 scalar, uint256 at) = (0, j);
            for (uint256 i = 0; i < count; ++i) {
                uint256 input = inputs[at];
                if (input >= SCALAR_FIELD) return false;
                scalar = addmod(scalar, mulmod(coefficients[i], input, SCALAR_FIELD), SCALAR_FIELD);
                // The inputs are count · inputsEach, as memory holds them: this is at most so much and inputsEach.
                unchecked {
                    at += inputsEach;
                }
            }
            scalars[j + 1] = scalar;
        }
        return _verifyProduct(keyData, proofs, coefficients, scalars);
    }

    /// @notice The coefficients of a batch: the first is 1, the others are in [1, 2^128].
    /// @dev They hash the key, all inputs and all proofs: whoever changes any of them gets others.
    function batchCoefficients(
        address keyData,
        uint256[] memory inputs,
        Proof[] calldata proofs
    ) internal view returns (uint256[] memory coefficients) {
        bytes32 seed = keccak256(abi.encode(keyData.codehash, keccak256(abi.encodePacked(inputs)), _hash(proofs)));
        coefficients = new uint256[](proofs.length);
        coefficients[0] = 1;
        for (uint256 i = 1; i < proofs.length; ++i) {
            coefficients[i] = 1 + (uint256(keccak256(abi.encode(seed, i))) >> 128);
        }
    }

    /// @dev Of the words of all proofs; Solidity's encoder would copy each of them alone.
    function _hash(Proof[] calldata proofs) private pure returns (bytes32 hash) {
        // Memory-safe: it writes only from the free memory pointer on.
        assembly ("memory-safe") {
            let words := mload(0x40)
            let size := shl(8, proofs.length)
            calldatacopy(words, proofs.offset, size)
            hash := keccak256(words, size)
        }
    }

    /// @dev Π e(r·A, B) · e(-Σr·alpha, beta) · e(-Σ scalar·ic, gamma) · e(-Σ r·C, delta) = 1, r being the coefficients. The caller
    /// has checked that the key has as many points as there are scalars, and all but whether B is in its group, which the pairing
    /// sees to.
    // One block, so that its borrowed memory has one owner.
    // solhint-disable-next-line function-max-lines
    function _verifyProduct(
        address keyData,
        Proof[] calldata proofs,
        uint256[] memory coefficients,
        uint256[] memory scalars
    ) private view returns (bool valid) {
        // Memory-safe: as `verify`.
        assembly ("memory-safe") {
            // result = scalar·point, by way of three words.
            function multiply(words, point, scalar, result) -> done {
                mcopy(words, point, 0x40)
                mstore(add(words, 0x40), scalar)
                done := staticcall(gas(), 0x07, words, 0x60, result, 0x40)
            }
            // sum = sum + scalar·point. After the sum there is room for the product and the scalar.
            function accumulate(sum, point, scalar) -> done {
                let product := add(sum, 0x40)
                done := multiply(product, point, scalar, product)
                done := and(done, staticcall(gas(), 0x06, sum, 0x80, sum, 0x40))
            }
            // Puts the negated sum to a pair, and begins a new one.
            function settle(sum, pair) {
                mstore(pair, mload(sum))
                mstore(add(pair, 0x20), mod(sub(BASE_FIELD, mload(add(sum, 0x20))), BASE_FIELD))
                calldatacopy(sum, calldatasize(), 0x40) // zero: the point at infinity
            }

            // Borrowed memory: the sum's 5 words, 3 for a point and a scalar, the key, then the pairs, 6 words each. The first
            // coefficient is 1: it takes no multiplication.
            let sum := mload(0x40)
            let point := add(sum, 0xa0)
            let key := add(point, 0x60)
            let pairs := add(key, add(0x1c0, shl(6, mload(scalars))))
            extcodecopy(keyData, key, 1, sub(pairs, key))
            calldatacopy(sum, calldatasize(), 0x40)
            valid := 1

            let pair := pairs
            for {
                let i := 0
            } lt(i, proofs.length) {
                i := add(i, 1)
                pair := add(pair, 0xc0)
            } {
                calldatacopy(pair, add(proofs.offset, shl(8, i)), 0xc0) // A, B
                if i {
                    let coefficient := mload(add(coefficients, shl(5, add(i, 1))))
                    valid := and(valid, multiply(point, pair, coefficient, pair))
                }
            }

            valid := and(valid, accumulate(sum, key, mload(add(scalars, 0x20))))
            settle(sum, pair)
            mcopy(add(pair, 0x40), add(key, 0x40), 0x80) // beta
            pair := add(pair, 0xc0)

            for {
                let i := 0
            } lt(i, mload(scalars)) {
                i := add(i, 1)
            } {
                let ic := add(add(key, 0x1c0), shl(6, i))
                valid := and(valid, accumulate(sum, ic, mload(add(scalars, shl(5, add(i, 1))))))
            }
            settle(sum, pair)
            mcopy(add(pair, 0x40), add(key, 0xc0), 0x80) // gamma
            pair := add(pair, 0xc0)

            for {
                let i := 0
            } lt(i, proofs.length) {
                i := add(i, 1)
            } {
                let c := add(add(proofs.offset, shl(8, i)), 0xc0)
                switch i
                case 0 {
                    calldatacopy(sum, c, 0x40)
                }
                default {
                    calldatacopy(point, c, 0x40)
                    valid := and(valid, accumulate(sum, point, mload(add(coefficients, shl(5, add(i, 1))))))
                }
            }
            settle(sum, pair)
            mcopy(add(pair, 0x40), add(key, 0x140), 0x80) // delta
            pair := add(pair, 0xc0)

            // Zero first: where a chain had no such precompile, the call would succeed and write nothing.
            mstore(0x00, 0)
            valid := and(valid, staticcall(gas(), 0x08, pairs, sub(pair, pairs), 0x00, 0x20))
            valid := and(valid, mload(0x00))
        }
    }

    /// @dev Whether every coordinate is canonical and no point is the point at infinity, whose coordinates are all zero. The
    /// precompiles would reject other encodings too, and the negation of A.y makes none of its aliases canonical; but they
    /// take all gas when they reject, and nothing here should rest on how a chain implements them.
    function _isWellFormed(Proof calldata proof) private pure returns (bool wellFormed) {
        // Only reads: a proof is static, hence 8 words of calldata from its offset on, in the order A, B, C. Solidity has
        // checked that they are there.
        assembly ("memory-safe") {
            let a := or(calldataload(proof), calldataload(add(proof, 0x20)))
            let b := or(calldataload(add(proof, 0x40)), calldataload(add(proof, 0x60)))
            b := or(b, or(calldataload(add(proof, 0x80)), calldataload(add(proof, 0xa0))))
            let c := or(calldataload(add(proof, 0xc0)), calldataload(add(proof, 0xe0)))
            wellFormed := iszero(or(or(iszero(a), iszero(b)), iszero(c)))
            for {
                let end := add(proof, 0x100)
            } lt(proof, end) {
                proof := add(proof, 0x20)
            } {
                wellFormed := and(wellFormed, lt(calldataload(proof), BASE_FIELD))
            }
        }
    }

    // ------------------------------------------------------------------ points

    function _checkG1(string memory name, uint256 index, uint256[2] calldata point) private pure {
        (uint256 x, uint256 y) = (point[0], point[1]);
        if (x >= BASE_FIELD) revert KeyCoordinateNotCanonical(name, index, x);
        if (y >= BASE_FIELD) revert KeyCoordinateNotCanonical(name, index, y);
        if (x == 0 && y == 0) revert KeyPointAtInfinity(name, index);
        if (!isOnCurve(x, y)) revert KeyPointNotInGroup(name, index);
    }

    /// @notice Whether y² = x³ + 3: the point at infinity, as (0, 0), is not. The curve has prime order, so that every point on it
    /// is in the group.
    function isOnCurve(uint256 x, uint256 y) internal pure returns (bool) {
        uint256 right = addmod(mulmod(x, mulmod(x, x, BASE_FIELD), BASE_FIELD), 3, BASE_FIELD);
        return mulmod(y, y, BASE_FIELD) == right;
    }

    function _checkG2(string memory name, uint256[2][2] calldata point) private view {
        for (uint256 i = 0; i < 4; ++i) {
            uint256 coordinate = point[i / 2][i % 2];
            if (coordinate >= BASE_FIELD) revert KeyCoordinateNotCanonical(name, 0, coordinate);
        }
        if (point[0][0] | point[0][1] | point[1][0] | point[1][1] == 0) revert KeyPointAtInfinity(name, 0);
        if (!isInG2(point)) revert KeyPointNotInGroup(name, 0);
    }

    /// @notice Whether a point is on the twist and in the subgroup of prime order; also true for the point at infinity.
    /// @dev The pairing precompile fails otherwise. What it would return, whether the pairing with the generator (1, 2) of G1 is one,
    /// does not matter: it is not.
    function isInG2(uint256[2][2] memory point) internal view returns (bool inGroup) {
        (inGroup, ) = address(0x08).staticcall(abi.encode(uint256(1), uint256(2), point));
    }
}
