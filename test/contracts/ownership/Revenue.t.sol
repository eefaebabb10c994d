// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {IUniswapV3Factory} from "../../../contracts/interfaces/IUniswapV3.sol";
import {BlockingToken} from "../../../contracts/mocks/BlockingToken.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {Pool} from "../../../contracts/mocks/Pool.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Model} from "../../../contracts/types/Model.sol";
import {SharesFixture} from "../shared/SharesFixture.sol";

contract RevenueTest is SharesFixture {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant SHARE = 1e18;
    uint256 private constant DOLLAR = 1e6;
    uint256 private constant MAXIMUM = type(uint96).max;
    /// @dev Where the stream lies in the shares' storage.
    uint256 private constant STREAM_SLOT = 4;

    // ------------------------------------------------------------------ pay

    function test_pay_RevertWhen_AmountIsZero() external {
        vm.expectRevert(IModelShares.AmountZero.selector);
        shares.pay(0);
    }

    function test_pay_RevertWhen_AllReceivedIsTooLarge() external {
        vm.expectRevert(abi.encodeWithSelector(IModelShares.RevenueTooLarge.selector, MAXIMUM + 1, MAXIMUM));
        shares.pay(MAXIMUM + 1);
        vm.expectRevert(abi.encodeWithSelector(IModelShares.RevenueTooLarge.selector, type(uint256).max, MAXIMUM));
        shares.pay(type(uint256).max);
        pay(MAXIMUM - 5);
        // Time does not help: what was received is never forgotten.
        vm.warp(START + WEEK);
        vm.expectRevert(abi.encodeWithSelector(IModelShares.RevenueTooLarge.selector, 6, 5));
        shares.pay(6);
        pay(5);
        assertEq(shares.revenueFacts().received, MAXIMUM, "received");
    }

    /// @dev The bounds of `RevenueStream`: all that can ever be received streams to one share alone.
    function test_pay_GivenTheLargestNumbers() external {
        release(alice, SUPPLY - SHARE);
        address pool = newPool(500);
        shares.exclude(pool);
        release(bob, SHARE);
        transfer(alice, pool, SUPPLY - SHARE);
        pay(MAXIMUM);
        vm.warp(START + WEEK);
        assertEq(shares.claimableRevenue(bob), MAXIMUM, "claimable");
        // The accumulator is at its largest when shares come back and move.
        transfer(pool, alice, SUPPLY - SHARE);
        transfer(alice, carol, SUPPLY - SHARE);
        transfer(bob, carol, SHARE);
        assertEq(shares.claimRevenue(bob), MAXIMUM, "claimed");
        assertEq(shares.claimRevenue(alice) + shares.claimRevenue(carol), 0, "of the others");
    }

    function test_pay_RevertWhen_TokenMovesAnotherAmount() external {
        FeeToken feeToken = new FeeToken();
        Model memory model = modelOf(BOUNTY);
        model.token = address(feeToken);
        shares = clone(model);
        feeToken.mint(payer, 100);
        vm.startPrank(payer);
        feeToken.approve(address(shares), 100);
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingBounties.TransferMismatch.selector, address(feeToken), 100, 99)
        );
        shares.pay(100);
        vm.stopPrank();
        assertEq(shares.revenueFacts().received, 0, "received");
    }

    function test_pay_RevertWhen_TheAllowanceIsTooSmall() external {
        token.mint(payer, 100);
        vm.startPrank(payer);
        token.approve(address(shares), 99);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(shares), 99, 100)
        );
        shares.pay(100);
        vm.stopPrank();
        assertEq(shares.revenueFacts().received, 0, "received");
    }

    function test_pay_StreamsOverSevenDays() external {
        release(alice, SUPPLY / 4);
        token.mint(payer, 400 * DOLLAR);
        vm.startPrank(payer);
        token.approve(address(shares), 400 * DOLLAR);
        vm.expectEmit(address(shares));
        emit IModelShares.RevenuePaid(payer, 400 * DOLLAR, 0, WEEK);
        shares.pay(400 * DOLLAR);
        vm.stopPrank();
        assertEq(token.balanceOf(address(shares)), 400 * DOLLAR, "balance of the shares");
        assertEq(token.balanceOf(payer), 0, "balance of the payer");
        assertFacts(400 * DOLLAR, 400 * DOLLAR, WEEK);
        assertEq(shares.claimableRevenue(alice), 0, "at once");

        vm.warp(START + 1 days);
        assertWithin(shares.claimableRevenue(alice), (100 * DOLLAR) / uint256(7), "after a day");
        assertFacts(400 * DOLLAR, (400 * DOLLAR * 6) / uint256(7), 6 days);
        vm.warp(START + WEEK - 1);
        assertLt(shares.claimableRevenue(alice), 100 * DOLLAR, "a second before the end");
        vm.warp(START + WEEK);
        assertWithin(shares.claimableRevenue(alice), 100 * DOLLAR, "at the end");
        assertWithin(shares.claimableRevenue(address(shares)), 300 * DOLLAR, "of unclaimed shares");
        assertFacts(400 * DOLLAR, 0, 0);
        vm.warp(START + 52 * WEEK);
        assertWithin(shares.claimableRevenue(alice), 100 * DOLLAR, "a year later");
    }

    function test_pay_GivenAStream_WeighsTheTimesByTheAmounts() external {
        release(alice, SUPPLY);
        pay(700);
        vm.warp(START + 6 days);
        // A hundred are left, for a day; two hundred come, for seven: (100·1 + 200·7) / 300 = 5 days.
        pay(200);
        assertFacts(900, 300, 5 days);
        vm.warp(START + 7 days);
        assertWithin(shares.claimableRevenue(alice), 660, "a day later");
        vm.warp(START + 11 days);
        assertWithin(shares.claimableRevenue(alice), 900, "at the end");
    }

    function testFuzz_pay_TheTimeRoundsDown(uint96 first, uint96 second, uint256 elapsed) external {
        first = uint96(bound(first, 1, 1e24));
        second = uint96(bound(second, 1, 1e24));
        elapsed = bound(elapsed, 0, WEEK);
        pay(first);
        vm.warp(START + elapsed);
        uint256 left = WEEK - elapsed;
        // In fractions of a unit, as the stream counts.
        uint256 unstreamed = (uint256(first) * 65_536 * left) / WEEK;
        uint256 added = uint256(second) * 65_536;
        pay(second);
        uint256 mean = (unstreamed * left + added * WEEK) / (unstreamed + added);
        assertEq(shares.revenueFacts().timeLeft, mean, "mean");
        assertGe(mean, left, "no shorter");
        assertLe(mean, WEEK, "no longer than seven days");
    }

    function test_pay_GivenNoShareIsEligible_TheClockStands() external {
        address pool = newPool(500);
        shares.exclude(pool);
        release(alice, SUPPLY);
        pay(700 * DOLLAR);
        vm.warp(START + 2 days);
        transfer(alice, pool, SUPPLY - SHARE + 1); // less than one share is left
        vm.warp(START + 30 days);
        assertEq(shares.revenueFacts().timeLeft, 5 days, "the time stands");
        assertEq(shares.revenueFacts().eligible, SHARE - 1, "eligible");
        assertWithin(shares.claimableRevenue(alice), 200 * DOLLAR, "nothing streams");
        // A payment now joins what stands: (500·5 + 500·7) / 1000 = 6 days.
        pay(500 * DOLLAR);
        assertFacts(1_200 * DOLLAR, 1_000 * DOLLAR, 6 days);

        vm.warp(START + 60 days);
        transfer(pool, bob, 1);
        vm.warp(START + 63 days);
        assertFacts(1_200 * DOLLAR, 500 * DOLLAR, 3 days);
        assertWithin(shares.claimableRevenue(alice), 700 * DOLLAR, "it goes on");
        assertLe(shares.claimableRevenue(bob), 0, "the smallest share earns nothing");
        vm.warp(START + 66 days);
        assertWithin(shares.claimableRevenue(alice), 1_200 * DOLLAR, "at the end");
    }

    // ------------------------------------------------------------------ claim

    function test_claimRevenue_ByAnyone() external {
        release(alice, SUPPLY / 2);
        pay(100 * DOLLAR);
        vm.warp(START + WEEK);
        uint256 due = shares.claimableRevenue(alice);
        assertWithin(due, 50 * DOLLAR, "due");
        vm.expectEmit(address(shares));
        emit IModelShares.RevenueClaimed(alice, alice, due);
        vm.prank(stranger);
        assertEq(shares.claimRevenue(alice), due, "returned");
        assertEq(token.balanceOf(alice), due, "balance of the account");
        assertEq(token.balanceOf(stranger), 0, "balance of the sender");
        assertEq(shares.claimableRevenue(alice), 0, "nothing left");
        assertEq(shares.claimRevenue(alice), 0, "once");
        assertEq(token.balanceOf(alice), due, "balance after the second claim");
        assertEq(shares.claimRevenue(stranger), 0, "of an account without shares");
    }

    function test_claimRevenueTo() external {
        release(alice, SUPPLY / 2);
        pay(100 * DOLLAR);
        vm.warp(START + WEEK);
        uint256 due = shares.claimableRevenue(alice);
        vm.expectEmit(address(shares));
        emit IModelShares.RevenueClaimed(alice, bob, due);
        vm.prank(alice);
        assertEq(shares.claimRevenueTo(bob), due, "returned");
        assertEq(token.balanceOf(bob), due, "balance of the recipient");
        assertEq(token.balanceOf(alice), 0, "balance of the account");
    }

    function test_claimRevenue_RevertWhen_RecipientIsNobody() external {
        release(alice, SUPPLY / 2);
        pay(100 * DOLLAR);
        vm.warp(START + WEEK);
        vm.expectRevert(IModelShares.RecipientIsShares.selector);
        shares.claimRevenue(address(shares));
        vm.expectRevert(IModelShares.AccountZero.selector);
        shares.claimRevenue(address(0));
        vm.startPrank(alice);
        vm.expectRevert(IModelShares.RecipientIsShares.selector);
        shares.claimRevenueTo(address(shares));
        vm.expectRevert(IModelShares.AccountZero.selector);
        shares.claimRevenueTo(address(0));
        vm.stopPrank();
        assertWithin(shares.claimableRevenue(address(shares)), 50 * DOLLAR, "of unclaimed shares");
    }

    function test_claimRevenue_OfAContract() external {
        // A contract that answers to nothing that a pool is asked, and one that answers wrongly, are no pools.
        address[2] memory holders = [address(poolFactory), address(new Pool(stranger, address(token), bob, 1))];
        for (uint256 i = 0; i < holders.length; ++i) {
            release(holders[i], SUPPLY / 2);
        }
        pay(100 * DOLLAR);
        vm.warp(START + WEEK);
        for (uint256 i = 0; i < holders.length; ++i) {
            assertWithin(shares.claimRevenue(holders[i]), 50 * DOLLAR, "of a contract");
        }
    }

    function test_claimRevenue_GivenTheTokenBlocksAnAccount() external {
        BlockingToken blocking = new BlockingToken();
        token = blocking;
        shares = clone(BOUNTY);
        release(alice, SUPPLY / 2);
        release(bob, SUPPLY / 2);
        pay(100 * DOLLAR);
        vm.warp(START + WEEK);
        blocking.setBlocked(alice, true);
        vm.expectRevert(abi.encodeWithSelector(BlockingToken.AccountBlocked.selector, alice));
        shares.claimRevenue(alice);
        assertWithin(shares.claimRevenue(bob), 50 * DOLLAR, "of another");
        transfer(alice, carol, SUPPLY / 2);
        assertWithin(shares.claimableRevenue(alice), 50 * DOLLAR, "it stays due");
        vm.prank(alice);
        assertWithin(shares.claimRevenueTo(carol), 50 * DOLLAR, "to another address");
    }

    function test_claimRevenue_GivenTheTokenCallsBack() external {
        ReentrantToken hostile = new ReentrantToken();
        token = hostile;
        shares = clone(BOUNTY);
        release(alice, SUPPLY / 2);
        release(bob, SUPPLY / 2);
        pay(100 * DOLLAR);
        vm.warp(START + WEEK);
        bytes[5] memory calls = [
            abi.encodeCall(IModelShares.claimRevenue, (alice)),
            abi.encodeCall(IModelShares.claimRevenueTo, (alice)),
            abi.encodeCall(IModelShares.pay, (1)),
            abi.encodeCall(IModelShares.distribute, ()),
            abi.encodeCall(IModelShares.exclude, (newPool(500)))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            hostile.arm(address(shares), calls[i]);
            assertWithin(shares.claimRevenue(alice), 50 * DOLLAR, "claimed");
            assertTrue(hostile.called(), "the token called back");
            assertEq(
                hostile.callResult(),
                abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
                "and was refused"
            );
            assertWithin(token.balanceOf(alice), 50 * DOLLAR, "paid once");
            assertWithin(shares.claimableRevenue(bob), 50 * DOLLAR, "of another");
            vm.revertToState(snapshot);
        }
    }

    // ------------------------------------------------------------------ transfers

    function test_transfer_SettlesBothSides() external {
        release(alice, SUPPLY / 2);
        release(bob, SUPPLY / 2);
        pay(700 * DOLLAR);
        vm.warp(START + 2 days);
        transfer(alice, bob, SUPPLY / 4);
        assertWithin(shares.claimableRevenue(alice), 100 * DOLLAR, "the seller keeps what it earned");
        assertWithin(shares.claimableRevenue(bob), 100 * DOLLAR, "the buyer gets no more by buying");
        vm.warp(START + 6 days);
        assertWithin(shares.claimableRevenue(alice), 200 * DOLLAR, "seller");
        assertWithin(shares.claimableRevenue(bob), 400 * DOLLAR, "buyer");
        transfer(alice, carol, SUPPLY / 4);
        vm.warp(START + 7 days);
        assertWithin(shares.claimRevenue(alice), 200 * DOLLAR, "seller of all");
        assertWithin(shares.claimRevenue(bob), 475 * DOLLAR, "holder");
        assertWithin(shares.claimRevenue(carol), 25 * DOLLAR, "buyer of late");
        assertLe(token.balanceOf(address(shares)), 3, "remainders");
    }

    function test_transfer_ToOneselfOrOfNothing() external {
        release(alice, SUPPLY / 2);
        release(bob, SUPPLY / 2);
        pay(700 * DOLLAR);
        vm.warp(START + 2 days);
        transfer(alice, alice, SUPPLY / 2);
        transfer(alice, alice, SUPPLY / 2);
        transfer(alice, bob, 0);
        transfer(carol, alice, 0);
        vm.prank(stranger);
        shares.transferFrom(bob, carol, 0);
        assertWithin(shares.claimableRevenue(alice), 100 * DOLLAR, "alice");
        assertWithin(shares.claimableRevenue(bob), 100 * DOLLAR, "bob");
        assertEq(shares.claimableRevenue(carol), 0, "carol");
        assertEq(shares.balanceOf(alice), SUPPLY / 2, "balance");
    }

    function test_transfer_RevertWhen_AmountIsMoreThanIsHeld() external {
        address pool = newPool(500);
        shares.exclude(pool);
        release(alice, 5);
        address[2] memory recipients = [bob, pool];
        for (uint256 i = 0; i < recipients.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 5, type(uint256).max)
            );
            transfer(alice, recipients[i], type(uint256).max);
        }
    }

    function test_transfer_WritesNoSlotOfTheStream() external {
        release(alice, SUPPLY / 2);
        release(bob, SUPPLY / 4);
        pay(700 * DOLLAR);
        vm.warp(START + 2 days);
        vm.record();
        transfer(alice, bob, SUPPLY / 4);
        release(carol, SUPPLY / 4);
        shares.claimRevenue(alice);
        (, bytes32[] memory written) = vm.accesses(address(shares));
        assertGt(written.length, 0, "something is written");
        for (uint256 i = 0; i < written.length; ++i) {
            assertTrue(
                uint256(written[i]) != STREAM_SLOT && uint256(written[i]) != STREAM_SLOT + 1,
                "a slot of the stream is written"
            );
        }
        vm.record();
        pay(1);
        (, written) = vm.accesses(address(shares));
        assertTrue(_contains(written, STREAM_SLOT) && _contains(written, STREAM_SLOT + 1), "a payment writes both");
    }

    function test_release_BringsWhatWasEarned() external {
        pay(700 * DOLLAR);
        vm.warp(START + 7 days);
        release(alice, SUPPLY / 10);
        assertWithin(shares.claimableRevenue(alice), 70 * DOLLAR, "since the beginning");
        pay(700 * DOLLAR);
        vm.warp(START + 14 days);
        release(alice, SUPPLY / 10); // a second part, to the same account
        assertWithin(shares.claimableRevenue(alice), 280 * DOLLAR, "both parts");
        assertWithin(shares.claimableRevenue(address(shares)), 1_120 * DOLLAR, "what is unclaimed");
        assertWithin(shares.claimRevenue(alice), 280 * DOLLAR, "claimed");
        release(bob, (SUPPLY * 8) / 10);
        assertWithin(shares.claimRevenue(bob), 1_120 * DOLLAR, "the rest");
        assertLe(token.balanceOf(address(shares)), 3, "remainders");
    }

    // ------------------------------------------------------------------ exclude

    function test_exclude_RevertWhen_AccountIsNoPool() external {
        address real = newPool(500);
        address[6] memory accounts = [
            alice,
            address(token),
            address(shares),
            // It says all that the real one says.
            address(new Pool(address(poolFactory), Pool(real).token0(), Pool(real).token1(), 500)),
            // The factory knows no pool with this fee.
            address(new Pool(address(poolFactory), Pool(real).token0(), Pool(real).token1(), 501)),
            // A pool that the factory knows, of other tokens.
            poolFactory.createPool(address(token), address(new FeeToken()), 500)
        ];
        for (uint256 i = 0; i < accounts.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IModelShares.NotAPool.selector, accounts[i]));
            shares.exclude(accounts[i]);
        }
        shares.exclude(real);
        assertTrue(shares.isExcluded(real), "the real one");
    }

    function test_exclude_RevertGiven_NoFactory() external {
        address pool = newPool(500);
        implementation = new ModelShares(IUniswapV3Factory(address(0)));
        shares = clone(BOUNTY);
        vm.expectRevert(abi.encodeWithSelector(IModelShares.NotAPool.selector, pool));
        shares.exclude(pool);
        // There nobody is refused as a pool either.
        assertEq(shares.claimRevenue(pool), 0, "claimed");
    }

    function test_exclude_RevertGiven_Excluded() external {
        address pool = newPool(500);
        shares.exclude(pool);
        vm.expectRevert(abi.encodeWithSelector(IModelShares.AlreadyExcluded.selector, pool));
        shares.exclude(pool);
    }

    function test_exclude_EitherTokenOfThePair() external {
        // Some of these tokens have addresses below that of the shares, some above.
        for (uint256 i = 0; i < 8; ++i) {
            address pool = poolFactory.createPool(address(new FeeToken()), address(shares), 3_000);
            vm.prank(stranger);
            shares.exclude(pool);
            assertTrue(shares.isExcluded(pool), "excluded");
        }
    }

    function test_exclude_StreamsAgainWhatThePoolEarned() external {
        address pool = newPool(500);
        release(alice, SUPPLY / 2);
        release(pool, SUPPLY / 2);
        pay(700 * DOLLAR);
        vm.warp(START + 6 days);
        assertWithin(shares.claimableRevenue(pool), 300 * DOLLAR, "the pool earns until then");
        // A hundred are left, for a day, and three hundred return: (100·1 + 300·7) / 400 = 5.5 days.
        vm.expectEmit(address(shares));
        emit IModelShares.PoolExcluded(pool, shares.claimableRevenue(pool));
        shares.exclude(pool);
        assertEq(shares.claimableRevenue(pool), 0, "the pool");
        assertEq(shares.revenueFacts().eligible, SUPPLY / 2, "eligible");
        assertApproxEqAbs(shares.revenueFacts().timeLeft, 5 days + 12 hours, 1, "time left");
        assertWithin(shares.revenueFacts().unstreamed, 400 * DOLLAR, "unstreamed");

        vm.warp(START + 12 days);
        assertEq(shares.claimableRevenue(pool), 0, "the pool earns nothing");
        assertApproxEqAbs(shares.claimRevenue(alice), 700 * DOLLAR, 2, "all goes to the other");
        vm.expectRevert(abi.encodeWithSelector(IModelShares.AccountIsPool.selector, pool));
        shares.claimRevenue(pool);
    }

    function test_exclude_TransfersChangeWhatIsEligible() external {
        (address pool, address other) = (newPool(500), newPool(3_000));
        shares.exclude(pool);
        shares.exclude(other);
        release(alice, SUPPLY / 2);
        release(bob, SUPPLY / 2);
        pay(700 * DOLLAR);
        vm.warp(START + 1 days);
        transfer(alice, pool, SUPPLY / 4);
        assertEq(shares.revenueFacts().eligible, (SUPPLY * 3) / 4, "into the pool");
        vm.warp(START + 4 days); // 300 among three quarters: 100 for each
        assertWithin(shares.claimableRevenue(alice), 150 * DOLLAR, "alice");
        assertWithin(shares.claimableRevenue(bob), 250 * DOLLAR, "bob");
        transfer(pool, other, SUPPLY / 8);
        assertEq(shares.revenueFacts().eligible, (SUPPLY * 3) / 4, "from pool to pool");
        transfer(other, carol, SUPPLY / 8);
        transfer(pool, carol, SUPPLY / 8);
        assertEq(shares.revenueFacts().eligible, SUPPLY, "out of the pools");
        vm.warp(START + 7 days);
        assertWithin(shares.claimableRevenue(alice), 225 * DOLLAR, "alice at the end");
        assertWithin(shares.claimableRevenue(bob), 400 * DOLLAR, "bob at the end");
        assertWithin(shares.claimableRevenue(carol), 75 * DOLLAR, "carol at the end");
    }

    function test_release_ToAnExcludedPool() external {
        address pool = newPool(500);
        shares.exclude(pool);
        release(alice, SUPPLY / 2);
        release(pool, SUPPLY / 8); // before anything is earned
        assertEq(shares.revenueFacts().eligible, (SUPPLY * 7) / 8, "eligible");
        pay(700 * DOLLAR);
        vm.warp(START + 7 days);
        release(pool, (SUPPLY * 3) / 8);
        assertEq(shares.claimableRevenue(pool), 0, "the pool");
        assertEq(shares.revenueFacts().eligible, SUPPLY / 2, "eligible at the end");
        assertWithin(shares.revenueFacts().unstreamed, 300 * DOLLAR, "streams again");
        vm.warp(START + 14 days);
        assertApproxEqAbs(shares.claimableRevenue(alice), 700 * DOLLAR, 2, "all goes to the other");
    }

    // ------------------------------------------------------------------ royalties

    function test_distribute() external {
        ModelShares child = _childOf(shares, 1_500);
        assertEq(child.distribute(), 0, "nothing is pending");
        token.mint(payer, 1_005);
        vm.startPrank(payer);
        token.approve(address(child), 1_005);
        vm.expectEmit(address(child));
        emit IModelShares.RevenuePaid(payer, 1_005, 150, WEEK); // 150.75, rounded down
        child.pay(1_005);
        vm.stopPrank();
        assertEq(child.pendingRoyalty(), 150, "pending");
        assertEq(child.revenueFacts().received, 1_005, "received by the child");
        assertEq(child.revenueFacts().unstreamed, 855, "streams in the child");
        assertEq(shares.revenueFacts().received, 0, "received by the parent");

        vm.expectEmit(address(child));
        emit IModelShares.RoyaltyDistributed(shares, 150);
        vm.expectEmit(address(shares));
        emit IModelShares.RevenuePaid(address(child), 150, 0, WEEK);
        vm.prank(stranger);
        assertEq(child.distribute(), 150, "returned");
        assertEq(child.pendingRoyalty(), 0, "nothing is pending any more");
        assertEq(token.balanceOf(address(child)), 855, "balance of the child");
        assertEq(token.balanceOf(address(shares)), 150, "balance of the parent");
        assertEq(token.allowance(address(child), address(shares)), 0, "allowance");
        assertEq(shares.revenueFacts().unstreamed, 150, "streams in the parent");
    }

    function test_distribute_LevelByLevel() external {
        ModelShares child = _childOf(shares, 2_000);
        ModelShares grandchild = _childOf(child, 1_000);
        payTo(grandchild, 10_000);
        grandchild.distribute();
        assertEq(child.pendingRoyalty(), 200, "of a royalty a royalty is due");
        child.distribute();
        assertEq(grandchild.revenueFacts().unstreamed, 9_000, "grandchild");
        assertEq(child.revenueFacts().unstreamed, 800, "child");
        assertEq(shares.revenueFacts().unstreamed, 200, "parent");
    }

    /// @dev Royalties count to what has 96 bits, so that what is pending fits.
    function test_distribute_GivenTheLargestPayment() external {
        ModelShares child = _childOf(shares, 2_000);
        payTo(child, MAXIMUM);
        assertEq(child.pendingRoyalty(), MAXIMUM / 5, "pending");
        assertEq(child.distribute(), MAXIMUM / 5, "distributed");
    }

    // ------------------------------------------------------------------ precision

    /// @dev A payment each hour, of odd amounts, to a thousand holders of odd numbers of shares.
    function test_precision_AThousandPaymentsToAThousandHolders() external {
        uint256 held = 0;
        for (uint256 i = 0; i < 1_000; ++i) {
            uint256 balance = i == 999 ? SUPPLY - held : _sharesOf(i);
            release(_holder(i), balance);
            held += balance;
        }
        uint256 paid = 0;
        for (uint256 i = 0; i < 1_000; ++i) {
            uint256 amount = (uint256(keccak256(abi.encode("payment", i))) % (100 * DOLLAR)) + 1;
            pay(amount);
            paid += amount;
            vm.warp(START + (i + 1) * 1 hours + i); // not a divisor of anything
        }
        vm.warp(START + 1_000 * 2 hours + WEEK);
        assertEq(shares.revenueFacts().timeLeft, 0, "all is streamed");
        uint256 claimed = 0;
        for (uint256 i = 0; i < 1_000; ++i) {
            address holder = _holder(i);
            uint256 exact = (paid * shares.balanceOf(holder)) / SUPPLY;
            uint256 amount = shares.claimRevenue(holder);
            assertWithin(amount, exact, "a holder's part");
            claimed += amount;
        }
        assertEq(token.balanceOf(address(shares)), paid - claimed, "what is left");
    }

    function test_precision_SettlingTenThousandTimes() external {
        release(alice, SUPPLY / 3);
        release(bob, SUPPLY / 3);
        pay(7 * DOLLAR + 1);
        for (uint256 i = 1; i <= 10_000; ++i) {
            vm.warp(START + i * 60);
            vm.prank(stranger);
            shares.transferFrom(alice, bob, 0); // anybody can, and earns less than a unit a second with it
        }
        vm.warp(START + WEEK);
        assertWithin(shares.claimableRevenue(alice), (7 * DOLLAR + 1) / uint256(3), "alice");
        assertWithin(shares.claimableRevenue(bob), (7 * DOLLAR + 1) / uint256(3), "bob");
    }

    function test_precision_ClaimingAThousandTimes() external {
        release(alice, SUPPLY / 3);
        pay(7 * DOLLAR + 1);
        uint256 claimed = 0;
        for (uint256 i = 1; i <= 1_000; ++i) {
            vm.warp(START + i * 7 minutes);
            claimed += shares.claimRevenue(alice); // the fraction of a unit waits for the next claim
        }
        vm.warp(START + WEEK);
        claimed += shares.claimRevenue(alice);
        assertWithin(claimed, (7 * DOLLAR + 1) / uint256(3), "claimed");
        assertEq(token.balanceOf(alice), claimed, "balance");
    }

    /// @dev Of one unit, alice's part is 65,535.5 of 65,536: an accrual of a fraction more than is due would pay the unit.
    function test_precision_AUnitThatIsNotWhole() external {
        release(alice, SUPPLY - 7 * SHARE);
        pay(1);
        vm.warp(START + WEEK);
        assertEq(shares.claimRevenue(alice), 0, "claimed");
        assertEq(token.balanceOf(address(shares)), 1, "what is left");
    }

    // ------------------------------------------------------------------ threats

    function test_Threat27_JustInTimeShares() external {
        release(alice, SUPPLY / 2);
        release(bob, SUPPLY / 2);
        // Carol buys half of all shares in front of the payment, and sells them behind it.
        transfer(bob, carol, SUPPLY / 2);
        pay(700 * DOLLAR);
        transfer(carol, bob, SUPPLY / 2);
        assertEq(shares.claimableRevenue(carol), 0, "within a block");
        vm.warp(START + WEEK);
        assertEq(shares.claimableRevenue(carol), 0, "and later");
        assertWithin(shares.claimRevenue(bob), 350 * DOLLAR, "who held it");

        // Held for an hour it earns an hour's part of what holding through the stream gives.
        transfer(bob, carol, SUPPLY / 2);
        pay(700 * DOLLAR);
        vm.warp(START + WEEK + 1 hours);
        transfer(carol, bob, SUPPLY / 2);
        vm.warp(START + 2 * WEEK);
        assertWithin(shares.claimableRevenue(carol), (350 * DOLLAR) / uint256(168), "an hour's part");

        // Nor does it help to wait for the end of a stream: what is left of it is all that is to be had.
        pay(700 * DOLLAR);
        vm.warp(START + 3 * WEEK - 1 hours);
        transfer(bob, carol, SUPPLY / 2);
        vm.warp(START + 4 * WEEK);
        assertLe(shares.claimableRevenue(carol), (2 * 350 * DOLLAR) / uint256(168), "the last hour's part");
    }

    function test_Threat28_WhatAPoolEarnedStreamsAgain() external {
        address pool = newPool(500);
        release(alice, SUPPLY / 2);
        release(pool, SUPPLY / 2);
        pay(700 * DOLLAR);
        vm.warp(START + WEEK);
        // Whoever would rather burn it cannot pay it into the pool.
        vm.expectRevert(abi.encodeWithSelector(IModelShares.AccountIsPool.selector, pool));
        vm.prank(stranger);
        shares.claimRevenue(pool);
        assertEq(token.balanceOf(pool), 0, "balance of the pool");

        vm.prank(stranger);
        shares.exclude(pool);
        vm.warp(START + 2 * WEEK);
        assertApproxEqAbs(shares.claimRevenue(alice), 700 * DOLLAR, 2, "all goes to who can collect it");
    }

    function test_Threat28_WhatUnclaimedSharesEarnedFollowsThem() external {
        release(alice, SUPPLY / 2);
        pay(700 * DOLLAR);
        vm.warp(START + 30 days);
        assertWithin(shares.claimRevenue(alice), 350 * DOLLAR, "who claimed its shares early");
        release(bob, SUPPLY / 2);
        assertWithin(shares.claimRevenue(bob), 350 * DOLLAR, "who claimed them late");
        assertLe(token.balanceOf(address(shares)), 2, "nothing is stuck but remainders");
    }

    function test_Threat28_DustDoesNotStretchTheStream() external {
        release(alice, SUPPLY);
        pay(700 * DOLLAR);
        // A unit each hour for a week, and a thousand of them in the last one.
        for (uint256 i = 1; i < 168; ++i) {
            vm.warp(START + i * 1 hours);
            pay(1);
            assertEq(shares.revenueFacts().timeLeft, WEEK - i * 1 hours, "the end stays");
        }
        for (uint256 i = 0; i < 1_000; ++i) {
            pay(1);
        }
        assertEq(shares.revenueFacts().timeLeft, 1 hours, "many at once");
        vm.warp(START + WEEK);
        assertWithin(shares.claimableRevenue(alice), 700 * DOLLAR + 1_167, "all is streamed in time");
        assertEq(shares.revenueFacts().timeLeft, 0, "the stream ended");

        // One large piece of dust moves the end by its weight and no more.
        pay(700 * DOLLAR);
        vm.warp(START + WEEK + 6 days);
        pay(1 * DOLLAR);
        assertLe(shares.revenueFacts().timeLeft, 1 days + 6 days / uint256(101), "a hundredth of the rest");
    }

    function test_Threat38_ParentThatRefusesBlocksNothing() external {
        ModelShares child = _childOf(shares, 2_000);
        child.release(alice, SUPPLY);
        // The parent can take nothing more.
        pay(MAXIMUM);
        payTo(child, 700 * DOLLAR);
        vm.warp(START + WEEK);
        vm.expectRevert(abi.encodeWithSelector(IModelShares.RevenueTooLarge.selector, 140 * DOLLAR, 0));
        child.distribute();
        assertEq(child.pendingRoyalty(), 140 * DOLLAR, "it stays pending");
        assertWithin(child.claimRevenue(alice), 560 * DOLLAR, "claims go on");
        payTo(child, 700 * DOLLAR);
        assertEq(child.pendingRoyalty(), 280 * DOLLAR, "payments go on");
        vm.prank(alice);
        child.transfer(bob, SUPPLY);

        // Nor does a parent that is no shares at all block more.
        Model memory model = modelOf(BOUNTY);
        (model.parent, model.royaltyBps) = (IModelShares(address(poolFactory)), 2_000);
        child = clone(model);
        payTo(child, 100);
        vm.expectRevert();
        child.distribute();
        payTo(child, 100);
        assertEq(child.pendingRoyalty(), 40, "pending");
    }

    /// @dev An escrow settles the parent before it creates the child. Were there a circle, money would go round it, a level a
    /// call, and get less.
    function test_Threat38_CirclePassesOnOneLevelACall() external {
        address first = Clones.predictDeterministicAddress(address(implementation), "first");
        Model memory model = modelOf(BOUNTY);
        (model.parent, model.royaltyBps) = (IModelShares(first), 2_000);
        ModelShares second = clone(model);
        model.parent = second;
        assertEq(Clones.cloneDeterministic(address(implementation), "first"), first, "predicted");
        ModelShares(first).initialize(model);

        payTo(second, 10_000);
        assertEq(second.pendingRoyalty(), 2_000, "second");
        second.distribute();
        assertEq(ModelShares(first).pendingRoyalty(), 400, "first");
        ModelShares(first).distribute();
        assertEq(second.pendingRoyalty(), 80, "second again");
        assertEq(second.revenueFacts().received, 10_400, "received");
        assertEq(token.balanceOf(address(second)) + token.balanceOf(first), 10_000, "no money is made");
    }

    // ------------------------------------------------------------------ helpers

    /// @dev As much as is due, or a unit less.
    function assertWithin(uint256 actual, uint256 exact, string memory label) private pure {
        assertLe(actual, exact, string.concat(label, ": no more"));
        assertGe(actual + 1, exact, string.concat(label, ": no less"));
    }

    function assertFacts(uint256 received, uint256 unstreamed, uint256 timeLeft) private view {
        IModelShares.RevenueFacts memory facts = shares.revenueFacts();
        assertEq(facts.received, received, "received");
        assertWithin(facts.unstreamed, unstreamed, "unstreamed");
        assertEq(facts.timeLeft, timeLeft, "time left");
    }

    function _childOf(IModelShares parent, uint16 royaltyBps) private returns (ModelShares) {
        Model memory model = modelOf(BountyId.wrap(BountyId.unwrap(parent.bounty()) + 1));
        (model.parent, model.royaltyBps) = (parent, royaltyBps);
        return clone(model);
    }

    function _holder(uint256 i) private pure returns (address) {
        return address(uint160(0x1000 + i));
    }

    /// @dev At most two thousandths of the supply.
    function _sharesOf(uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("shares", i))) % (SUPPLY / 1_000);
    }

    function _contains(bytes32[] memory slots, uint256 slot) private pure returns (bool) {
        for (uint256 i = 0; i < slots.length; ++i) {
            if (uint256(slots[i]) == slot) return true;
        }
        return false;
    }
}
