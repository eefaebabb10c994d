// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {RevenueChecks} from "./revenue/RevenueChecks.sol";
import {RevenueHandlers} from "./revenue/RevenueHandlers.sol";
import {RevenueWorld} from "./revenue/RevenueWorld.sol";

/// @dev The test runner only calls contracts whose artifacts it has: those of the file that it is asked to run.
contract TargetedRevenueHandlers is RevenueHandlers {
    constructor(RevenueWorld world_) RevenueHandlers(world_) {}
}

/// @title The invariants of revenue, under random calls to three models in two tokens
contract RevenueInvariants is RevenueChecks {
    function setUp() public override {
        super.setUp();
        bytes4[] memory calls = new bytes4[](13);
        calls[0] = handlers.pay.selector;
        calls[1] = handlers.distribute.selector;
        calls[2] = handlers.claim.selector;
        calls[3] = handlers.release.selector;
        calls[4] = handlers.transfer.selector;
        calls[5] = handlers.exclude.selector;
        calls[6] = handlers.createPool.selector;
        calls[7] = handlers.jumpIn.selector;
        calls[8] = handlers.callBack.selector;
        calls[9] = handlers.meddle.selector;
        calls[10] = handlers.donate.selector;
        calls[11] = handlers.block_.selector;
        calls[12] = handlers.passTime.selector;
        targetContract(address(handlers));
        targetSelector(FuzzSelector({addr: address(handlers), selectors: calls}));
    }

    function _newHandlers() internal override returns (RevenueHandlers) {
        return new TargetedRevenueHandlers(world);
    }

    function invariant_RevenueIsConserved() external view {
        revenueIsConserved();
    }

    function invariant_RoyaltyIsConserved() external view {
        royaltyIsConserved();
    }

    function invariant_ExcludedEarnNothing() external view {
        excludedEarnNothing();
    }

    function invariant_JustInTimeEarnsNoMore() external view {
        justInTimeEarnsNoMore();
    }

    function invariant_SharesAreFixed() external view {
        sharesAreFixed();
    }
}
