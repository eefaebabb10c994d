// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {ERC20PermitUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {ERC20VotesUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20VotesUpgradeable.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IModelShares} from "../interfaces/IModelShares.sol";
import {IUniswapV3Factory} from "../interfaces/IUniswapV3.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {Ledger} from "../libraries/Ledger.sol";
import {Pools} from "../libraries/Pools.sol";
import {RevenueStream} from "../libraries/RevenueStream.sol";
import {BountyId} from "../types/Ids.sol";
import {Model} from "../types/Model.sol";
import {Revenue} from "../types/Revenue.sol";

/// @title Shares of one model
/// @notice Implements `IModelShares`.
/// @dev One implementation, and one clone of it for each model; nothing can be upgraded. Names follow from the bounty's
/// number instead of being stored, which saves a clone four slots.
///
/// Unclaimed shares never vote: votes count once they are delegated, and this contract, which holds them, neither
/// delegates nor can sign a delegation. Those of the model's treasury never do either: it may not delegate.
contract ModelShares is ERC20PermitUpgradeable, ERC20VotesUpgradeable, ReentrancyGuardTransient, IModelShares {
    using RevenueStream for Revenue;
    using SafeERC20 for IERC20;

    /// @notice All shares that a model ever has: one million, of 18 decimals.
    uint256 public constant FIXED_SUPPLY = Accrual.SUPPLY;

    /// @notice Uniswap v3's, whose pools can be excluded; none can where it is zero.
    IUniswapV3Factory public immutable poolFactory;

    // slot 0

    /// @inheritdoc IModelShares
    address public escrow;

    /// @dev Bounties are counted from 1, so that 96 bits hold every number.
    uint96 private _bounty;

    // slot 1

    /// @inheritdoc IModelShares
    address public token;

    /// @inheritdoc IModelShares
    uint16 public royaltyBps;

    /// @inheritdoc IModelShares
    uint40 public settledAt;

    // slot 2

    /// @inheritdoc IModelShares
    IModelShares public parent;

    /// @dev At most what was received, which has 96 bits.
    uint96 private _pendingRoyalty;

    // slot 3

    /// @inheritdoc IModelShares
    address public treasury;

    // slots 4 to 6

    Revenue private _revenue;

    constructor(IUniswapV3Factory poolFactory_) {
        poolFactory = poolFactory_;
        _disableInitializers();
    }

    // ------------------------------------------------------------------ escrow

    /// @inheritdoc IModelShares
    function initialize(Model calldata model) external initializer {
        escrow = msg.sender;
        _bounty = SafeCast.toUint96(BountyId.unwrap(model.bounty));
        token = model.token;
        royaltyBps = model.royaltyBps;
        settledAt = uint40(block.timestamp);
        parent = model.parent;
        treasury = model.treasury;
        _revenue.start();
        _mint(address(this), FIXED_SUPPLY);
    }

    /// @inheritdoc IModelShares
    function release(address account, uint256 amount) external {
        if (msg.sender != escrow) revert OnlyEscrow(msg.sender);
        _transfer(address(this), account, amount);
    }

    // ------------------------------------------------------------------ revenue

    /// @inheritdoc IModelShares
    function pay(uint256 amount) external nonReentrant {
        // Check: there is something to pay.
        if (amount == 0) revert AmountZero();

        // Effect: the parent's part waits, the rest streams.
        (uint256 royalty, uint256 timeLeft) = _revenue.pay(amount, royaltyBps);
        if (royalty != 0) _pendingRoyalty += uint96(royalty); // Cast: no more than all that was received.
        emit RevenuePaid(msg.sender, amount, royalty, timeLeft);

        // Interaction: the token moves.
        Ledger.pull(token, amount);
    }

    /// @inheritdoc IModelShares
    function distribute() external nonReentrant returns (uint256 amount) {
        // Check: there is something to pass on.
        amount = _pendingRoyalty;
        if (amount == 0) return 0;

        // Effect: nothing is pending.
        _pendingRoyalty = 0;
        IModelShares to = parent;
        emit RoyaltyDistributed(to, amount);

        // Interaction: the parent takes it.
        IERC20(token).forceApprove(address(to), amount);
        to.pay(amount);
    }

    /// @inheritdoc IModelShares
    function claimRevenue(address account) external nonReentrant returns (uint256 amount) {
        if (Pools.isPool(poolFactory, account)) revert AccountIsPool(account);
        return _claim(account, account);
    }

    /// @inheritdoc IModelShares
    function claimRevenueTo(address to) external nonReentrant returns (uint256 amount) {
        return _claim(msg.sender, to);
    }

    /// @inheritdoc IModelShares
    function exclude(address pool) external nonReentrant {
        // Check: it is a pool, and not excluded yet.
        if (!Pools.isPool(poolFactory, pool)) revert NotAPool(pool);
        if (isExcluded(pool)) revert AlreadyExcluded(pool);

        // Effect: it earns nothing any more, and what it had earned streams again.
        emit PoolExcluded(pool, _revenue.exclude(pool, balanceOf(pool)));
    }

    function _claim(address account, address to) private returns (uint256 amount) {
        // Check: somebody receives it.
        if (to == address(0)) revert AccountZero();
        if (to == address(this)) revert RecipientIsShares();

        // Effect: it is not due any more.
        amount = _revenue.take(account, balanceOf(account));
        if (amount == 0) return 0;
        emit RevenueClaimed(account, to, amount);

        // Interaction: the token moves.
        IERC20(token).safeTransfer(to, amount);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IModelShares
    function pendingRoyalty() external view returns (uint256) {
        return _pendingRoyalty;
    }

    /// @inheritdoc IModelShares
    function claimableRevenue(address account) external view returns (uint256) {
        return _revenue.claimableOf(account, balanceOf(account));
    }

    /// @inheritdoc IModelShares
    function revenueFacts() external view returns (RevenueFacts memory) {
        return _revenue.facts();
    }

    /// @inheritdoc IModelShares
    function isExcluded(address account) public view returns (bool) {
        return _revenue.earnings[account].excluded;
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

    // ------------------------------------------------------------------ transfers and delegation

    /// @dev Moves shares, and settles what both sides have earned by the balances that they had before. The token's checks
    /// come first.
    function _update(
        address from,
        address to,
        uint256 value
    ) internal override(ERC20Upgradeable, ERC20VotesUpgradeable) {
        if (from == address(0)) return super._update(from, to, value);
        if (to == address(this)) revert RecipientIsShares();
        (uint256 fromBalance, uint256 toBalance) = (balanceOf(from), balanceOf(to));
        super._update(from, to, value);
        if (from == address(this)) _revenue.hand(to, toBalance, value);
        else _revenue.move(from, fromBalance, to, toBalance, value);
    }

    /// @dev By call or by signature.
    function _delegate(address account, address delegatee) internal override {
        if (account == treasury) revert TreasuryNeverVotes(account);
        super._delegate(account, delegatee);
    }

    function nonces(address owner) public view override(ERC20PermitUpgradeable, NoncesUpgradeable) returns (uint256) {
        return super.nonces(owner);
    }
}
