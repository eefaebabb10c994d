// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Test} from "forge-std/Test.sol";
import {IShareOffers} from "../../../contracts/interfaces/IShareOffers.sol";
import {ExactTransfer} from "../../../contracts/libraries/ExactTransfer.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {ShareOffers} from "../../../contracts/ownership/ShareOffers.sol";
import {ShareOffer} from "../../../contracts/types/ShareOffer.sol";
import {HostileWallet, OwnedWallet, Wallet} from "../shared/Wallets.sol";

contract ShareOffersTest is Test {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    /// @dev The order of secp256k1: (r, n - s) is a signature of what (r, s) is one of.
    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint128 private constant SOLD = 100e18;
    uint128 private constant PRICE = 250e6;

    ShareOffers private offers;
    TestToken private shares;
    TestToken private dollar;
    address private maker;
    uint256 private makerKey;
    address private taker;
    uint256 private takerKey;
    address private other = makeAddr("other");

    function setUp() public {
        (maker, makerKey) = makeAddrAndKey("maker");
        (taker, takerKey) = makeAddrAndKey("taker");
        vm.warp(1_800_000_000);
        offers = new ShareOffers();
        shares = new TestToken();
        dollar = new TestToken();
        _fund(shares, maker, 1_000e18);
        _fund(dollar, taker, 1_000e6);
        _fund(dollar, other, 1_000e6);
    }

    // ------------------------------------------------------------------ fill

    function test_fill() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.expectEmit(address(offers));
        emit IShareOffers.OfferFilled(offers.hashOf(offer), maker, taker, shares, dollar, SOLD, PRICE);
        vm.prank(taker);
        assertEq(offers.fill(offer, signature, SOLD), PRICE, "paid");

        assertEq(shares.balanceOf(taker), SOLD, "shares of the taker");
        assertEq(shares.balanceOf(maker), 1_000e18 - SOLD, "shares of the maker");
        assertEq(dollar.balanceOf(maker), PRICE, "dollars of the maker");
        assertEq(dollar.balanceOf(taker), 1_000e6 - PRICE, "dollars of the taker");
        _assertState(offer, SOLD, 0);
        _assertHoldsNothing();
    }

    function test_fill_WhenSharesAreBought() external {
        // The other direction is the same offer with the tokens exchanged.
        ShareOffer memory offer = _offer();
        (offer.maker, offer.sellToken, offer.buyToken) = (taker, dollar, shares);
        (offer.sellAmount, offer.buyAmount) = (PRICE, SOLD);
        bytes memory signature = _signBy(takerKey, offer);
        vm.prank(maker);
        assertEq(offers.fill(offer, signature, PRICE / 2), SOLD / 2, "paid in shares");
        assertEq(shares.balanceOf(taker), SOLD / 2, "shares");
        assertEq(dollar.balanceOf(maker), PRICE / 2, "dollars");
        _assertState(offer, PRICE / 2, PRICE / 2);
    }

    function test_fill_InParts() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.prank(taker);
        offers.fill(offer, signature, 30e18);
        _assertState(offer, 30e18, 70e18);
        vm.prank(other);
        offers.fill(offer, signature, 70e18);
        _assertState(offer, SOLD, 0);
        assertEq(dollar.balanceOf(maker), PRICE, "both have paid");
    }

    /// @dev However an offer is cut into parts, each pays at least its part of the price, and less than one unit more.
    function testFuzz_fill_RoundsForTheMaker(uint128 sellAmount, uint128 buyAmount, uint128 first) external {
        sellAmount = uint128(bound(sellAmount, 2, 1_000e18));
        buyAmount = uint128(bound(buyAmount, 1, 1_000e6 - 1));
        first = uint128(bound(first, 1, sellAmount - 1));
        ShareOffer memory offer = _offer();
        (offer.sellAmount, offer.buyAmount) = (sellAmount, buyAmount);
        bytes memory signature = _sign(offer);
        vm.startPrank(taker);
        uint256 paid = offers.fill(offer, signature, first);
        assertGe(paid * sellAmount, uint256(first) * buyAmount, "no less than the price");
        assertLt((paid - 1) * sellAmount, uint256(first) * buyAmount, "less than a unit more");
        assertGe(paid + offers.fill(offer, signature, sellAmount - first), buyAmount, "both parts");
        assertEq(shares.balanceOf(taker), sellAmount, "shares");
        _assertHoldsNothing();
    }

    function test_priceOf_GivenTheLargestNumbers() external view {
        ShareOffer memory offer = _offer();
        (offer.sellAmount, offer.buyAmount) = (type(uint128).max, type(uint128).max);
        assertEq(offers.priceOf(offer, type(uint128).max), type(uint128).max, "price");
    }

    function test_fill_ByTheNamedTaker() external {
        ShareOffer memory offer = _offer();
        offer.taker = taker;
        bytes memory signature = _sign(offer);
        vm.expectRevert(abi.encodeWithSelector(IShareOffers.OnlyTaker.selector, taker, other));
        vm.prank(other);
        offers.fill(offer, signature, 1);
        vm.prank(taker);
        offers.fill(offer, signature, 1e18);
        assertEq(shares.balanceOf(taker), 1e18, "shares");
    }

    function test_fill_AtTheLastSecond() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.warp(offer.expiry - 1);
        _assertState(offer, 0, SOLD);
        vm.prank(taker);
        offers.fill(offer, signature, 1e18);
        vm.warp(offer.expiry);
        _assertState(offer, 1e18, 0);
        _expectRefused(offer, signature, 1e18, _error(IShareOffers.OfferExpired.selector, offer, offer.expiry));
        vm.warp(offer.expiry + 1);
        _expectRefused(offer, signature, 1e18, _error(IShareOffers.OfferExpired.selector, offer, offer.expiry));
    }

    function test_fill_RevertWhen_MoreThanIsLeft() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        bytes4 overfilled = IShareOffers.OfferOverfilled.selector;
        bytes32 hash = offers.hashOf(offer);
        _expectRefused(offer, signature, SOLD + 1, abi.encodeWithSelector(overfilled, hash, SOLD + 1, SOLD));
        vm.prank(taker);
        offers.fill(offer, signature, SOLD - 1);
        _expectRefused(offer, signature, 2, abi.encodeWithSelector(overfilled, hash, 2, 1));
        vm.prank(taker);
        offers.fill(offer, signature, 1);
        _expectRefused(offer, signature, 1, abi.encodeWithSelector(overfilled, hash, 1, 0));
    }

    /// @dev Two takers want all of it: the second pays nothing.
    function test_fill_OverfillRace() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.prank(other);
        offers.fill(offer, signature, 60e18);
        bytes32 hash = offers.hashOf(offer);
        bytes memory error = abi.encodeWithSelector(IShareOffers.OfferOverfilled.selector, hash, SOLD, 40e18);
        _expectRefused(offer, signature, SOLD, error);
        assertEq(dollar.balanceOf(taker), 1_000e6, "nothing paid");
        _assertState(offer, 60e18, 40e18);
    }

    function test_fill_RevertWhen_Nothing() external {
        ShareOffer memory offer = _offer();
        _expectRefused(offer, _sign(offer), 0, abi.encodeWithSelector(IShareOffers.AmountZero.selector));
        offer.buyAmount = 0;
        bytes memory error = abi.encodeWithSelector(IShareOffers.OfferPriceZero.selector, offers.hashOf(offer));
        _expectRefused(offer, _sign(offer), 1, error);
        (offer.sellAmount, offer.buyAmount) = (0, 1);
        error = abi.encodeWithSelector(IShareOffers.OfferOverfilled.selector, offers.hashOf(offer), 1, 0);
        _expectRefused(offer, _sign(offer), 1, error);
    }

    function test_fill_RevertWhen_SelfFill() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        _fund(dollar, maker, 1_000e6);
        vm.expectRevert(abi.encodeWithSelector(IShareOffers.TakerIsMaker.selector, maker));
        vm.prank(maker);
        offers.fill(offer, signature, 1e18);
    }

    function test_fill_RevertGiven_MakerWithoutShares() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.prank(maker);
        shares.transfer(other, 1_000e18);
        bytes4 selector = IERC20Errors.ERC20InsufficientBalance.selector;
        _expectRefused(offer, signature, SOLD, abi.encodeWithSelector(selector, maker, 0, SOLD));
        _assertState(offer, 0, SOLD); // what was noted is undone
        assertEq(dollar.balanceOf(maker), 0, "nothing paid");
    }

    // ------------------------------------------------------------------ cancel

    function test_cancel() external {
        ShareOffer memory offer = _offer();
        ShareOffer memory next = _offer();
        next.nonce = 1;
        (bytes memory signature, bytes memory nextSignature) = (_sign(offer), _sign(next));
        vm.prank(taker);
        offers.fill(offer, signature, 10e18);

        bytes32 hash = offers.hashOf(offer);
        vm.expectEmit(address(offers));
        emit IShareOffers.OfferCancelled(hash, maker);
        vm.prank(maker);
        offers.cancel(offer);
        (uint128 filled, bool cancelled) = offers.stateOf(hash);
        assertEq(filled, 10e18, "filled before");
        assertTrue(cancelled, "cancelled");
        assertEq(offers.leftOf(offer), 0, "left");
        bytes memory error = abi.encodeWithSelector(IShareOffers.OfferAlreadyCancelled.selector, hash);
        _expectRefused(offer, signature, 1, error);
        vm.prank(taker);
        offers.fill(next, nextSignature, SOLD); // an equal one with another nonce stands
    }

    function test_cancel_RevertWhen_SenderIsNotMaker() external {
        ShareOffer memory offer = _offer();
        vm.expectRevert(abi.encodeWithSelector(IShareOffers.OnlyMaker.selector, maker, taker));
        vm.prank(taker);
        offers.cancel(offer);
    }

    function test_cancelAll() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.expectEmit(address(offers));
        emit IShareOffers.AllOffersCancelled(maker, 1);
        vm.prank(maker);
        assertEq(offers.cancelAll(), 1, "epoch");
        assertEq(offers.epochOf(maker), 1, "epoch of the maker");
        assertEq(offers.epochOf(taker), 0, "epoch of others");
        _assertState(offer, 0, 0);
        bytes memory error = abi.encodeWithSelector(IShareOffers.OfferEpochMismatch.selector, maker, 1, 0);
        _expectRefused(offer, signature, 1, error);

        offer.epoch = 1;
        signature = _sign(offer);
        vm.prank(taker);
        offers.fill(offer, signature, SOLD);
        assertEq(shares.balanceOf(taker), SOLD, "an offer of the new epoch");
    }

    function test_fill_RevertWhen_EpochIsToCome() external {
        ShareOffer memory offer = _offer();
        offer.epoch = 1;
        bytes memory error = abi.encodeWithSelector(IShareOffers.OfferEpochMismatch.selector, maker, 0, 1);
        _expectRefused(offer, _sign(offer), 1, error);
    }

    // ------------------------------------------------------------------ signatures

    /// @dev Whatever is changed in an offer, its signature no longer counts.
    function testFuzz_fill_RevertWhen_AnythingIsChanged(uint256 field) external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        ShareOffer memory changed = _offer();
        field = bound(field, 0, 7);
        if (field == 0) changed.maker = other;
        else if (field == 1) changed.taker = taker;
        else if (field == 2) (changed.sellToken, changed.buyToken) = (dollar, shares);
        else if (field == 3) changed.buyToken = new TestToken();
        else if (field == 4) changed.sellAmount += 1;
        else if (field == 5) changed.buyAmount -= 1;
        else if (field == 6) changed.expiry += 1;
        else changed.nonce += 1;
        _expectRefused(changed, signature, 1, _invalid(changed));
    }

    function test_fill_RevertWhen_AnotherSigned() external {
        ShareOffer memory offer = _offer();
        _expectRefused(offer, _signBy(takerKey, offer), 1, _invalid(offer));
        _expectRefused(offer, "", 1, _invalid(offer));
        offer.maker = address(0); // what a failed recovery is
        _expectRefused(offer, new bytes(65), 1, _invalid(offer));
    }

    /// @dev An offer is known by its hash, so that no other form of a signature makes another offer of it.
    function test_fill_RevertWhen_SignatureIsMalleated() external {
        ShareOffer memory offer = _offer();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(makerKey, offers.hashOf(offer));
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        _expectRefused(offer, abi.encodePacked(r, high, v ^ 7), 1, _invalid(offer)); // 27 for 28, 28 for 27
        _expectRefused(offer, abi.encodePacked(r, s | bytes32(uint256(v - 27) << 255)), 1, _invalid(offer));
        _expectRefused(offer, abi.encodePacked(r, s, v, uint8(0)), 1, _invalid(offer));
        vm.prank(taker);
        offers.fill(offer, abi.encodePacked(r, s, v), SOLD);
    }

    function test_fill_RevertWhen_ReplayedOnAnotherChainOrContract() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        bytes32 hash = offers.hashOf(offer);
        uint256 chainId = block.chainid;
        vm.chainId(chainId + 1);
        assertNotEq(offers.hashOf(offer), hash, "hash on another chain");
        _expectRefused(offer, signature, 1, _invalid(offer));
        vm.chainId(chainId);

        ShareOffers copy = new ShareOffers();
        bytes memory error = abi.encodeWithSelector(
            IShareOffers.OfferSignatureInvalid.selector,
            copy.hashOf(offer),
            maker
        );
        vm.expectRevert(error);
        vm.prank(taker);
        copy.fill(offer, signature, 1);
    }

    function test_fill_OfAContractsOffer() external {
        ShareOffer memory offer = _offer();
        offer.maker = address(_ownedWallet());
        bytes memory signature = _sign(offer);
        vm.prank(taker);
        offers.fill(offer, signature, SOLD);
        assertEq(dollar.balanceOf(offer.maker), PRICE, "dollars of the wallet");
        _expectRefused(offer, _signBy(takerKey, offer), 1, _overfilled(offer, 1, 0));
        offer.nonce = 1;
        _expectRefused(offer, _signBy(takerKey, offer), 1, _invalid(offer));

        offer.maker = address(new Wallet()); // a contract that knows nothing of signatures
        _expectRefused(offer, _sign(offer), 1, _invalid(offer));
    }

    /// @dev Two wallets of one owner take each other's signatures; the offer names the one that it is for.
    function test_fill_RevertWhen_ERC1271SignatureIsReplayedForAnotherWalletOfTheOwner() external {
        (OwnedWallet first, OwnedWallet second) = (_ownedWallet(), _ownedWallet());
        ShareOffer memory offer = _offer();
        offer.maker = address(first);
        bytes memory signature = _sign(offer);
        bytes32 hash = offers.hashOf(offer);
        assertEq(second.isValidSignature(hash, signature), second.isValidSignature.selector, "the wallet takes it");
        offer.maker = address(second);
        _expectRefused(offer, signature, 1, _invalid(offer));
        assertEq(shares.balanceOf(address(second)), 1_000e18, "shares of the second");
    }

    // ------------------------------------------------------------------ permits

    function test_fillWithPermit() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) = _permit(offers.priceOf(offer, 1e18));
        vm.prank(taker);
        assertEq(offers.fillWithPermit(offer, signature, 1e18, deadline, v, r, s), 2_500_000, "paid");
        assertEq(shares.balanceOf(taker), 1e18, "shares");
        assertEq(dollar.allowance(taker, address(offers)), 0, "allowance");
    }

    function test_Threat26_OfferPermitFrontRun() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) = _permit(PRICE);
        vm.prank(other);
        dollar.permit(taker, address(offers), PRICE, deadline, v, r, s);
        vm.prank(taker);
        offers.fillWithPermit(offer, signature, SOLD, deadline, v, r, s);
        assertEq(shares.balanceOf(taker), SOLD, "shares");
    }

    function test_fillWithPermit_RevertWhen_PermitIsForAnotherAmount() external {
        ShareOffer memory offer = _offer();
        bytes memory signature = _sign(offer);
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) = _permit(PRICE - 1);
        bytes4 selector = IERC20Errors.ERC20InsufficientAllowance.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, address(offers), 0, PRICE));
        vm.prank(taker);
        offers.fillWithPermit(offer, signature, SOLD, deadline, v, r, s);
    }

    // ------------------------------------------------------------------ hostile tokens and wallets

    function test_fill_RevertWhen_TokenTakesAFee() external {
        FeeToken taxed = new FeeToken();
        _fund(taxed, maker, 1_000e18);
        _fund(taxed, taker, 1_000e18);
        ShareOffer memory offer = _offer();
        offer.sellToken = taxed;
        bytes4 selector = ExactTransfer.TransferMismatch.selector;
        _expectRefused(offer, _sign(offer), 1e18, abi.encodeWithSelector(selector, taxed, 1e18, 0.99e18));
        (offer.sellToken, offer.buyToken) = (shares, taxed);
        _expectRefused(offer, _sign(offer), SOLD, abi.encodeWithSelector(selector, taxed, PRICE, (PRICE * 99) / 100));
    }

    /// @dev The token that is paid calls back before any balance moves: for the same offer, for another, to cancel.
    function test_fill_WhenTokenCallsBack() external {
        ReentrantToken hostile = new ReentrantToken();
        _fund(hostile, taker, 1_000e6);
        ShareOffer memory offer = _offer();
        offer.buyToken = hostile;
        bytes memory signature = _sign(offer);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(offers.fill, (offer, signature, 1e18));
        calls[1] = abi.encodeCall(offers.fillWithPermit, (offer, signature, 1e18, 0, 0, 0, 0));
        for (uint256 i = 0; i < calls.length; ++i) {
            hostile.arm(address(offers), calls[i]);
            vm.prank(taker);
            offers.fill(offer, signature, 1e18);
            assertTrue(hostile.called(), "called back");
            assertFalse(hostile.callSucceeded(), "refused");
            bytes4 guard = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;
            assertEq(hostile.callResult(), abi.encodeWithSelector(guard), "by the guard");
        }
        _assertState(offer, 2e18, SOLD - 2e18);

        // What can be read in the middle is already true.
        hostile.arm(address(offers), abi.encodeCall(offers.leftOf, (offer)));
        vm.prank(taker);
        offers.fill(offer, signature, 1e18);
        assertEq(abi.decode(hostile.callResult(), (uint128)), SOLD - 3e18, "left, in the middle of the fill");
    }

    /// @dev A maker whose contract takes every signature sells what it has, once; and being asked it cannot do anything.
    function test_fill_OfAHostileWallet() external {
        HostileWallet hostile = new HostileWallet();
        _fund(shares, address(hostile), 1_000e18);
        hostile.approve(shares, address(offers));
        ShareOffer memory offer = _offer();
        offer.maker = address(hostile);
        vm.prank(taker);
        offers.fill(offer, "anything", SOLD);
        _expectRefused(offer, "anything else", 1, _overfilled(offer, 1, 0));

        offer.nonce = 1;
        hostile.arm(address(offers), abi.encodeCall(offers.cancelAll, ()));
        _expectRefused(offer, "", 1, _invalid(offer)); // it is asked by a static call, in which its own call fails
        assertEq(offers.epochOf(address(hostile)), 0, "epoch");
    }

    /// @dev Allowances of others stay out of reach: who pays is the sender, and a maker has signed.
    function test_fill_RevertWhen_SomebodyIsMadeToPay() external {
        ShareOffer memory offer = _offer();
        (offer.maker, offer.sellToken, offer.buyToken) = (taker, dollar, shares); // the taker has approved
        bytes memory signature = _sign(offer);
        vm.expectRevert(_invalid(offer));
        vm.prank(maker);
        offers.fill(offer, signature, PRICE);
        HostileWallet hostile = new HostileWallet();
        offer.maker = address(hostile);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(offers), 0, 10e6)
        );
        vm.prank(maker);
        offers.fill(offer, "", 10e6);
    }

    // ------------------------------------------------------------------ typed data

    /// @dev The hash from the letter of EIP-712, each field written out.
    function testFuzz_hashOf(ShareOffer calldata offer) external view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Commonweight Share Offers"),
                keccak256("1"),
                block.chainid,
                address(offers)
            )
        );
        bytes memory fields = abi.encode(
            keccak256(
                "ShareOffer(address maker,address taker,address sellToken,address buyToken,uint128 sellAmount,"
                "uint128 buyAmount,uint40 expiry,uint256 epoch,uint256 nonce)"
            ),
            offer.maker,
            offer.taker,
            address(offer.sellToken),
            address(offer.buyToken),
            uint256(offer.sellAmount),
            uint256(offer.buyAmount),
            uint256(offer.expiry),
            offer.epoch,
            offer.nonce
        );
        bytes32 hash = keccak256(abi.encodePacked(hex"1901", domain, keccak256(fields)));
        assertEq(offers.hashOf(offer), hash, "hash");
    }

    // ------------------------------------------------------------------ helpers

    function _offer() private view returns (ShareOffer memory) {
        return
            ShareOffer({
                maker: maker,
                taker: address(0),
                sellToken: shares,
                buyToken: dollar,
                sellAmount: SOLD,
                buyAmount: PRICE,
                expiry: 1_800_000_000 + 1 days,
                epoch: 0,
                nonce: 0
            });
    }

    function _sign(ShareOffer memory offer) private view returns (bytes memory) {
        return _signBy(makerKey, offer);
    }

    function _signBy(uint256 key, ShareOffer memory offer) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, offers.hashOf(offer));
        return abi.encodePacked(r, s, v);
    }

    /// @dev A permit of the taker, who has approved nothing.
    function _permit(uint256 value) private returns (uint256 deadline, uint8 v, bytes32 r, bytes32 s) {
        vm.prank(taker);
        dollar.approve(address(offers), 0);
        deadline = block.timestamp;
        bytes32 permit = keccak256(abi.encode(PERMIT, taker, offers, value, dollar.nonces(taker), deadline));
        (v, r, s) = vm.sign(takerKey, keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), permit)));
    }

    function _ownedWallet() private returns (OwnedWallet wallet) {
        wallet = new OwnedWallet(maker);
        shares.mint(address(wallet), 1_000e18);
        wallet.approve(shares, address(offers));
    }

    /// @dev Gives an account of a key, or one that approves by itself, money and this contract the right to it.
    function _fund(TestToken token, address account, uint256 amount) private {
        token.mint(account, amount);
        vm.prank(account);
        token.approve(address(offers), type(uint256).max);
    }

    function _expectRefused(
        ShareOffer memory offer,
        bytes memory signature,
        uint128 amount,
        bytes memory error
    ) private {
        vm.expectRevert(error);
        vm.prank(taker);
        offers.fill(offer, signature, amount);
    }

    function _error(bytes4 selector, ShareOffer memory offer, uint256 value) private view returns (bytes memory) {
        return abi.encodeWithSelector(selector, offers.hashOf(offer), value);
    }

    function _invalid(ShareOffer memory offer) private view returns (bytes memory) {
        return abi.encodeWithSelector(IShareOffers.OfferSignatureInvalid.selector, offers.hashOf(offer), offer.maker);
    }

    function _overfilled(ShareOffer memory offer, uint256 asked, uint256 left) private view returns (bytes memory) {
        return abi.encodeWithSelector(IShareOffers.OfferOverfilled.selector, offers.hashOf(offer), asked, left);
    }

    function _assertState(ShareOffer memory offer, uint256 filled, uint256 left) private view {
        (uint128 actual, bool cancelled) = offers.stateOf(offers.hashOf(offer));
        assertEq(actual, filled, "filled");
        assertFalse(cancelled, "cancelled");
        assertEq(offers.leftOf(offer), left, "left");
    }

    function _assertHoldsNothing() private view {
        assertEq(shares.balanceOf(address(offers)), 0, "shares held");
        assertEq(dollar.balanceOf(address(offers)), 0, "dollars held");
    }
}
