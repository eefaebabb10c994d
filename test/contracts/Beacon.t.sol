// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BLS} from "@kevincharm/bls-bn254/contracts/BLS.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Test} from "forge-std/Test.sol";
import {Beacon} from "../../contracts/Beacon.sol";
import {IBeacon} from "../../contracts/interfaces/IBeacon.sol";
import {sevenG2} from "../../contracts/mocks/MultiplesOfG2.sol";
import {outsideSubgroup} from "./shared/Points.sol";

/// @notice Rounds of drand's evmnet as they were published, and of a network whose secret key is known here.
contract BeaconTest is Test {
    uint256 private constant Q = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;
    uint256 private constant SECRET = 7;

    uint64 private constant EVMNET_GENESIS = 1_727_521_075;
    uint64 private constant EVMNET_PERIOD = 3;

    bytes private constant SIGNATURE_513 =
        hex"06ded8c05af23042a0caf9b404c6140f9ec64adbaf82f04d5c37153e8412ed58"
        hex"0f827c7d5ac7d02ca0bbd989d07594729bdcde7d6dc1001191c59dc9033d31b2";
    bytes32 private constant RANDOMNESS_513 = 0x7314ea6e75107e5ee9bdbe1a597961f624ec1b58131d93986cfd30e29b04da05;
    bytes private constant SIGNATURE_9337227 =
        hex"01d65d6128f4b2df3d08de85543d8efe06b0281d0770246ae3672e8ddd3efda0"
        hex"269373123458f0b5c0073eeed1c816a06809e127421513e34ee07df6987910b3";
    bytes32 private constant RANDOMNESS_9337227 = 0xa1e645cd6193837f626716851f5c42ad4bf63ad75193b2cae40f88c08c8f3bd8;

    Beacon private evmnet;
    Beacon private known;

    function setUp() public {
        evmnet = new Beacon(_evmnetKey(), EVMNET_GENESIS, EVMNET_PERIOD);
        known = new Beacon(_knownKey(), 1_800_000_000, 30);
    }

    // ------------------------------------------------------------------ constructor

    function test_constructor() external view {
        IBeacon.Key memory expected = _evmnetKey();
        assertEq(abi.encode(evmnet.key()), abi.encode(expected), "key");
        assertEq(evmnet.genesis(), EVMNET_GENESIS, "genesis");
        assertEq(evmnet.period(), EVMNET_PERIOD, "period");
    }

    function test_constructor_RevertWhen_ACoordinateIsNotCanonical() external {
        for (uint256 i = 0; i < 4; ++i) {
            IBeacon.Key memory aliased = _evmnetKey();
            if (i < 2) aliased.x[i] += Q;
            else aliased.y[i - 2] += Q;
            _expectKeyInvalid(aliased);
        }
    }

    function test_constructor_RevertWhen_TheKeyIsNotInTheGroup() external {
        _expectKeyInvalid(IBeacon.Key([uint256(0), 0], [uint256(0), 0]));

        IBeacon.Key memory offCurve = _evmnetKey();
        offCurve.y[0] ^= 1;
        _expectKeyInvalid(offCurve);

        uint256[2][2] memory outside = outsideSubgroup();
        _expectKeyInvalid(IBeacon.Key(outside[0], outside[1]));
    }

    function test_constructor_RevertWhen_ThePeriodIsZero() external {
        vm.expectRevert(IBeacon.BeaconPeriodZero.selector);
        new Beacon(_evmnetKey(), EVMNET_GENESIS, 0);
    }

    // ------------------------------------------------------------------ proveRound

    function test_proveRound_GivenRoundsThatTheNetworkPublished() external {
        vm.expectEmit(address(evmnet));
        emit IBeacon.RoundProven(513, RANDOMNESS_513);
        assertEq(evmnet.proveRound(513, SIGNATURE_513), RANDOMNESS_513, "513");
        assertEq(evmnet.proveRound(9_337_227, SIGNATURE_9337227), RANDOMNESS_9337227, "9337227");
        assertEq(evmnet.randomnessOf(513), RANDOMNESS_513, "513 is stored");
        assertTrue(evmnet.isProven(513), "513 is proven");
        assertFalse(evmnet.isProven(514), "514 is not");
    }

    function testFuzz_proveRound_GivenAKnownKey(uint64 round) external {
        vm.assume(round != 0);
        bytes memory signature = _sign(round);
        assertEq(known.proveRound(round, signature), sha256(signature), "randomness");
        assertEq(known.randomnessOf(round), sha256(signature), "stored");
    }

    function test_proveRound_GivenTheRoundIsProven() external {
        evmnet.proveRound(513, SIGNATURE_513);
        vm.recordLogs();
        // Whatever comes second: there is nothing to gain, and nothing to lose.
        assertEq(evmnet.proveRound(513, ""), RANDOMNESS_513, "second time");
        assertEq(vm.getRecordedLogs().length, 0, "events");
    }

    function test_proveRound_RevertWhen_RoundIsZero() external {
        vm.expectRevert(IBeacon.RoundZero.selector);
        evmnet.proveRound(0, SIGNATURE_513);
    }

    function testFuzz_proveRound_RevertWhen_TheSignatureHasAnotherLength(bytes calldata signature) external {
        vm.assume(signature.length != 64);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.SignatureLengthInvalid.selector, signature.length, 64));
        evmnet.proveRound(513, signature);
    }

    function test_proveRound_RevertWhen_ACoordinateIsNotCanonical() external {
        (uint256 x, uint256 y) = abi.decode(SIGNATURE_513, (uint256, uint256));
        _expectPointInvalid(x + Q, y);
        _expectPointInvalid(x, y + Q);
    }

    function test_proveRound_RevertWhen_ThePointIsNotOnTheCurve() external {
        (uint256 x, uint256 y) = abi.decode(SIGNATURE_513, (uint256, uint256));
        _expectPointInvalid(0, 0); // infinity
        _expectPointInvalid(x, y ^ 1);
        _expectPointInvalid(x ^ 1, y);
    }

    function test_proveRound_RevertWhen_TheSignatureIsOfAnotherRound() external {
        _expectSignatureInvalid(evmnet, 514, SIGNATURE_513);
        _expectSignatureInvalid(evmnet, 513, SIGNATURE_9337227);
    }

    function testFuzz_proveRound_RevertWhen_TheSignatureIsOfAnotherRound(uint64 round, uint64 other) external {
        vm.assume(round != 0 && round != other);
        _expectSignatureInvalid(known, round, _sign(other));
    }

    function test_proveRound_RevertWhen_TheSignatureIsOfAnotherNetwork() external {
        _expectSignatureInvalid(evmnet, 513, _sign(513));
        _expectSignatureInvalid(known, 513, SIGNATURE_513);
    }

    function test_proveRound_RevertWhen_TheSignatureIsNegated() external {
        (uint256 x, uint256 y) = abi.decode(SIGNATURE_513, (uint256, uint256));
        _expectSignatureInvalid(evmnet, 513, abi.encode(x, Q - y));
    }

    function test_proveRound_RevertWhen_ThePairingFails() external {
        vm.mockCallRevert(address(0x08), bytes(""), abi.encode(1));
        _expectSignatureInvalid(evmnet, 513, SIGNATURE_513);
        // Where a chain had no such precompile, the call would succeed and return nothing.
        vm.mockCall(address(0x08), bytes(""), "");
        _expectSignatureInvalid(evmnet, 513, SIGNATURE_513);
        vm.clearMockedCalls();
        evmnet.proveRound(513, SIGNATURE_513);
    }

    // ------------------------------------------------------------------ views

    function test_randomnessOf_RevertGiven_TheRoundIsNotProven() external {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundNotProven.selector, 513));
        evmnet.randomnessOf(513);
    }

    function test_timeOf() external {
        assertEq(evmnet.timeOf(1), EVMNET_GENESIS, "first");
        assertEq(evmnet.timeOf(513), EVMNET_GENESIS + 512 * 3, "513");
        assertEq(evmnet.timeOf(type(uint64).max), EVMNET_GENESIS + uint256(type(uint64).max - 1) * 3, "last");
        vm.expectRevert(IBeacon.RoundZero.selector);
        evmnet.timeOf(0);
    }

    function testFuzz_firstRoundFrom(uint256 elapsed) external view {
        elapsed = bound(elapsed, 0, 1e18);
        uint256 time = EVMNET_GENESIS + elapsed;
        uint64 round = evmnet.firstRoundFrom(time);
        assertGe(evmnet.timeOf(round), time, "not before");
        if (round > 1) assertLt(evmnet.timeOf(round - 1), time, "none earlier");
    }

    function test_firstRoundFrom_RevertWhen_TimeHasNoRound() external {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.TimeBeforeGenesis.selector, EVMNET_GENESIS - 1, EVMNET_GENESIS));
        evmnet.firstRoundFrom(EVMNET_GENESIS - 1);

        uint256 last = evmnet.timeOf(type(uint64).max);
        assertEq(evmnet.firstRoundFrom(last), type(uint64).max, "last");
        vm.expectPartialRevert(SafeCast.SafeCastOverflowedUintDowncast.selector);
        evmnet.firstRoundFrom(last + 1);
    }

    // ------------------------------------------------------------------ helpers

    function _expectKeyInvalid(IBeacon.Key memory networkKey) private {
        vm.expectRevert(IBeacon.BeaconKeyInvalid.selector);
        new Beacon(networkKey, EVMNET_GENESIS, EVMNET_PERIOD);
    }

    function _expectPointInvalid(uint256 x, uint256 y) private {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.SignaturePointInvalid.selector, x, y));
        evmnet.proveRound(513, abi.encode(x, y));
    }

    function _expectSignatureInvalid(Beacon beacon, uint64 round, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.SignatureInvalid.selector, round));
        beacon.proveRound(round, signature);
        assertFalse(beacon.isProven(round), "not stored");
    }

    /// @dev The secret key times the hash of the round.
    function _sign(uint64 round) private view returns (bytes memory) {
        uint256[2] memory message = BLS.hashToPoint(
            "BLS_SIG_BN254G1_XMD:KECCAK-256_SVDW_RO_NUL_",
            abi.encodePacked(keccak256(abi.encodePacked(round)))
        );
        (bool success, bytes memory signature) = address(0x07).staticcall(abi.encode(message, SECRET));
        assertTrue(success, "multiplication");
        return signature;
    }

    function _evmnetKey() private pure returns (IBeacon.Key memory) {
        return
            IBeacon.Key(
                [
                    0x07e1d1d335df83fa98462005690372c643340060d205306a9aa8106b6bd0b382,
                    0x0557ec32c2ad488e4d4f6008f89a346f18492092ccc0d594610de2732c8b808f
                ],
                [
                    0x0095685ae3a85ba243747b1b2f426049010f6b73a0cf1d389351d5aaaa1047f6,
                    0x297d3a4f9749b33eb2d904c9d9ebf17224150ddd7abd7567a9bec6c74480ee0b
                ]
            );
    }

    /// @dev The generator of G2 times SECRET.
    function _knownKey() private pure returns (IBeacon.Key memory) {
        uint256[2][2] memory point = sevenG2();
        return IBeacon.Key(point[0], point[1]);
    }
}
