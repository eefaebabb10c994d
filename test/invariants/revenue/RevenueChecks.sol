// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {RevenueHandlers} from "./RevenueHandlers.sol";
import {RevenueWorld} from "./RevenueWorld.sol";

/// @title The invariants of revenue, one function each, over a world in which streams run
/// @notice Apart from the test that fuzzes them, so that they can also be shown to fail where a bug is put in.
abstract contract RevenueChecks is Test {
    uint256 private constant SUPPLY = 1_000_000e18;

    RevenueWorld internal world;
    RevenueHandlers internal handlers;

    /// @dev Shares are with holders and in a pool of each model, and of each some are unclaimed; streams run.
    function setUp() public virtual {
        world = new RevenueWorld();
        handlers = _newHandlers();
        for (uint256 m = 0; m < world.MODELS(); ++m) {
            handlers.createPool(m, 0);
            for (uint256 i = 0; i < 7; ++i) {
                handlers.release(m, i, 8 * (SUPPLY / 10) + 1);
            }
            handlers.pay(m, 4 * 700e6 + 2);
        }
        handlers.passTime(2 + 4 * 10_000);
    }

    function _newHandlers() internal virtual returns (RevenueHandlers) {
        return new RevenueHandlers(world);
    }

    /// @notice Paid + claimable ≤ received, and no more is missing than what rounding may lose; one holder's action never lowers
    /// another's claimable.
    function revenueIsConserved() public view {
        assertFalse(world.robbed(), "no action lowered what another had");
        for (uint256 m = 0; m < world.MODELS(); ++m) {
            ModelShares shares = world.models(m);
            RevenueWorld.Record memory record = world.recordOf(m);
            uint256 waiting = shares.pendingRoyalty() + shares.revenueFacts().unstreamed;
            address[] memory all = world.holders(m);
            for (uint256 i = 0; i < all.length; ++i) {
                waiting += shares.claimableRevenue(all[i]);
            }
            assertGe(world.tokenOf(m).balanceOf(address(shares)), waiting, "the balance covers it");
            uint256 accounted = waiting + record.claimed + record.distributed;
            assertLe(accounted, record.paid, "no more than was paid");
            // Each view rounds down to a unit.
            assertGe(accounted + all.length + 1 + record.losses / 65_536 + 1, record.paid, "no less");
        }
    }

    /// @notice What a child's payments owe the parent is pending or was paid to it, to the unit.
    function royaltyIsConserved() public view {
        for (uint256 m = 0; m < world.MODELS(); ++m) {
            RevenueWorld.Record memory record = world.recordOf(m);
            assertEq(world.models(m).pendingRoyalty() + record.distributed, record.royalties, "royalties");
        }
    }

    /// @notice An excluded pool earns nothing, and what is eligible is what no excluded pool holds.
    function excludedEarnNothing() public view {
        for (uint256 m = 0; m < world.MODELS(); ++m) {
            ModelShares shares = world.models(m);
            uint256 eligible = SUPPLY;
            for (uint256 i = 0; i < 2; ++i) {
                address pool = world.pool(m, i);
                if (!shares.isExcluded(pool)) continue;
                assertEq(shares.claimableRevenue(pool), 0, "an excluded pool");
                eligible -= shares.balanceOf(pool);
            }
            assertEq(shares.revenueFacts().eligible, eligible, "eligible");
            for (uint256 i = 0; i < 6; ++i) {
                assertFalse(shares.isExcluded(world.account(i)), "nobody else is excluded");
            }
        }
    }

    /// @notice Buying just before a payment never earns more than the part of what streams while the shares are held.
    function justInTimeEarnsNoMore() public view {
        assertFalse(world.jumped(), "nobody earned by jumping in");
    }

    /// @notice Supply never changes; unclaimed shares only become fewer, by what is released.
    function sharesAreFixed() public view {
        for (uint256 m = 0; m < world.MODELS(); ++m) {
            ModelShares shares = world.models(m);
            uint256 held = 0;
            address[] memory all = world.holders(m);
            for (uint256 i = 0; i < all.length; ++i) {
                held += shares.balanceOf(all[i]);
            }
            assertEq(shares.totalSupply(), SUPPLY, "supply");
            assertEq(held, SUPPLY, "held by somebody, or unclaimed");
            assertEq(shares.balanceOf(address(shares)), world.recordOf(m).unclaimed, "unclaimed");
        }
    }
}
