// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Division} from "../../contracts/libraries/Division.sol";

/// @dev The four splits add up to 10,000 bps, and so do all prizes. What is asserted and then required is a lemma: proven
/// first, then used.
contract Shares {
    uint256 private constant SUPPLY = 1_000_000e18;
    /// @dev Of the supply, one basis point of one basis point.
    uint256 private constant UNIT = 1e16;

    /// @notice The shares of backers, payees, sponsor and treasury are together exactly the supply, whatever was claimed.
    function partsAreTheSupply(
        uint16 backersBps,
        uint16 operatorsBps,
        uint16 sponsorBps,
        uint16 claimedBps
    ) external pure {
        require(uint256(backersBps) + operatorsBps + sponsorBps <= Division.BPS && claimedBps <= Division.BPS);
        uint256 treasuryBps = Division.BPS - backersBps - operatorsBps - sponsorBps;
        uint256 backers = Division.backersShares(SUPPLY, backersBps, operatorsBps, claimedBps);
        uint256 payees = Division.operatorShares(SUPPLY, operatorsBps, claimedBps);
        bool exact = payees == UNIT * operatorsBps * claimedBps;
        assert(exact);
        require(exact);
        uint256 others = Division.inBps(SUPPLY, sponsorBps) + Division.inBps(SUPPLY, treasuryBps);
        assert(backers + payees + others == SUPPLY);
    }

    /// @notice Two payees get together what one would get for the prizes of both. By induction any number of payees get at most
    /// the part of all claimed prizes.
    function payeesAddUp(uint16 operatorsBps, uint16 someBps, uint16 otherBps) external pure {
        uint256 both = uint256(someBps) + otherBps;
        require(operatorsBps <= Division.BPS && both <= Division.BPS);
        uint256 some = Division.operatorShares(SUPPLY, operatorsBps, someBps);
        uint256 other = Division.operatorShares(SUPPLY, operatorsBps, otherBps);
        bool areExact = some == UNIT * operatorsBps * someBps && other == UNIT * operatorsBps * otherBps;
        assert(areExact);
        require(areExact);
        assert(some + other == Division.operatorShares(SUPPLY, operatorsBps, both));
    }

    /// @notice What the backers divide is at most the supply, and at least what their own split gives.
    function backersAreWithinSupply(uint16 backersBps, uint16 operatorsBps, uint16 claimedBps) external pure {
        require(uint256(backersBps) + operatorsBps <= Division.BPS && claimedBps <= Division.BPS);
        uint256 backers = Division.backersShares(SUPPLY, backersBps, operatorsBps, claimedBps);
        assert(backers <= SUPPLY);
        assert(backers >= Division.inBps(SUPPLY, backersBps));
    }
}
