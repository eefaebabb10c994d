// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {BountyId} from "../types/Ids.sol";

/// @title Shares of one model
/// @notice ERC-20 with permit (EIP-2612) and votes (ERC-5805, timestamp clock of ERC-6372) over a supply fixed at creation:
/// 1,000,000 shares of 18 decimals. Shares that nobody has claimed yet are held by this contract itself.
interface IModelShares is IERC20 {
    error OnlyEscrow(address caller);

    /// @notice The escrow that created these shares and distributes them.
    function escrow() external view returns (address);

    /// @notice The bounty whose model these shares own.
    function bounty() external view returns (BountyId);

    /// @notice Called once by the escrow on a fresh clone: mints the whole supply to this contract.
    function initialize(BountyId bounty_) external;

    /// @notice Hands `amount` unclaimed shares to `account`. Escrow only.
    function distribute(address account, uint256 amount) external;
}
