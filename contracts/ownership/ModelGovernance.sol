// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {IModelGovernance} from "../interfaces/IModelGovernance.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";
import {GovernorDeployer} from "../libraries/GovernorDeployer.sol";
import {TreasuryDeployer} from "../libraries/TreasuryDeployer.sol";

/// @title The governors and treasuries of models
/// @notice Implements `IModelGovernance`.
/// @dev The treasury is created with no role but the administrator's, which this contract holds until the end of `create`: so its
/// code does not depend on the governor, whose code depends on it.
contract ModelGovernance is IModelGovernance {
    bytes32 private immutable _treasuryCodeHash = TreasuryDeployer.initCodeHash();

    /// @inheritdoc IModelGovernance
    function create(IModelShares shares) external returns (address governor, address treasury) {
        // Check: the shares are settled ones of this protocol, and have no governor yet.
        if (address(shares).code.length == 0) revert SharesMissing(shares);
        (governor, treasury) = (governorOf(shares), treasuryOf(shares));
        address named = shares.treasury();
        if (named != treasury) revert TreasuryMismatch(shares, named, treasury);
        if (governor.code.length != 0) revert GovernanceExists(shares, governor);

        // Interaction: with contracts that are created here; the governor reads when the shares were settled.
        TimelockController timelock = TreasuryDeployer.create(_saltOf(shares));
        GovernorDeployer.create(_saltOf(shares), shares, treasury);
        timelock.grantRole(timelock.PROPOSER_ROLE(), governor);
        timelock.grantRole(timelock.CANCELLER_ROLE(), governor);
        timelock.renounceRole(timelock.DEFAULT_ADMIN_ROLE(), address(this));
        emit GovernanceCreated(shares, governor, treasury);
    }

    /// @inheritdoc IModelGovernance
    function treasuryOf(IModelShares shares) public view returns (address) {
        return Create2.computeAddress(_saltOf(shares), _treasuryCodeHash);
    }

    /// @inheritdoc IModelGovernance
    function governorOf(IModelShares shares) public view returns (address) {
        return GovernorDeployer.addressOf(_saltOf(shares), shares, treasuryOf(shares));
    }

    function _saltOf(IModelShares shares) private pure returns (bytes32) {
        return bytes32(uint256(uint160(address(shares))));
    }
}
