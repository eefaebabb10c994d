// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBeacon} from "./interfaces/IBeacon.sol";
import {Groth16} from "./libraries/Groth16.sol";
import {HashToCurve} from "./libraries/HashToCurve.sol";

/// @title Public randomness, round by round
/// @notice Implements `IBeacon`. The network is fixed at deployment: its key, the time of its first round, and the seconds
/// between two.
contract Beacon is IBeacon {
    /// @dev The ciphersuite of the network's signatures: RFC 9380, with the map of Shallue and van de Woestijne.
    bytes private constant DOMAIN = "BLS_SIG_BN254G1_XMD:KECCAK-256_SVDW_RO_NUL_";

    uint256 private constant SIGNATURE_BYTES = 64;

    /// @dev The generator of G2, negated, in the order of EIP-197.
    uint256 private constant NEGATED_G2_X1 = 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2;
    uint256 private constant NEGATED_G2_X0 = 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed;
    uint256 private constant NEGATED_G2_Y1 = 0x275dc4a288d1afb3cbb1ac09187524c7db36395df7be3b99e673b13a075a65ec;
    uint256 private constant NEGATED_G2_Y0 = 0x1d9befcd05a5323e6da4d435f3b617cdb3af83285c2df711ef39c01571827f9d;

    /// @inheritdoc IBeacon
    uint64 public immutable genesis;

    /// @inheritdoc IBeacon
    uint64 public immutable period;

    uint256 private immutable _keyX1;
    uint256 private immutable _keyX0;
    uint256 private immutable _keyY1;
    uint256 private immutable _keyY0;

    /// @dev Zero while a round is not proven: no round hashes to it.
    mapping(uint64 round => bytes32) private _randomness;

    constructor(Key memory networkKey, uint64 genesisTime, uint64 periodSeconds) {
        _checkKey(networkKey);
        if (periodSeconds == 0) revert BeaconPeriodZero();
        (_keyX1, _keyX0) = (networkKey.x[0], networkKey.x[1]);
        (_keyY1, _keyY0) = (networkKey.y[0], networkKey.y[1]);
        (genesis, period) = (genesisTime, periodSeconds);
    }

    /// @inheritdoc IBeacon
    function proveRound(uint64 round, bytes calldata signature) external returns (bytes32 randomness) {
        if (round == 0) revert RoundZero();
        randomness = _randomness[round];
        if (randomness != 0) return randomness;

        if (signature.length != SIGNATURE_BYTES) revert SignatureLengthInvalid(signature.length, SIGNATURE_BYTES);
        uint256[2] memory point = abi.decode(signature, (uint256[2]));
        _checkPoint(point);
        if (!_isSigned(point, _messageOf(round))) revert SignatureInvalid(round);

        randomness = sha256(signature);
        _randomness[round] = randomness;
        emit RoundProven(round, randomness);
    }

    /// @inheritdoc IBeacon
    function randomnessOf(uint64 round) external view returns (bytes32 randomness) {
        randomness = _randomness[round];
        if (randomness == 0) revert RoundNotProven(round);
    }

    /// @inheritdoc IBeacon
    function isProven(uint64 round) external view returns (bool) {
        return _randomness[round] != 0;
    }

    /// @inheritdoc IBeacon
    function timeOf(uint64 round) external view returns (uint256) {
        if (round == 0) revert RoundZero();
        return uint256(genesis) + (uint256(round) - 1) * period;
    }

    /// @inheritdoc IBeacon
    function firstRoundFrom(uint256 time) external view returns (uint64 round) {
        if (time < genesis) revert TimeBeforeGenesis(time, genesis);
        uint256 elapsed = time - genesis;
        // Rounded up: a round that the network signed before `time` may be known.
        return SafeCast.toUint64((elapsed + period - 1) / period + 1);
    }

    /// @inheritdoc IBeacon
    function key() external view returns (Key memory) {
        return Key([_keyX1, _keyX0], [_keyY1, _keyY0]);
    }

    /// @dev What the network signs: keccak256 of the round as 8 bytes, big-endian, hashed to the curve.
    function _messageOf(uint64 round) private view returns (uint256[2] memory) {
        return HashToCurve.hashToG1(DOMAIN, abi.encodePacked(keccak256(abi.encodePacked(round))));
    }

    /// @dev Whether e(signature, −G2)·e(message, key) = 1, that is signature = secret·message. The false that lack of gas gives
    /// only reverts.
    function _isSigned(uint256[2] memory signature, uint256[2] memory message) private view returns (bool) {
        (bool success, bytes memory result) = address(0x08).staticcall(
            abi.encode(
                signature,
                [NEGATED_G2_X1, NEGATED_G2_X0, NEGATED_G2_Y1, NEGATED_G2_Y0],
                message,
                [_keyX1, _keyX0, _keyY1, _keyY0]
            )
        );
        return success && result.length == 32 && uint256(bytes32(result)) == 1;
    }

    /// @dev The point at infinity, whose coordinates are both 0, is not on the curve either.
    function _checkPoint(uint256[2] memory point) private pure {
        (uint256 x, uint256 y) = (point[0], point[1]);
        bool isCanonical = x < Groth16.BASE_FIELD && y < Groth16.BASE_FIELD;
        if (!isCanonical || !Groth16.isOnCurve(x, y)) revert SignaturePointInvalid(x, y);
    }

    function _checkKey(Key memory networkKey) private view {
        uint256[2][2] memory point = [networkKey.x, networkKey.y];
        for (uint256 i = 0; i < 4; ++i) {
            if (point[i / 2][i % 2] >= Groth16.BASE_FIELD) revert BeaconKeyInvalid();
        }
        // Under it only the point at infinity would be a signature, which is refused: no round could be proven.
        if (point[0][0] | point[0][1] | point[1][0] | point[1][1] == 0) revert BeaconKeyInvalid();
        if (!Groth16.isInG2(point)) revert BeaconKeyInvalid();
    }
}
