// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IBeacon} from "../interfaces/IBeacon.sol";
import {HashToCurve} from "../libraries/HashToCurve.sol";
import {sevenG2} from "./MultiplesOfG2.sol";

/// @title Valid rounds of a beacon whose secret key is published below
/// @notice Lets contract tests run the real beacon without a network.
contract TrapdoorSigner {
    uint256 private constant SECRET = 7;

    /// @notice The network's public key.
    function key() external pure returns (IBeacon.Key memory) {
        uint256[2][2] memory point = sevenG2();
        return IBeacon.Key(point[0], point[1]);
    }

    /// @notice The network's signature of a round.
    function sign(uint64 round) external view returns (bytes memory signature) {
        bytes memory message = abi.encodePacked(keccak256(abi.encodePacked(round)));
        uint256[2] memory point = HashToCurve.hashToG1("BLS_SIG_BN254G1_XMD:KECCAK-256_SVDW_RO_NUL_", message);
        (, signature) = address(0x07).staticcall(abi.encode(point, SECRET));
    }
}
