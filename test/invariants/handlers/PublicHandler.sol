// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {BountyStatus} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Handler} from "./Handler.sol";

/// @title What anyone can do for anyone, and the passing of time
abstract contract PublicHandler is Handler {
    /// @dev To a second before, exactly to, or half-way to the next deadline of any bounty.
    function passTime(uint256 mode) external recorded {
        uint256 next = type(uint256).max;
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            uint256 deadline = escrow.nextDeadline(BountyId.wrap(i));
            if (deadline > block.timestamp && deadline < next) next = deadline;
        }
        if (next == type(uint256).max) return;
        uint256 left = next - block.timestamp;
        vm.warp(
            mode % 4 == 0
                ? next - 1
                : mode % 4 == 1
                    ? block.timestamp + left / 2
                    : next
        );
    }

    /// @dev To one account, or to some after each other, perhaps again.
    function credit(uint256 bountySeed, uint256 accountSeed, uint256 count) external recorded {
        BountyId bounty = world.pick(bountySeed);
        for (uint256 i = 0; i <= count % 6; ++i) {
            escrow.credit(bounty, _account((accountSeed % 1_000) + i));
        }
    }

    /// @dev By everybody who is owed something in one token, to one account.
    function withdraw(uint256 tokenSeed, uint256 toSeed) external recorded {
        address token = address(world.tokens(tokenSeed % 2));
        address to = _account(toSeed);
        for (uint256 i = 0; i < world.accountCount(); ++i) {
            address account = world.accounts(i);
            if (escrow.owed(token, account) == 0) continue;
            vm.prank(account);
            world.recordWithdrawal(token, account, escrow.withdraw(token, to));
        }
    }

    /// @dev Settles, or hands out shares where that is done.
    function settle(uint256 bountySeed, uint256 accountSeed, uint256 count) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Settled, bountySeed);
        if (!found) return;
        if (address(escrow.factsOf(bounty).shares) == address(0)) escrow.settle(bounty);
        if (count % 4 == 0) world.recordShares(bounty, escrow.claimShares(bounty, world.treasuryOf(bounty)));
        for (uint256 i = 0; i < count % 6; ++i) {
            world.recordShares(bounty, escrow.claimShares(bounty, _account((accountSeed % 1_000) + i)));
        }
    }

    function transferShares(uint256 bountySeed, uint256 fromSeed, uint256 toSeed, uint256 amount) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Settled, bountySeed);
        IModelShares shares = found ? escrow.factsOf(bounty).shares : IModelShares(address(0));
        if (address(shares) == address(0)) return;
        (address from, address to) = (_account(fromSeed), _account(toSeed));
        amount = _bound(amount, 0, shares.balanceOf(from));
        vm.prank(from);
        shares.transfer(to, amount);
    }
}
