// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Bounty} from "../types/BountyStorage.sol";
import {Division} from "./Division.sol";

/// @title The money of one bounty
/// @notice What the pot holds and how it is divided, see `Division`. Terms bound amounts by 96 bits, so that no product
/// reaches 256 bits: the pot has at most 129, since fewer than 2^32 operators pay a fee, and is multiplied by at most 96.
library Pot {
    /// @notice One whole, in basis points.
    uint256 internal constant BPS = Division.BPS;

    /// @notice Entry fees paid. They stay when a submission is withdrawn.
    function entryFees(Bounty storage bounty) internal view returns (uint256) {
        return Division.entryFees(bounty.entrants, bounty.entryFee);
    }

    /// @notice Contributions and entry fees.
    function total(Bounty storage bounty) internal view returns (uint256) {
        return bounty.contributed + entryFees(bounty);
    }

    /// @notice A prize before the protocol fee, and the stipend that a proven record adds to it.
    function prize(Bounty storage bounty, uint256 index) internal view returns (uint256 amount, uint256 stipend) {
        (uint256 stipends, uint256 prizes) = Division.splitPot(total(bounty), bounty.stipendBps);
        return _part(bounty, stipends, prizes, index);
    }

    /// @notice What claims took out of the pot, protocol fees included.
    function claimed(Bounty storage bounty) internal view returns (uint256 amount) {
        (uint256 stipends, uint256 prizes) = Division.splitPot(total(bounty), bounty.stipendBps);
        (uint256 claimedPrizes, uint256 claimedStipends) = (bounty.claimedPrizes, bounty.claimedStipends);
        for (uint256 i = 0; claimedPrizes >> i != 0; ++i) {
            if ((claimedPrizes >> i) & 1 == 0) continue;
            (uint256 part, uint256 stipend) = _part(bounty, stipends, prizes, i);
            amount += part;
            if ((claimedStipends >> i) & 1 == 1) amount += stipend;
        }
    }

    /// @notice Parts of the claimed prizes in bps.
    function claimedBps(Bounty storage bounty) internal view returns (uint256 partsBps) {
        uint256 claimedPrizes = bounty.claimedPrizes;
        for (uint256 i = 0; claimedPrizes >> i != 0; ++i) {
            if ((claimedPrizes >> i) & 1 == 1) partsBps += bounty.prizesBps[i];
        }
    }

    function _part(
        Bounty storage bounty,
        uint256 stipends,
        uint256 prizes,
        uint256 index
    ) private view returns (uint256 amount, uint256 stipend) {
        uint256 partBps = bounty.prizesBps[index];
        return (Division.inBps(prizes, partBps), Division.inBps(stipends, partBps));
    }
}
