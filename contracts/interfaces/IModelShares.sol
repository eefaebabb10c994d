// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {BountyId} from "../types/Ids.sol";
import {Model} from "../types/Model.sol";

/// @title Shares of one model
/// @notice ERC-20 with permit (EIP-2612) and votes (ERC-5805, timestamp clock of ERC-6372) over a supply fixed at creation:
/// 1,000,000 shares of 18 decimals. Shares that nobody has claimed yet are held by this contract itself.
interface IModelShares is IERC20 {
    error OnlyEscrow(address caller);
    /// @dev The model's treasury tried to delegate its votes.
    error TreasuryNeverVotes();

    /// @notice The escrow that created these shares and releases them.
    function escrow() external view returns (address);

    /// @notice The bounty whose model these shares own.
    function bounty() external view returns (BountyId);

    /// @notice The ERC-20 in which revenue arrives: the bounty's.
    function token() external view returns (address);

    /// @notice Shares of the model that this one was made from; zero where there is none.
    function parent() external view returns (IModelShares);

    /// @notice Part of each payment that goes to the parent, in bps.
    function royaltyBps() external view returns (uint16);

    /// @notice The model's own treasury, see `IModelGovernance`. Its shares never vote.
    function treasury() external view returns (address);

    /// @notice When the model was settled, in seconds: the time of `initialize`.
    function settledAt() external view returns (uint40);

    /// @notice Called once by the escrow on a fresh clone: mints the whole supply to this contract.
    function initialize(Model calldata model) external;

    /// @notice Hands `amount` unclaimed shares to `account`. Escrow only.
    function release(address account, uint256 amount) external;
}
