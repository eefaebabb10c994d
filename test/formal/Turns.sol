// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Division} from "../../contracts/libraries/Division.sol";

/// @dev Reserve needs a rank below the prizes, and runs from `claimEnds` until `reserveEnds`. At most sixteen are ranked.
contract Turns {
    uint256 private constant CAPACITY = 16;

    /// @notice The rank whose turn runs is below the prizes, and ranked.
    function turnIsOfAReserveRank(
        uint8 prizes,
        uint8 ranked,
        uint40 claimEnds,
        uint40 reserveEnds,
        uint40 time
    ) external pure {
        require(prizes < ranked && ranked <= CAPACITY && claimEnds <= time && time < reserveEnds);
        uint256 rank = Division.runningRank(prizes, ranked, claimEnds, reserveEnds, time);
        assert(rank >= prizes && rank < ranked);
    }

    /// @notice Turns never go back.
    function turnsAdvance(
        uint8 prizes,
        uint8 ranked,
        uint40 claimEnds,
        uint40 reserveEnds,
        uint40 time,
        uint40 later
    ) external pure {
        require(prizes < ranked && ranked <= CAPACITY && claimEnds <= time && time <= later && later < reserveEnds);
        uint256 rank = Division.runningRank(prizes, ranked, claimEnds, reserveEnds, time);
        assert(rank <= Division.runningRank(prizes, ranked, claimEnds, reserveEnds, later));
    }
}
