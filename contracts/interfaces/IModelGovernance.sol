// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModelShares} from "./IModelShares.sol";

/// @title The governors and treasuries of models
/// @notice A model's treasury is OpenZeppelin's `TimelockController`, and its governor a `ModelGovernor`, which alone can make the
/// treasury act. Their addresses follow from the shares' address, so that the treasury can own shares and money from
/// settlement on; their code comes when anybody asks for it.
interface IModelGovernance {
    event GovernanceCreated(IModelShares indexed shares, address indexed governor, address indexed treasury);

    error SharesMissing(IModelShares shares);
    error GovernanceExists(IModelShares shares, address governor);
    /// @dev The shares name another treasury than the one that would be created: they are no shares of this protocol.
    error TreasuryMismatch(IModelShares shares, address expected, address actual);

    /// @notice Address of the model's treasury, whether it exists or not.
    function treasuryOf(IModelShares shares) external view returns (address);

    /// @notice Address of the model's governor, whether it exists or not.
    function governorOf(IModelShares shares) external view returns (address);

    /// @notice Creates a model's treasury and governor. Anyone, once, after the bounty is settled; what comes out depends on nothing
    /// but the shares.
    function create(IModelShares shares) external returns (address governor, address treasury);
}
