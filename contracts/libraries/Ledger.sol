// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {ExactTransfer} from "./ExactTransfer.sol";

/// @title The ledger of money owed
/// @notice The three ways of money: in from a sender (`pull`), inside from a bounty to an account (`credit`), out to an
/// account (`pay`). Nothing else calls a token, but for a permit.
library Ledger {
    using SafeERC20 for IERC20;

    /// @notice Takes exactly `amount` from the sender, or reverts.
    /// @dev Call it last: the token may call back. What the escrow happens to hold besides, by a donation, is not read.
    function pull(address token, uint256 amount) internal {
        ExactTransfer.move(IERC20(token), msg.sender, address(this), amount);
    }

    /// @notice Makes the ledger owe an account what a bounty owed it.
    function credit(Escrow storage escrow, BountyId id, address token, address account, uint256 amount) internal {
        if (amount == 0) return;
        escrow.owed[token][account] += amount;
        emit ITrainingBounties.Credited(token, account, id, amount);
    }

    /// @notice Pays the sender all that the ledger owes it.
    function pay(Escrow storage escrow, address token, address to) internal returns (uint256 amount) {
        // Check: there is something to pay, and somebody to receive it.
        if (to == address(0)) revert ITrainingBounties.AccountZero();
        amount = escrow.owed[token][msg.sender];
        if (amount == 0) revert ITrainingBounties.NothingOwed(token, msg.sender);

        // Effect: the ledger forgets it.
        escrow.owed[token][msg.sender] = 0;
        emit ITrainingBounties.Withdrawn(token, msg.sender, to, amount);

        // Interaction: the token moves.
        IERC20(token).safeTransfer(to, amount);
    }
}
