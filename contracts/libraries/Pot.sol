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

    /// @notice A prize before the protocol fee.
    function prize(Bounty storage bounty, uint256 pot, uint256 index) internal view returns (uint256) {
        return Division.inBps(pot, bounty.prizesBps[index]);
    }

    /// @notice What the claimed prizes took out of the pot, protocol fees included, and their parts in bps.
    function claimed(Bounty storage bounty, uint256 pot) internal view returns (uint256 amount, uint256 partsBps) {
        uint256 claimedPrizes = bounty.claimedPrizes;
        uint256 prizes = bounty.prizes;
        for (uint256 i = 0; i < prizes; ++i) {
            if ((claimedPrizes >> i) & 1 == 0) continue;
            amount += prize(bounty, pot, i);
            partsBps += bounty.prizesBps[i];
        }
    }
}
