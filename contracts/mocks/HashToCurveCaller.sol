// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {HashToCurve} from "../libraries/HashToCurve.sol";

/// @notice The library's functions as external ones, for tests.
contract HashToCurveCaller {
    function hashToG1(bytes calldata domain, bytes calldata message) external view returns (uint256[2] memory) {
        return HashToCurve.hashToG1(domain, message);
    }

    function hashToField(bytes calldata domain, bytes calldata message) external pure returns (uint256, uint256) {
        return HashToCurve.hashToField(domain, message);
    }

    function mapToCurve(uint256 u) external view returns (uint256[2] memory) {
        return HashToCurve.mapToCurve(u);
    }
}
