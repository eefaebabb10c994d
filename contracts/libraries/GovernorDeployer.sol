// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";
import {ModelGovernor} from "../ownership/ModelGovernor.sol";

/// @title Creates the governors of models
/// @dev Linked, see `TreasuryDeployer`.
library GovernorDeployer {
    function create(bytes32 salt, IModelShares shares, address treasury) external returns (address) {
        return Create2.deploy(0, salt, _initCode(shares, treasury));
    }

    /// @notice Where `create` puts the governor.
    function addressOf(bytes32 salt, IModelShares shares, address treasury) external view returns (address) {
        return Create2.computeAddress(salt, keccak256(_initCode(shares, treasury)));
    }

    function _initCode(IModelShares shares, address treasury) private pure returns (bytes memory) {
        return abi.encodePacked(type(ModelGovernor).creationCode, abi.encode(shares, treasury));
    }
}
