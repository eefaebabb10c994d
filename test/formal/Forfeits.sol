// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Division} from "../../contracts/libraries/Division.sol";

/// @dev Bonds have 96 bits, and at most eight ranks are within the prizes.
contract Forfeits {
    uint256 private constant MAXIMUM_PRIZES = 8;

    /// @notice The two parts of forfeited bonds are together what was forfeited, and the backers' is the larger by at most one.
    function halvesAreTheWhole(uint96 sponsorForfeit, uint8 missingClaims, uint96 operatorBond) external pure {
        require(missingClaims <= MAXIMUM_PRIZES);
        (uint256 toBackers, uint256 toTreasury) = Division.splitForfeits(sponsorForfeit, missingClaims, operatorBond);
        uint256 forfeited = uint256(missingClaims) * operatorBond + sponsorForfeit;
        assert(toBackers + toTreasury == forfeited);
        assert(toBackers == toTreasury || toBackers == toTreasury + 1);
    }

    /// @notice The backers' part of forfeits fits in 104 bits.
    function toBackersHas104Bits(uint96 sponsorForfeit, uint8 missingClaims, uint96 operatorBond) external pure {
        require(missingClaims <= MAXIMUM_PRIZES);
        (uint256 toBackers, ) = Division.splitForfeits(sponsorForfeit, missingClaims, operatorBond);
        assert(toBackers <= type(uint104).max);
    }

    /// @notice The sponsor's bond less the forfeit for a sample does not underflow: nine tenths or more are left.
    function sampleForfeitIsATenth(uint96 sponsorBond) external pure {
        uint256 left = sponsorBond - Division.sampleForfeit(sponsorBond);
        assert(left * 10 >= uint256(sponsorBond) * 9);
    }
}
