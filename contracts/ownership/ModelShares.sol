// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {ERC20PermitUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {ERC20VotesUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20VotesUpgradeable.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";
import {BountyId} from "../types/Ids.sol";
import {Model} from "../types/Model.sol";

/// @title Shares of one model
/// @notice Implements `IModelShares`.
/// @dev One implementation, and one clone of it for each model; nothing can be upgraded. Names follow from the bounty's
/// number instead of being stored, which saves a clone four slots.
///
/// Unclaimed shares never vote: votes count once they are delegated, and this contract, which holds them, neither
/// delegates nor can sign a delegation. Those of the model's treasury never do either: it may not delegate.
contract ModelShares is ERC20PermitUpgradeable, ERC20VotesUpgradeable, IModelShares {
    /// @notice All shares that a model ever has: one million, of 18 decimals.
    uint256 public constant FIXED_SUPPLY = 1_000_000e18;

    /// @inheritdoc IModelShares
    address public escrow;

    /// @dev Shares a slot with `escrow`; bounties are counted from 1, so that 96 bits hold every number.
    uint96 private _bounty;

    /// @inheritdoc IModelShares
    address public treasury;

    /// @inheritdoc IModelShares
    uint40 public settledAt;

    /// @inheritdoc IModelShares
    uint16 public royaltyBps;

    /// @inheritdoc IModelShares
    address public token;

    /// @inheritdoc IModelShares
    IModelShares public parent;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IModelShares
    function initialize(Model calldata model) external initializer {
        escrow = msg.sender;
        _bounty = SafeCast.toUint96(BountyId.unwrap(model.bounty));
        (treasury, settledAt, royaltyBps) = (model.treasury, uint40(block.timestamp), model.royaltyBps);
        token = model.token;
        if (address(model.parent) != address(0)) parent = model.parent;
        _mint(address(this), FIXED_SUPPLY);
    }

    /// @inheritdoc IModelShares
    function release(address account, uint256 amount) external {
        if (msg.sender != escrow) revert OnlyEscrow(msg.sender);
        _transfer(address(this), account, amount);
    }

    // ------------------------------------------------------------------ votes

    /// @dev By `delegate` or by signature: the treasury's votes are nobody's.
    function _delegate(address account, address delegatee) internal override {
        if (account == treasury) revert TreasuryNeverVotes();
        super._delegate(account, delegatee);
    }

    // ------------------------------------------------------------------ names

    /// @inheritdoc IModelShares
    function bounty() public view returns (BountyId) {
        return BountyId.wrap(_bounty);
    }

    /// @notice "Commonweight Model 12" for the model of bounty 12.
    function name() public view override returns (string memory) {
        return string.concat("Commonweight Model ", Strings.toString(_bounty));
    }

    /// @notice "CWM-12" for the model of bounty 12.
    function symbol() public view override returns (string memory) {
        return string.concat("CWM-", Strings.toString(_bounty));
    }

    /// @dev Name of the signing domain of permits and delegations (EIP-712).
    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Name() internal view override returns (string memory) {
        return name();
    }

    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }

    // ------------------------------------------------------------------ clock (ERC-6372)

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    // ------------------------------------------------------------------ resolution of inheritance

    function _update(
        address from,
        address to,
        uint256 value
    ) internal override(ERC20Upgradeable, ERC20VotesUpgradeable) {
        super._update(from, to, value);
    }

    function nonces(address owner) public view override(ERC20PermitUpgradeable, NoncesUpgradeable) returns (uint256) {
        return super.nonces(owner);
    }
}
