// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus} from "../types/Bounty.sol";
import {Bounty, Escrow} from "../types/BountyStorage.sol";
import {BountyId} from "../types/Ids.sol";
import {Ledger} from "./Ledger.sol";
import {Status} from "./Status.sol";

/// @title What backers pay in, and what ends a bounty before anybody has
library Funding {
    /// @notice Implements `ITrainingBounties.contribute`.
    function contribute(
        Escrow storage escrow,
        BountyId id,
        uint256 amount,
        address account
    ) internal returns (uint256 accepted) {
        // Check: the bounty takes money, of somebody.
        Bounty storage bounty = escrow.bounties[id];
        check(escrow, id);
        if (amount == 0) revert ITrainingBounties.AmountZero();
        if (account == address(0)) revert ITrainingBounties.AccountZero();

        // Effect: what fits under the cap is counted. In Funding at least one unit fits.
        (uint256 contributed, uint256 cap) = (bounty.contributed, bounty.cap);
        accepted = Math.min(amount, cap - contributed);
        contributed += accepted;
        // Casts: `contributed` is at most `cap`, which has 96 bits, and so is each account's part of it.
        bounty.contributed = uint96(contributed);
        bounty.accounts[account].contributed += uint96(accepted);
        if (contributed == cap) bounty.capReached = true;
        if (!bounty.goalReached && contributed >= bounty.goal) bounty.goalReached = true;
        emit ITrainingBounties.Contributed(id, account, msg.sender, accepted);

        // Interaction: the token moves.
        Ledger.pull(bounty.token, accepted);
    }

    /// @notice Reverts unless contributions are taken now.
    function check(Escrow storage escrow, BountyId id) internal view {
        if (escrow.entryPaused) revert ITrainingBounties.EntryIsPaused();
        Status.check(escrow.bounties[id], id, BountyStatus.Funding);
    }

    /// @notice Implements `ITrainingBounties.cancel`. The bond follows by `credit`, as after any failure.
    function cancel(Escrow storage escrow, BountyId id) internal {
        Bounty storage bounty = escrow.bounties[id];
        if (Status.derive(bounty) != BountyStatus.Funding) Status.check(bounty, id, BountyStatus.Draft);
        if (bounty.sponsor != msg.sender) revert ITrainingBounties.OnlySponsor(id, msg.sender);
        if (bounty.contributed != 0) revert ITrainingBounties.BountyHasContributions(id, bounty.contributed);

        bounty.cancelled = true;
        uint256 sampleTime = bounty.sampleTime;
        if (sampleTime != 0 && block.timestamp >= sampleTime) bounty.cancelledAfterSample = true;
        emit ITrainingBounties.BountyCancelled(id);
    }
}
