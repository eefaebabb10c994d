// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Transfers that bring what they say
library ExactTransfer {
    using SafeERC20 for IERC20;

    /// @dev The token moved another amount than it was asked to (fee on transfer, rebasing).
    error TransferMismatch(address token, uint256 expected, uint256 received);

    /// @notice Moves exactly `amount` from one account to another, or reverts.
    /// @dev Call it last: the token may call back. The accounts must differ.
    function move(IERC20 token, address from, address to, uint256 amount) internal {
        uint256 before = token.balanceOf(to);
        token.safeTransferFrom(from, to, amount);
        uint256 balance = token.balanceOf(to);
        uint256 received = balance > before ? balance - before : 0;
        if (received != amount) revert TransferMismatch(address(token), amount, received);
    }
}
