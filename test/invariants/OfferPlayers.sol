// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {FeeToken} from "../../contracts/mocks/FeeToken.sol";
import {ReentrantToken} from "../../contracts/mocks/ReentrantToken.sol";
import {TestToken} from "../../contracts/mocks/TestToken.sol";
import {ShareOffers} from "../../contracts/ownership/ShareOffers.sol";
import {ShareOffer} from "../../contracts/types/ShareOffer.sol";
import {HostileWallet, OwnedWallet} from "../contracts/shared/Wallets.sol";

/// @title Makers and takers of offers, some of them hostile, in tokens of which some are too
/// @notice Every offer has a maker of its own, who holds and has approved far more than it offers: what the maker has given away and
/// got is what was done under the offer, whatever the contract says of it. Whether a call reverts is not asserted here: what it does is.
contract OfferPlayers is Test {
    struct Made {
        ShareOffer offer;
        bytes signature;
        /// Expired or cancelled; `given` is then final.
        bool closed;
        uint256 given;
    }

    uint256 public constant HOLDING = 1e9;
    uint256 private constant MAXIMUM_OFFERS = 12;
    uint256 private constant KEYS = 3;

    ShareOffers public immutable offers;
    /// @dev Approves this contract of everything, and never does anything more.
    address public immutable bystander = makeAddr("bystander");

    TestToken[] public tokens;
    Made[] private _made;
    address[] private _takers;
    ReentrantToken private _hostile;
    mapping(address wallet => bool) private _takesAll;

    constructor(ShareOffers offers_) {
        offers = offers_;
        _hostile = new ReentrantToken();
        tokens = [new TestToken(), new TestToken(), TestToken(_hostile), TestToken(new FeeToken())];
        // The hostile token takes offers itself, from within a transfer: it holds money, and makes itself approve.
        _takers = [makeAddr("first taker"), makeAddr("second taker"), address(_hostile)];
        for (uint256 i = 0; i < _takers.length; ++i) {
            _fund(_takers[i]);
        }
        _fund(bystander);
    }

    // ------------------------------------------------------------------ calls

    /// @notice Signs an offer: by a key, by a wallet of a key, or by a wallet that takes every signature.
    function make(uint256 seed, uint128 sellAmount, uint128 buyAmount, uint256 lasts) external {
        if (_made.length == MAXIMUM_OFFERS) return;
        (address maker, uint256 key) = _newMaker(seed);
        Made storage made = _made.push();
        made.offer = ShareOffer({
            maker: maker,
            taker: seed % 5 == 0 ? _takers[seed % _takers.length] : address(0),
            sellToken: tokens[(seed >> 8) % tokens.length],
            buyToken: tokens[(seed >> 16) % tokens.length],
            sellAmount: uint128(_bound(sellAmount, 1, 1_000)),
            buyAmount: uint128(_bound(buyAmount, 0, 1_000)),
            expiry: uint40(block.timestamp + _bound(lasts, 1, 10 days)),
            epoch: 0,
            nonce: seed
        });
        made.signature = _sign(key, made.offer);
    }

    /// @notice Takes a part of an offer, or too much, with its signature or a version of it; a hostile token that moves on the way takes
    /// the same offer, or another one, once more.
    function fill(uint256 offerSeed, uint256 takerSeed, uint128 amount, uint256 how, uint256 again) external {
        if (_made.length == 0) return;
        Made storage made = _made[offerSeed % _made.length];
        Made storage other = _made[again % _made.length];
        bytes memory call = abi.encodeCall(offers.fill, (other.offer, other.signature, other.offer.sellAmount));
        _hostile.arm(address(offers), call);
        // So does a wallet that is asked for its signature.
        if (_takesAll[made.offer.maker]) {
            HostileWallet(made.offer.maker).arm(how % 2 == 0 ? address(offers) : address(0), call);
        }
        bytes memory signature = how % 3 == 0 ? _malleated(made.signature) : made.signature;
        vm.prank(_takers[takerSeed % _takers.length]);
        try offers.fill(made.offer, signature, uint128(_bound(amount, 0, made.offer.sellAmount + 1))) {} catch {}
        _hostile.arm(address(0), "");
    }

    /// @notice Tries an offer that nobody signed: of the bystander, or of another wallet of the same owner.
    function forge(uint256 offerSeed, uint256 walletSeed, uint128 amount) external {
        if (_made.length == 0) return;
        Made storage made = _made[offerSeed % _made.length];
        ShareOffer memory offer = made.offer;
        address another = _made[walletSeed % _made.length].offer.maker;
        offer.maker = walletSeed % 2 == 0 || another == offer.maker ? bystander : another;
        // A wallet that takes every signature sells what it is asked for: that is its own affair.
        if (_takesAll[offer.maker]) return;
        vm.prank(_takers[0]);
        try offers.fill(offer, made.signature, uint128(_bound(amount, 1, offer.sellAmount))) {} catch {}
    }

    /// @notice Cancels an offer, or all of its maker's.
    function cancel(uint256 offerSeed, bool all) external {
        if (_made.length == 0) return;
        Made storage made = _made[offerSeed % _made.length];
        vm.prank(made.offer.maker);
        if (all) offers.cancelAll();
        else offers.cancel(made.offer);
        _close(made);
    }

    function passTime(uint256 time) external {
        vm.warp(block.timestamp + _bound(time, 1, 2 days));
        for (uint256 i = 0; i < _made.length; ++i) {
            if (block.timestamp >= _made[i].offer.expiry) _close(_made[i]);
        }
    }

    // ------------------------------------------------------------------ what came of it

    /// @notice Reverts unless each offer was filled at most once, at its price or better, and by nobody after its end.
    function offersFillAtMostOnce() external view {
        for (uint256 i = 0; i < _made.length; ++i) {
            Made storage made = _made[i];
            (uint256 given, uint256 got) = _moved(made.offer);
            (uint128 filled, ) = offers.stateOf(offers.hashOf(made.offer));
            assertLe(given, made.offer.sellAmount, "given");
            assertEq(given, filled, "given as noted");
            assertGe(got * made.offer.sellAmount, given * made.offer.buyAmount, "the price");
            if (made.closed) assertEq(given, made.given, "given after the end");
        }
        for (uint256 i = 0; i < tokens.length; ++i) {
            assertEq(tokens[i].balanceOf(address(offers)), 0, "held by the contract");
            assertEq(tokens[i].balanceOf(bystander), HOLDING, "of who signed nothing");
        }
    }

    /// @notice How many offers gave something: a run in which none did shows nothing.
    function filledCount() external view returns (uint256 count) {
        for (uint256 i = 0; i < _made.length; ++i) {
            (uint256 given, ) = _moved(_made[i].offer);
            if (given > 0) ++count;
        }
    }

    // ------------------------------------------------------------------ helpers

    /// @dev What the maker has given of one token and got of the other. With one token for both, what it got more than it gave
    /// is read from its balance, and what it gave from the contract.
    function _moved(ShareOffer storage offer) private view returns (uint256 given, uint256 got) {
        if (offer.sellToken != offer.buyToken) {
            given = HOLDING - offer.sellToken.balanceOf(offer.maker);
            return (given, offer.buyToken.balanceOf(offer.maker) - HOLDING);
        }
        (given, ) = offers.stateOf(offers.hashOf(offer));
        got = offer.buyToken.balanceOf(offer.maker) + given - HOLDING;
    }

    function _close(Made storage made) private {
        if (made.closed) return;
        made.closed = true;
        (made.given, ) = _moved(made.offer);
    }

    function _newMaker(uint256 seed) private returns (address maker, uint256 key) {
        uint256 kind = seed % 4;
        key = 1 + (seed % KEYS);
        if (kind == 0) maker = address(new OwnedWallet(vm.addr(key)));
        else if (kind == 1) _takesAll[maker = address(new HostileWallet())] = true;
        else (key, maker) = (1_000 + _made.length, vm.addr(1_000 + _made.length));
        _fund(maker);
    }

    function _fund(address account) private {
        for (uint256 i = 0; i < tokens.length; ++i) {
            tokens[i].mint(account, HOLDING);
            vm.prank(account);
            tokens[i].approve(address(offers), type(uint256).max);
        }
    }

    function _sign(uint256 key, ShareOffer memory offer) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, offers.hashOf(offer));
        return abi.encodePacked(r, s, v);
    }

    /// @dev The other signature of the same key over the same hash.
    function _malleated(bytes memory signature) private pure returns (bytes memory) {
        (bytes32 r, uint256 s) = abi.decode(signature, (bytes32, uint256));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        return abi.encodePacked(r, order - s, uint8(signature[64]) ^ 7); // 27 for 28, 28 for 27
    }
}
