// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IModelShares} from "../../contracts/interfaces/IModelShares.sol";
import {Accrual} from "../../contracts/libraries/Accrual.sol";
import {RevenueStream} from "../../contracts/libraries/RevenueStream.sol";
import {Earnings, Revenue} from "../../contracts/types/Revenue.sol";
import {RevenueChecks} from "./revenue/RevenueChecks.sol";

/// @dev The storage of `ModelShares`, and a bug in place of one of its functions; the others are the original's.
abstract contract FaultyShares is Proxy {
    address private immutable _original;

    address internal escrow;
    uint96 internal bounty;
    address internal token;
    uint16 internal royaltyBps;
    uint40 internal settledAt;
    IModelShares internal parent;
    uint96 internal pendingRoyalty;
    address internal treasury;
    Revenue internal revenue;

    constructor(address original) {
        _original = original;
    }

    function _implementation() internal view override returns (address) {
        return _original;
    }
}

/// @dev The bug: a claim forgets that it was paid.
contract ForgetfulClaim is FaultyShares {
    constructor(address original) FaultyShares(original) {}

    function claimRevenue(address account) external returns (uint256 amount) {
        amount = revenue.earnings[account].claimable / RevenueStream.FRACTIONS;
        IERC20(token).transfer(account, amount);
    }
}

/// @dev The bug: whoever claims for another takes it.
contract StolenClaim is FaultyShares {
    constructor(address original) FaultyShares(original) {}

    function claimRevenue(address account) external returns (uint256 amount) {
        Earnings storage earnings = revenue.earnings[account];
        amount = earnings.claimable / RevenueStream.FRACTIONS;
        earnings.claimable = 0;
        IERC20(token).transfer(msg.sender, amount);
    }
}

/// @dev The bug: a payment streams at once.
contract ImmediatePayment is FaultyShares {
    constructor(address original) FaultyShares(original) {}

    function pay(uint256 amount) external {
        revenue.stream.received += uint96(amount);
        uint256 fractions = amount * RevenueStream.FRACTIONS;
        revenue.stream.accumulator += uint136((fractions * Accrual.SUPPLY) / revenue.stream.eligible);
        IERC20(token).transferFrom(msg.sender, address(this), amount);
    }
}

/// @dev The bug: the royalty is taken from the payment and goes nowhere.
contract LostRoyalty is FaultyShares {
    constructor(address original) FaultyShares(original) {}

    function pay(uint256 amount) external {
        RevenueStream.pay(revenue, amount, royaltyBps);
        IERC20(token).transferFrom(msg.sender, address(this), amount);
    }
}

/// @dev The bug: an excluded pool stays among the eligible shares, so that what it would earn goes to nobody.
contract HalfExclusion is FaultyShares {
    constructor(address original) FaultyShares(original) {}

    function exclude(address pool) external {
        revenue.earnings[pool].excluded = true;
    }
}

/// @dev The bug: released shares come from nowhere.
contract UnbackedRelease is FaultyShares {
    constructor(address original) FaultyShares(original) {}

    // keccak256(abi.encode(uint256(keccak256("openzeppelin.storage.ERC20")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant BALANCES = 0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00;

    function release(address account, uint256 amount) external {
        bytes32 slot = keccak256(abi.encode(account, BALANCES));
        assembly ("memory-safe") {
            sstore(slot, add(sload(slot), amount))
        }
    }
}

/// @title Each invariant of revenue fails where a bug is put in
/// @notice The code behind the clones is replaced by one that has a bug, and the handlers do what makes it show.
contract RevenueMutants is RevenueChecks {
    /// @dev The first model has no parent, the second has the first, the third one's token calls back.
    uint256 private constant PARENT = 0;
    uint256 private constant CHILD = 1;
    uint256 private constant HOLDER = 1;
    uint256 private constant POOL = 0;
    /// @dev What makes the handlers pay a medium amount.
    uint256 private constant PAYMENT = 4 * 1_000e6 + 2;

    address private original = makeAddr("original");

    function setUp() public override {
        super.setUp();
        vm.etch(original, address(world.implementation()).code);
        // What an account has earned is in its slot from here on.
        handlers.transfer(PARENT, HOLDER, HOLDER, 0);
    }

    /// @dev What is shown below to fail holds before.
    function test_AllHoldWithoutABug() external view {
        assertGt(world.models(PARENT).claimableRevenue(world.account(HOLDER)), 0, "something is claimable");
        assertGt(world.models(PARENT).balanceOf(world.pool(PARENT, POOL)), 0, "the pool holds shares");
        revenueIsConserved();
        royaltyIsConserved();
        excludedEarnNothing();
        justInTimeEarnsNoMore();
        sharesAreFixed();
    }

    function test_RevenueIsConservedCatches_ClaimsThatAreForgotten() external {
        _break(new ForgetfulClaim(original));
        handlers.claim(PARENT, HOLDER, false);
        _assertCaught(this.revenueIsConserved);
    }

    function test_RevenueIsConservedCatches_ClaimsThatRobOthers() external {
        _break(new StolenClaim(original));
        handlers.claim(PARENT, HOLDER, false);
        assertTrue(world.robbed(), "seen when it happens");
        _assertCaught(this.revenueIsConserved);
    }

    function test_RoyaltyIsConservedCatches_RoyaltiesThatAreLost() external {
        _break(new LostRoyalty(original));
        handlers.pay(CHILD, PAYMENT);
        _assertCaught(this.royaltyIsConserved);
        _assertCaught(this.revenueIsConserved);
    }

    function test_ExcludedEarnNothingCatches_PoolsThatStayEligible() external {
        _break(new HalfExclusion(original));
        handlers.exclude(PARENT, POOL, 0);
        _assertCaught(this.excludedEarnNothing);
    }

    function test_JustInTimeEarnsNoMoreCatches_PaymentsThatStreamAtOnce() external {
        _break(new ImmediatePayment(original));
        handlers.jumpIn(PARENT, HOLDER, PAYMENT, 0);
        _assertCaught(this.justInTimeEarnsNoMore);
    }

    function test_SharesAreFixedCatches_SharesFromNowhere() external {
        _break(new UnbackedRelease(original));
        handlers.release(PARENT, HOLDER, 8);
        _assertCaught(this.sharesAreFixed);
    }

    // ------------------------------------------------------------------ helpers

    function _break(FaultyShares faulty) private {
        vm.etch(address(world.implementation()), address(faulty).code);
    }

    function _assertCaught(function() external check) private {
        (bool held, ) = check.address.call(abi.encodeWithSelector(check.selector));
        assertFalse(held, "the invariant holds in spite of the bug");
    }
}
