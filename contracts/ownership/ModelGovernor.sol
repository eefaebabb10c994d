// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IModelGovernor} from "../interfaces/IModelGovernor.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";

/// @title The governor of one model
/// @notice Implements `IModelGovernor`. Its settings are constants: who holds the shares for a week cannot make the next vote
/// easier. Shares that are unclaimed or the treasury's never vote, and count in the quorum all the same.
contract ModelGovernor is
    IModelGovernor,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorPreventLateQuorum,
    GovernorTimelockControl
{
    /// @notice Votes for and abstentions that a proposal needs: 20 % of the fixed supply.
    uint256 public constant QUORUM = 200_000e18;

    /// @notice Votes that whoever proposes has to hold: 1 % of the fixed supply.
    uint256 public constant PROPOSAL_THRESHOLD = 10_000e18;

    uint48 private constant VOTING_DELAY = 2 days;
    uint48 private constant VOTING_PERIOD = 5 days;
    /// @dev Voting lasts this long at least once the quorum is reached: as long as owners had to take notice of the proposal.
    uint48 private constant LATE_QUORUM_EXTENSION = 2 days;
    /// @dev After settlement, for owners to claim their shares and to delegate them.
    uint48 private constant QUIET_PERIOD = 30 days;

    /// @inheritdoc IModelGovernor
    uint48 public immutable proposalsFrom;

    constructor(
        IModelShares shares,
        TimelockController treasury
    )
        Governor("Commonweight Governor")
        GovernorVotes(IVotes(address(shares)))
        GovernorPreventLateQuorum(LATE_QUORUM_EXTENSION)
        GovernorTimelockControl(treasury)
    {
        proposalsFrom = shares.settledAt() + QUIET_PERIOD;
    }

    // ------------------------------------------------------------------ settings

    function votingDelay() public pure override returns (uint256) {
        return VOTING_DELAY;
    }

    function votingPeriod() public pure override returns (uint256) {
        return VOTING_PERIOD;
    }

    function proposalThreshold() public pure override returns (uint256) {
        return PROPOSAL_THRESHOLD;
    }

    function quorum(uint256) public pure override returns (uint256) {
        return QUORUM;
    }

    /// @notice Reverts: the extension is a constant.
    function setLateQuorumVoteExtension(uint48) public pure override {
        revert SettingIsConstant();
    }

    /// @notice Reverts: the treasury is the one that the shares name.
    function updateTimelock(TimelockController) public pure override {
        revert SettingIsConstant();
    }

    // ------------------------------------------------------------------ proposals

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override returns (uint256) {
        if (clock() < proposalsFrom) revert ProposalTooEarly(clock(), proposalsFrom);
        return super._propose(targets, values, calldatas, description, proposer);
    }

    // ------------------------------------------------------------------ resolution of inheritance

    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(proposalId);
    }

    function proposalDeadline(
        uint256 proposalId
    ) public view override(Governor, GovernorPreventLateQuorum) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
