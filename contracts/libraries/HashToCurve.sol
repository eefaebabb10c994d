// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Groth16} from "./Groth16.sol";

/// @title Hashing bytes to a point of BN254's G1
/// @notice RFC 9380 with the suite BN254G1_XMD:KECCAK-256_SVDW_RO: two field elements from the bytes, each mapped to the curve
/// by the map of Shallue and van de Woestijne (section 6.6.1), and the sum of both points. Nobody knows the discrete logarithm of the
/// sum.
/// @dev Names are those of the RFC. Inverses and roots are powers, by the precompile of EIP-198.
library HashToCurve {
    /// @dev Order of the base field; 3 modulo 4.
    uint256 private constant Q = Groth16.BASE_FIELD;

    /// @dev The curve y² = x³ + 3, and the constants of the map for Z = 1, where g(Z) = 4:
    /// c1 = g(Z), c2 = −Z/2, c3 = √(−g(Z)·3Z²), the even root, c4 = −4·g(Z)/(3Z²).
    uint256 private constant B = 3;
    uint256 private constant Z = 1;
    uint256 private constant C1 = 4;
    uint256 private constant C2 = 0x183227397098d014dc2822db40c0ac2ecbc0b548b438e5469e10460b6c3e7ea3;
    uint256 private constant C3 = 0x16789af3a83522eb353c98fc6b36d713d5d8d1cc5dffffffa;
    uint256 private constant C4 = 0x10216f7ba065e00de81ac1e7808072c9dd2b2385cd7b438469602eb24829a9bd;

    /// @dev Bytes that keccak256 absorbs at once.
    uint256 private constant BLOCK_BYTES = 136;

    /// @dev The domain's length is one byte.
    error DomainTooLong(uint256 actual, uint256 most);
    /// @dev The chain lacks the precompile, or gas ran short.
    error PrecompileFailed(uint256 precompile);

    /// @notice The point that a message hashes to in a domain.
    /// @param domain The suite's domain separation tag, at most 255 bytes.
    function hashToG1(bytes memory domain, bytes memory message) internal view returns (uint256[2] memory) {
        (uint256 u0, uint256 u1) = hashToField(domain, message);
        return _add(mapToCurve(u0), mapToCurve(u1));
    }

    /// @notice Two field elements, each from 48 uniform bytes, which leave no bias (sections 5.2 and 5.3.1).
    function hashToField(bytes memory domain, bytes memory message) internal pure returns (uint256 u0, uint256 u1) {
        if (domain.length > type(uint8).max) revert DomainTooLong(domain.length, type(uint8).max);
        bytes memory suffix = abi.encodePacked(domain, uint8(domain.length));
        uint16 total = 96;
        bytes32 b0 = keccak256(abi.encodePacked(new bytes(BLOCK_BYTES), message, total, uint8(0), suffix));
        bytes32 b1 = keccak256(abi.encodePacked(b0, uint8(1), suffix));
        bytes32 b2 = keccak256(abi.encodePacked(b0 ^ b1, uint8(2), suffix));
        bytes32 b3 = keccak256(abi.encodePacked(b0 ^ b2, uint8(3), suffix));
        // b1 and the first half of b2; the second half of b2 and b3: big-endian.
        u0 = addmod(mulmod(uint256(b1), 1 << 128, Q), uint256(b2) >> 128, Q);
        u1 = addmod(mulmod(uint256(b2) << 128, 1 << 128, Q), uint256(b3), Q);
    }

    /// @notice A point of the curve for every field element `u`, below the base field's order.
    function mapToCurve(uint256 u) internal view returns (uint256[2] memory point) {
        uint256 tv1 = mulmod(mulmod(u, u, Q), C1, Q);
        uint256 tv2 = addmod(1, tv1, Q);
        tv1 = addmod(1, Q - tv1, Q);
        uint256 tv3 = _power(mulmod(tv1, tv2, Q), Q - 2); // the inverse; of 0, 0
        uint256 tv4 = mulmod(mulmod(mulmod(u, tv1, Q), tv3, Q), C3, Q);

        // One of three candidates is the x of a point, whatever u.
        uint256 x = addmod(C2, Q - tv4, Q);
        (uint256 y, bool isSquare) = _rootOf(x);
        if (!isSquare) {
            x = addmod(C2, tv4, Q);
            (y, isSquare) = _rootOf(x);
        }
        if (!isSquare) {
            x = mulmod(mulmod(tv2, tv2, Q), tv3, Q);
            x = addmod(Z, mulmod(mulmod(x, x, Q), C4, Q), Q);
            (y, ) = _rootOf(x);
        }
        // The root of u's sign. No point has y = 0.
        return [x, u % 2 == y % 2 ? y : Q - y];
    }

    /// @dev A root of x³ + 3, if it is a square.
    function _rootOf(uint256 x) private view returns (uint256 y, bool isSquare) {
        uint256 gx = addmod(mulmod(mulmod(x, x, Q), x, Q), B, Q);
        y = _power(gx, (Q + 1) / 4);
        isSquare = mulmod(y, y, Q) == gx;
    }

    function _power(uint256 base, uint256 exponent) private view returns (uint256) {
        (bool success, bytes memory power) = address(0x05).staticcall(abi.encode(32, 32, 32, base, exponent, Q));
        if (!success || power.length != 32) revert PrecompileFailed(0x05);
        return uint256(bytes32(power));
    }

    function _add(uint256[2] memory a, uint256[2] memory b) private view returns (uint256[2] memory) {
        (bool success, bytes memory sum) = address(0x06).staticcall(abi.encode(a, b));
        if (!success || sum.length != 64) revert PrecompileFailed(0x06);
        return abi.decode(sum, (uint256[2]));
    }
}
