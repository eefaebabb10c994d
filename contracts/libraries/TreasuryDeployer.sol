// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";

/// @title Creates the treasuries of models
/// @dev Linked, for the creation code, which with that of the governor exceeds a contract's limit. It runs as its caller, which
/// therefore is the one that CREATE2 counts as the creator: nobody else can create anything at these addresses.
library TreasuryDeployer {
    /// @dev Between the end of a vote and what it decided.
    uint256 internal constant DELAY = 2 days;

    /// @notice Creates a treasury that anybody can make execute what is due, and whose roles the caller has to hand out.
    function create(bytes32 salt) external returns (TimelockController) {
        return TimelockController(payable(Create2.deploy(0, salt, _initCode())));
    }

    /// @notice Hash of the creation code with its arguments, the same for every treasury of the caller.
    function initCodeHash() external view returns (bytes32) {
        return keccak256(_initCode());
    }

    function _initCode() private view returns (bytes memory) {
        address[] memory proposers = new address[](0);
        address[] memory executors = new address[](1); // the zero address: everybody
        bytes memory arguments = abi.encode(DELAY, proposers, executors, address(this));
        return abi.encodePacked(type(TimelockController).creationCode, arguments);
    }
}
