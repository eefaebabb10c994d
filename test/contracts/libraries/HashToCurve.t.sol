// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BLS} from "@kevincharm/bls-bn254/contracts/BLS.sol";
import {Test} from "forge-std/Test.sol";
import {Groth16} from "../../../contracts/libraries/Groth16.sol";
import {HashToCurve} from "../../../contracts/libraries/HashToCurve.sol";
import {HashToCurveCaller} from "../../../contracts/mocks/HashToCurveCaller.sol";

/// @notice Against the library of another author, which computes powers by addition chains and asks the Legendre symbol.
contract HashToCurveTest is Test {
    uint256 private constant Q = Groth16.BASE_FIELD;
    bytes private constant DOMAIN = "BLS_SIG_BN254G1_XMD:KECCAK-256_SVDW_RO_NUL_";

    HashToCurveCaller private caller;

    function setUp() public {
        caller = new HashToCurveCaller();
    }

    function testFuzz_hashToG1(bytes calldata message) external view {
        uint256[2] memory point = caller.hashToG1(DOMAIN, message);
        assertEq(abi.encode(point), abi.encode(BLS.hashToPoint(DOMAIN, message)), "point");
        _assertOnCurve(point);
    }

    function testFuzz_hashToField(bytes calldata domain, bytes calldata message) external view {
        vm.assume(domain.length <= 255);
        (uint256 u0, uint256 u1) = caller.hashToField(domain, message);
        uint256[2] memory expected = BLS.hashToField(domain, message);
        assertEq(u0, expected[0], "u0");
        assertEq(u1, expected[1], "u1");
    }

    function testFuzz_mapToCurve(uint256 u) external view {
        _assertMapped(u % Q);
    }

    function test_mapToCurve_GivenElementsWithoutAnInverse() external view {
        // u² = ±1/4 makes (1 − 4u²)(1 + 4u²) zero. −1/4 is no square, as q is 3 modulo 4.
        uint256 half = (Q + 1) / 2;
        _assertMapped(half);
        _assertMapped(Q - half);
        _assertMapped(0);
        _assertMapped(1);
        _assertMapped(Q - 1);
    }

    function test_mapToCurve_FindsEachOfTheThreeCandidates() external view {
        // c2 − tv4, c2 + tv4, and the third: told by the others of the map of the same u.
        uint256[3] memory found;
        for (uint256 u = 2; u < 40; ++u) {
            uint256 x = caller.mapToCurve(u)[0];
            (uint256 x1, uint256 x2) = _candidates(u);
            ++found[
                x == x1
                    ? 0
                    : x == x2
                        ? 1
                        : 2
            ];
        }
        for (uint256 i = 0; i < 3; ++i) {
            assertGt(found[i], 0, "candidate");
        }
    }

    function test_hashToField_RevertWhen_TheDomainIsTooLong() external {
        caller.hashToField(new bytes(255), "");
        vm.expectRevert(abi.encodeWithSelector(HashToCurve.DomainTooLong.selector, 256, 255));
        caller.hashToField(new bytes(256), "");
    }

    /// @dev Where a chain had no such precompile, the call would succeed and return nothing.
    function test_hashToG1_RevertWhen_APrecompileFails() external {
        uint256[2] memory precompiles = [uint256(0x05), 0x06]; // power, sum of points
        for (uint256 i = 0; i < 2; ++i) {
            address precompile = address(uint160(precompiles[i]));
            vm.mockCall(precompile, bytes(""), "");
            _expectPrecompileFailed(precompiles[i]);
            vm.mockCall(precompile, bytes(""), new bytes(65));
            _expectPrecompileFailed(precompiles[i]);
            vm.mockCallRevert(precompile, bytes(""), new bytes(64));
            _expectPrecompileFailed(precompiles[i]);
            vm.clearMockedCalls();
        }
        caller.hashToG1(DOMAIN, "message");
    }

    function _expectPrecompileFailed(uint256 precompile) private {
        vm.expectRevert(abi.encodeWithSelector(HashToCurve.PrecompileFailed.selector, precompile));
        caller.hashToG1(DOMAIN, "message");
    }

    function _assertMapped(uint256 u) private view {
        uint256[2] memory point = caller.mapToCurve(u);
        assertEq(abi.encode(point), abi.encode(BLS.mapToPoint(u)), "point");
        assertEq(point[1] % 2, u % 2, "sign");
        _assertOnCurve(point);
    }

    function _assertOnCurve(uint256[2] memory point) private pure {
        uint256 cube = mulmod(point[0], mulmod(point[0], point[0], Q), Q);
        assertEq(mulmod(point[1], point[1], Q), addmod(cube, 3, Q), "on the curve");
    }

    /// @dev The first two candidates of the map, with an inverse by the library that is compared with.
    function _candidates(uint256 u) private pure returns (uint256 x1, uint256 x2) {
        uint256 squared = mulmod(4, mulmod(u, u, Q), Q);
        uint256 minus = addmod(1, Q - squared, Q);
        uint256 inverse = BLS.inverse(mulmod(minus, addmod(1, squared, Q), Q));
        (uint256 root, ) = BLS.sqrt(Q - 12);
        if (root % 2 == 1) root = Q - root;
        uint256 tv4 = mulmod(mulmod(mulmod(u, minus, Q), inverse, Q), root, Q);
        uint256 halved = (Q - 1) / 2; // −1/2
        return (addmod(halved, Q - tv4, Q), addmod(halved, tv4, Q));
    }
}
