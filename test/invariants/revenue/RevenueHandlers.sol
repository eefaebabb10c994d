// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Test} from "forge-std/Test.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {BlockingToken} from "../../../contracts/mocks/BlockingToken.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {RevenueWorld} from "./RevenueWorld.sol";

/// @title What holders, payers and pools do, and who would rob them
/// @notice A handler acts where its action is allowed, and does nothing elsewhere.
contract RevenueHandlers is Test {
    uint256 private constant LARGEST_PAYMENT = 1e24;

    RevenueWorld internal world;
    address private payer = makeAddr("payer");
    address private hostile = makeAddr("hostile");

    constructor(RevenueWorld world_) {
        world = world_;
    }

    /// @dev Sees afterwards that the call took nothing from anybody.
    modifier recorded() {
        _;
        world.observe();
    }

    // ------------------------------------------------------------------ money

    /// @dev Of dust, of a large amount, or of anything between.
    function pay(uint256 modelSeed, uint256 amount) external recorded {
        _pay(modelSeed % world.MODELS(), _amount(amount));
    }

    function distribute(uint256) external recorded {
        // Only the second model has a parent.
        world.recordDistribution(1, world.models(1).distribute());
    }

    function claim(uint256 modelSeed, uint256 accountSeed, bool toAnother) external recorded {
        uint256 m = modelSeed % world.MODELS();
        address account = world.account(accountSeed % 6);
        address to = toAnother ? hostile : account;
        if (m < 2 && BlockingToken(address(world.tokenOf(m))).blocked(to)) return;
        (uint256 before, ModelShares shares) = (world.tokenOf(m).balanceOf(to), world.models(m));
        vm.prank(toAnother ? account : hostile);
        if (toAnother) shares.claimRevenueTo(to);
        else shares.claimRevenue(account);
        world.recordClaim(m, account, world.tokenOf(m).balanceOf(to) - before);
    }

    // ------------------------------------------------------------------ shares

    function release(uint256 modelSeed, uint256 holderSeed, uint256 amount) external recorded {
        (uint256 m, address to) = _holder(modelSeed, holderSeed);
        world.release(m, to, _part(amount, world.models(m).balanceOf(address(world.models(m)))));
    }

    function transfer(uint256 modelSeed, uint256 fromSeed, uint256 toSeed, uint256 amount) external recorded {
        (uint256 m, address from) = _holder(modelSeed, fromSeed);
        (, address to) = _holder(modelSeed, toSeed);
        ModelShares shares = world.models(m);
        amount = _part(amount, shares.balanceOf(from));
        vm.prank(from);
        shares.transfer(to, amount);
    }

    function exclude(uint256 modelSeed, uint256 poolSeed, uint256 rarely) external recorded {
        uint256 m = modelSeed % world.MODELS();
        address pool = world.pool(m, poolSeed % 2);
        if (pool == address(0) || world.models(m).isExcluded(pool) || rarely % 3 != 0) return;
        world.models(m).exclude(pool);
        world.forgetPool(m, pool);
    }

    function createPool(uint256 modelSeed, uint256 poolSeed) external recorded {
        world.createPool(modelSeed % world.MODELS(), poolSeed % 2);
    }

    /// @dev Buys all shares of a holder in front of a payment, holds them for a while, and sells them.
    function jumpIn(uint256 modelSeed, uint256 fromSeed, uint256 amount, uint256 time) external recorded {
        (uint256 m, address from) = _holder(modelSeed, fromSeed);
        ModelShares shares = world.models(m);
        uint256 balance = shares.balanceOf(from);
        address buyer = address(uint160(0xbeef));
        vm.prank(from);
        shares.transfer(buyer, balance);
        _pay(m, _amount(amount));
        IModelShares.RevenueFacts memory facts = shares.revenueFacts();
        time = _bound(time, 0, 2 days);
        vm.warp(block.timestamp + time);
        uint256 earned = shares.claimableRevenue(buyer);
        // Its part of what streamed meanwhile, and the fraction of a unit that was left to it before; never its part of the whole.
        uint256 streamed = Math.mulDiv(facts.unstreamed + 1, Math.min(time, facts.timeLeft), facts.timeLeft) + 1;
        uint256 most = facts.eligible < 1e18 ? 0 : Math.mulDiv(streamed, balance, facts.eligible);
        if (earned > most + 1) world.recordJump();
        vm.prank(buyer);
        shares.transfer(from, balance);
        uint256 claimed = shares.claimRevenue(buyer);
        world.recordClaim(m, from, claimed);
        if (shares.claimableRevenue(buyer) != 0) world.recordJump();
    }

    // ------------------------------------------------------------------ who would rob them

    /// @dev The token of the third model calls back in the middle of a claim or of a payment.
    function callBack(uint256 what, uint256 accountSeed, uint256 amount) external recorded {
        ModelShares shares = world.models(2);
        ReentrantToken token = ReentrantToken(address(world.tokenOf(2)));
        address account = world.account(accountSeed % 6);
        if (what % 4 == 0) token.arm(address(shares), abi.encodeCall(IModelShares.claimRevenue, (account)));
        else if (what % 4 == 1) token.arm(address(shares), abi.encodeCall(IModelShares.pay, (1)));
        else if (what % 4 == 2) token.arm(address(shares), abi.encodeCall(IModelShares.exclude, (world.pool(2, 0))));
        else token.arm(address(shares), abi.encodeCall(IModelShares.release, (account, 1e18)));
        if (what % 8 < 4) {
            _pay(2, _amount(amount));
        } else {
            uint256 before = token.balanceOf(account);
            shares.claimRevenue(account);
            world.recordClaim(2, account, token.balanceOf(account) - before);
        }
        token.arm(address(0), "");
    }

    /// @dev Tries what is not its own.
    function meddle(uint256 modelSeed, uint256 what, uint256 amount) external recorded {
        (uint256 m, address holder) = _holder(modelSeed, what / 8);
        ModelShares shares = world.models(m);
        vm.startPrank(hostile);
        if (what % 8 == 0) try shares.release(hostile, amount) {} catch {}
        else if (what % 8 == 1) try shares.transferFrom(holder, hostile, amount) {} catch {}
        else if (what % 8 == 2) try shares.claimRevenue(address(shares)) {} catch {}
        else if (what % 8 == 3) try shares.claimRevenue(world.pool(m, 0)) {} catch {}
        else if (what % 8 == 4) try shares.exclude(holder) {} catch {}
        else if (what % 8 == 5) try shares.pay(type(uint256).max) {} catch {}
        else if (what % 8 == 6) shares.transferFrom(holder, hostile, 0);
        else shares.claimRevenueTo(hostile);
        vm.stopPrank();
        if (what % 8 == 4 && shares.isExcluded(holder)) world.forgetPool(m, holder);
    }

    function donate(uint256 modelSeed, uint256 amount) external recorded {
        uint256 m = modelSeed % world.MODELS();
        world.tokenOf(m).mint(address(world.models(m)), amount % 1_000_000);
    }

    function block_(uint256 accountSeed, bool blocked) external recorded {
        BlockingToken(address(world.tokenOf(0))).setBlocked(world.account(accountSeed % 6), blocked);
    }

    /// @dev A second, up to a day, or beyond the end of every stream.
    function passTime(uint256 seed) external recorded {
        uint256 time =
            seed % 4 == 0
                ? 1
                : seed % 4 == 1
                    ? 8 days
                    : seed % 1 days;
        vm.warp(block.timestamp + time);
    }

    // ------------------------------------------------------------------ helpers

    function _pay(uint256 m, uint256 amount) private {
        (TestToken token, ModelShares shares) = (world.tokenOf(m), world.models(m));
        token.mint(payer, amount);
        vm.startPrank(payer);
        token.approve(address(shares), amount);
        shares.pay(amount);
        vm.stopPrank();
        world.recordPayment(m, amount);
    }

    function _amount(uint256 seed) private pure returns (uint256) {
        return
            _bound(
                seed / 4,
                1,
                seed % 4 == 0
                    ? 10
                    : seed % 4 == 1
                        ? LARGEST_PAYMENT
                        : 1e9
            );
    }

    /// @dev Nothing, all, or any part.
    function _part(uint256 seed, uint256 whole) private pure returns (uint256) {
        return seed % 8 == 0 ? whole : _bound(seed / 8, 0, whole);
    }

    /// @dev An account, or a pool that exists.
    function _holder(uint256 modelSeed, uint256 seed) private view returns (uint256 m, address holder) {
        m = modelSeed % world.MODELS();
        holder = world.holders(m)[seed % world.ACCOUNTS()];
        if (holder == address(0)) holder = world.account(seed % 6);
    }
}
