// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Errors, IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IModelLicenses} from "../../../contracts/interfaces/IModelLicenses.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {ExactTransfer} from "../../../contracts/libraries/ExactTransfer.sol";
import {LicenseMetadata} from "../../../contracts/libraries/LicenseMetadata.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {ModelLicenses} from "../../../contracts/ownership/ModelLicenses.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {License} from "../../../contracts/types/License.sol";
import {LicenseTier, Model} from "../../../contracts/types/Model.sol";
import {ModelsFixture} from "../shared/ModelsFixture.sol";

/// @title A recipient that calls back when it is given a licence
contract HostileReceiver is IERC721Receiver {
    bytes[] private _calls;

    function arm(bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; ++i) {
            _calls.push(calls[i]);
        }
    }

    /// @dev Every call has to be refused by the guard; and the licence, which is there already, goes on to somebody else.
    function onERC721Received(address, address, uint256 tokenId, bytes calldata) external returns (bytes4) {
        for (uint256 i = 0; i < _calls.length; ++i) {
            (bool success, bytes memory result) = msg.sender.call(_calls[i]);
            bytes4 guard = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;
            require(!success && bytes4(result) == guard, "not refused by the guard");
        }
        IERC721(msg.sender).transferFrom(address(this), tx.origin, tokenId);
        return IERC721Receiver.onERC721Received.selector;
    }
}

/// @title Somebody's contract that says it is the shares of a bounty
contract FakeShares {
    BountyId public immutable bounty;
    address public immutable treasury = msg.sender;

    constructor(BountyId bounty_) {
        bounty = bounty_;
    }
}

contract ModelLicensesTest is ModelsFixture {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    uint256 private constant PERIOD = 30 days;
    uint256 private constant RESEARCH = 0;
    uint256 private constant PRODUCTS = 1;
    uint256 private constant FUNDS = 1_000_000e6;

    ModelLicenses private licenses;

    function setUp() public override {
        super.setUp();
        licenses = new ModelLicenses(ITrainingBounties(address(escrow)));
        _fund(token, alice);
        _fund(token, stranger);
    }

    // ------------------------------------------------------------------ buy

    function test_buy() external {
        uint256 expiry = block.timestamp + 2 * PERIOD;
        vm.expectEmit(address(licenses));
        emit IModelLicenses.LicenseSold(shares, 1, alice, alice, PRODUCTS, 2, 500e6, expiry);
        assertEq(_buy(alice, PRODUCTS, 2), 1, "number");

        assertEq(licenses.ownerOf(1), alice, "licensee");
        License memory license = licenses.licenseOf(1);
        assertEq(address(license.shares), address(shares), "model");
        assertEq(license.expiry, expiry, "expiry");
        assertEq(license.tier, PRODUCTS, "tier");
        assertTrue(licenses.isLicensed(shares, alice), "licensed");
        assertFalse(licenses.isLicensed(shares, bob), "others");

        assertEq(token.balanceOf(alice), FUNDS - 500e6, "paid");
        assertEq(token.balanceOf(address(shares)), 500e6, "received");
        assertEq(shares.revenueFacts().received, 500e6, "as revenue");
        _assertHoldsNothing();
        assertEq(_buy(alice, RESEARCH, 12), 2, "the next number");
    }

    function test_buy_ForAnother() external {
        vm.prank(alice);
        uint256 tokenId = licenses.buy(shares, RESEARCH, 1, 10e6, bob);
        assertEq(licenses.ownerOf(tokenId), bob, "licensee");
        assertTrue(licenses.isLicensed(shares, bob), "licensed");
        assertFalse(licenses.isLicensed(shares, alice), "who paid");
    }

    function test_buy_OfTwoModels() external {
        IModelShares other = settle(BountyId.wrap(13));
        vm.prank(alice);
        uint256 tokenId = licenses.buy(other, RESEARCH, 1, 10e6, alice);
        assertTrue(licenses.isLicensed(other, alice), "the one");
        assertTrue(licenses.isLicensedBy(tokenId, other, alice), "the one, by number");
        assertFalse(licenses.isLicensed(shares, alice), "the other");
        assertFalse(licenses.isLicensedBy(tokenId, shares, alice), "the other, by number");
    }

    function test_buy_RevertWhen_SharesAreNotTheEscrows() external {
        IModelShares fake = IModelShares(address(new FakeShares(BOUNTY)));
        bytes memory error = abi.encodeWithSelector(IModelLicenses.SharesUnknown.selector, fake);
        vm.startPrank(alice);
        vm.expectRevert(error);
        licenses.buy(fake, RESEARCH, 1, 10e6, alice);
        vm.expectRevert(error);
        licenses.buyWithPermit(fake, RESEARCH, 1, 10e6, alice, 0, 0, 0, 0);
        vm.expectRevert(error);
        licenses.tiersOnSale(fake);
        vm.stopPrank();
        vm.expectRevert(error);
        licenses.setTiers(fake, oneTier(1)); // by the fake's own treasury
        // Genuine shares, but of another escrow.
        IModelShares foreign = clone(BOUNTY);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.SharesUnknown.selector, foreign));
        licenses.buy(foreign, RESEARCH, 1, 10e6, alice);
    }

    function test_buy_RevertWhen_TierIsUnknown() external {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LicenseTierUnknown.selector, BOUNTY, 2, 2));
        licenses.buy(shares, 2, 1, FUNDS, alice);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicenseTierNotSold.selector, shares, 8));
        licenses.buy(shares, 8, 1, FUNDS, alice);
        vm.stopPrank();
    }

    function test_buy_RevertWhen_PeriodsAreOutOfBounds() external {
        vm.startPrank(alice);
        uint256[3] memory wrong = [uint256(0), 13, type(uint256).max];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicensePeriodsOutOfBounds.selector, wrong[i], 1, 12));
            licenses.buy(shares, RESEARCH, wrong[i], FUNDS, alice);
        }
        licenses.buy(shares, RESEARCH, 12, FUNDS, alice);
        vm.stopPrank();
    }

    function test_buy_RevertWhen_PriceIsTooHigh() external {
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicensePriceTooHigh.selector, 30e6, 30e6 - 1));
        vm.prank(alice);
        licenses.buy(shares, RESEARCH, 3, 30e6 - 1, alice);
    }

    function test_buy_RevertWhen_NobodyReceivesIt() external {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(0)));
        licenses.buy(shares, RESEARCH, 1, 10e6, address(0));
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, token));
        licenses.buy(shares, RESEARCH, 1, 10e6, address(token));
        vm.stopPrank();
        assertEq(token.balanceOf(alice), FUNDS, "nothing paid");
    }

    function test_buy_RevertGiven_NoAllowance() external {
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, licenses, 0, 10e6));
        licenses.buy(shares, RESEARCH, 1, 10e6, bob);
    }

    // ------------------------------------------------------------------ permits

    function test_buyWithPermit() external {
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) = _permit(20e6);
        vm.prank(alice);
        uint256 tokenId = licenses.buyWithPermit(shares, RESEARCH, 2, 20e6, bob, deadline, v, r, s);
        assertEq(licenses.ownerOf(tokenId), bob, "licensee");
        assertEq(token.balanceOf(alice), FUNDS - 20e6, "paid");
        assertEq(token.allowance(alice, address(licenses)), 0, "allowance");
    }

    function test_Threat26_LicensePermitFrontRun() external {
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) = _permit(20e6);
        vm.prank(stranger);
        token.permit(alice, address(licenses), 20e6, deadline, v, r, s);
        vm.prank(alice);
        licenses.buyWithPermit(shares, RESEARCH, 2, 20e6, alice, deadline, v, r, s);
        assertTrue(licenses.isLicensed(shares, alice), "licensed");
    }

    // ------------------------------------------------------------------ renew

    function test_renew() external {
        uint256 tokenId = _buy(alice, RESEARCH, 1);
        uint256 expiry = block.timestamp + 4 * PERIOD;
        vm.warp(block.timestamp + 10 days);
        vm.expectEmit(address(licenses));
        emit IModelLicenses.LicenseRenewed(tokenId, stranger, 3, 30e6, expiry);
        vm.prank(stranger); // anyone
        assertEq(licenses.renew(tokenId, 3, 30e6), expiry, "expiry");
        assertEq(licenses.licenseOf(tokenId).expiry, expiry, "expiry of the licence");
        assertEq(licenses.ownerOf(tokenId), alice, "licensee");
        assertEq(token.balanceOf(stranger), FUNDS - 30e6, "paid");
        assertEq(shares.revenueFacts().received, 40e6, "as revenue");
        _assertHoldsNothing();
    }

    function test_renew_GivenExpired() external {
        uint256 tokenId = _buy(alice, RESEARCH, 1);
        vm.warp(block.timestamp + 5 * PERIOD);
        vm.prank(alice);
        assertEq(licenses.renew(tokenId, 1, 10e6), block.timestamp + PERIOD, "from now on");
        assertTrue(licenses.isLicensed(shares, alice), "licensed again");
    }

    function test_renew_RevertWhen_PriceOrPeriodsAreOutOfBounds() external {
        uint256 tokenId = _buy(alice, RESEARCH, 1);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicensePriceTooHigh.selector, 20e6, 20e6 - 1));
        licenses.renew(tokenId, 2, 20e6 - 1);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicensePeriodsOutOfBounds.selector, 0, 1, 12));
        licenses.renew(tokenId, 0, FUNDS);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 2));
        licenses.renew(2, 1, FUNDS);
        vm.stopPrank();
    }

    function test_renew_RevertGiven_TierNoLongerSold() external {
        uint256 tokenId = _buy(alice, RESEARCH, 1);
        _setTiers(oneTier(1));
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicenseTierNotSold.selector, shares, RESEARCH));
        vm.prank(alice);
        licenses.renew(tokenId, 1, FUNDS);
        assertTrue(licenses.isLicensed(shares, alice), "what was sold stays");
    }

    // ------------------------------------------------------------------ threats

    function test_Threat37_LicenseForACenturyAtPriceOne() external {
        _setTiers(oneTier(1));
        uint256 latest = block.timestamp + 12 * PERIOD;
        uint256 tokenId = _buy(alice, 8, 12);
        assertEq(licenses.licenseOf(tokenId).expiry, latest, "twelve periods");
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicensePeriodsOutOfBounds.selector, 1_200, 1, 12));
        licenses.buy(shares, 8, 1_200, FUNDS, alice);
        vm.expectRevert(
            abi.encodeWithSelector(IModelLicenses.LicenseTooLong.selector, tokenId, latest + PERIOD, latest)
        );
        licenses.renew(tokenId, 1, FUNDS);
        vm.warp(block.timestamp + PERIOD - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelLicenses.LicenseTooLong.selector,
                tokenId,
                latest + PERIOD,
                latest + PERIOD - 1
            )
        );
        licenses.renew(tokenId, 1, FUNDS);
        vm.warp(block.timestamp + 1);
        assertEq(licenses.renew(tokenId, 1, FUNDS), latest + PERIOD, "a period later, a period more");
        vm.stopPrank();
    }

    function test_Threat37_PriceRaisedInFrontOfTheBuyer() external {
        // The treasury sells the same text for more, and its transaction comes first; others have bought before.
        vm.prank(stranger);
        licenses.buy(shares, RESEARCH, 1, 10e6, stranger);
        LicenseTier[] memory dearer = termsTiers();
        dearer[RESEARCH].price = 1_000e6;
        uint256 first = _setTiers(dearer);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicenseTierNotSold.selector, shares, RESEARCH));
        licenses.buy(shares, RESEARCH, 1, 10e6, alice);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicensePriceTooHigh.selector, 1_000e6, 10e6));
        licenses.buy(shares, first + RESEARCH, 1, 10e6, alice);
        vm.stopPrank();
        assertEq(token.balanceOf(alice), FUNDS, "nothing paid");
    }

    function test_Threat37_TextExchangedInFrontOfTheBuyer() external {
        uint256 first = _setTiers(oneTier(10e6));
        assertEq(first, 8, "first number");
        vm.prank(stranger);
        licenses.buy(shares, 8, 1, 10e6, stranger);
        LicenseTier[] memory another = oneTier(10e6);
        another[0].termsHash = keccak256("for nothing at all");
        assertEq(_setTiers(another), 9, "another text has another number");
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicenseTierNotSold.selector, shares, 8));
        vm.prank(alice);
        licenses.buy(shares, 8, 1, 10e6, alice);
    }

    // ------------------------------------------------------------------ setTiers

    function test_setTiers() external {
        uint256 tokenId = _buy(alice, PRODUCTS, 1);
        (uint256 first, LicenseTier[] memory onSale) = licenses.tiersOnSale(shares);
        assertEq(first, 0, "the terms'");
        _assertTiers(onSale, termsTiers());

        LicenseTier[] memory tiers = oneTier(7e6);
        vm.expectEmit(address(licenses));
        emit IModelLicenses.LicenseTiersSet(shares, 8, tiers);
        assertEq(_setTiers(tiers), 8, "first");
        (first, onSale) = licenses.tiersOnSale(shares);
        assertEq(first, 8, "the treasury's");
        _assertTiers(onSale, tiers);
        assertEq(licenses.licenseOf(_buy(alice, 8, 1)).tier, 8, "tier sold");

        tiers = termsTiers();
        assertEq(_setTiers(tiers), 9, "first of the next");
        (first, onSale) = licenses.tiersOnSale(shares);
        assertEq(first, 9, "the treasury's, again");
        _assertTiers(onSale, tiers);
        assertEq(_buy(alice, 10, 1), 3, "the second of them");

        // What was sold is what it was.
        License memory license = licenses.licenseOf(tokenId);
        LicenseTier memory sold = licenses.tierOf(license.shares, license.tier);
        assertEq(sold.termsUri, "ipfs://products", "text");
        assertEq(sold.termsHash, keccak256("products"), "hash of the text");
        assertEq(licenses.tierOf(shares, 8).termsHash, keccak256("later"), "text of the tier between");
    }

    function test_setTiers_ToNone() external {
        _setTiers(new LicenseTier[](0));
        (uint256 first, LicenseTier[] memory onSale) = licenses.tiersOnSale(shares);
        assertEq(first, 8, "first");
        assertEq(onSale.length, 0, "nothing");
        for (uint256 tier = 0; tier < 10; ++tier) {
            vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicenseTierNotSold.selector, shares, tier));
            vm.prank(alice);
            licenses.buy(shares, tier, 1, FUNDS, alice);
        }
    }

    function test_setTiers_RevertWhen_SenderIsNotTheTreasury() external {
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.OnlyTreasury.selector, treasury, stranger));
        vm.prank(stranger);
        licenses.setTiers(shares, oneTier(1));
    }

    function test_setTiers_RevertGiven_NoTreasury() external {
        Model memory model = modelOf(BountyId.wrap(13));
        model.treasury = address(0);
        IModelShares orphan = settle(model, termsTiers());
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.OnlyTreasury.selector, address(0), stranger));
        vm.prank(stranger);
        licenses.setTiers(orphan, oneTier(1));
    }

    function test_setTiers_RevertWhen_OutOfBounds() external {
        LicenseTier[] memory tiers = new LicenseTier[](9);
        for (uint256 i = 0; i < tiers.length; ++i) {
            tiers[i] = oneTier(1)[0];
        }
        _expectOutOfBounds("licenseTiers", 9, 0, 8);
        _setTiers(tiers);
        tiers = oneTier(0);
        _expectOutOfBounds("licensePrice", 0, 1, type(uint96).max);
        _setTiers(tiers);
        tiers = oneTier(1);
        tiers[0].termsUri = string(new bytes(1_025));
        _expectOutOfBounds("licenseTermsUri", 1_025, 0, 1_024);
        _setTiers(tiers);
        tiers[0].termsUri = string(new bytes(1_024));
        _setTiers(tiers);
    }

    // ------------------------------------------------------------------ who is licensed

    function test_isLicensed_UntilTheExpiry() external {
        uint256 expiry = block.timestamp + PERIOD;
        uint256 tokenId = _buy(alice, RESEARCH, 1);
        vm.warp(expiry - 1);
        assertTrue(licenses.isLicensed(shares, alice), "the last second");
        assertTrue(licenses.isLicensedBy(tokenId, shares, alice), "the last second, by number");
        vm.warp(expiry);
        assertFalse(licenses.isLicensed(shares, alice), "the expiry");
        assertFalse(licenses.isLicensedBy(tokenId, shares, alice), "the expiry, by number");
        assertEq(licenses.ownerOf(tokenId), alice, "the token stays");
    }

    function test_isLicensed_GivenTransfers() external {
        uint256 long = _buy(alice, RESEARCH, 3);
        uint256 short = _buy(alice, RESEARCH, 1);
        _transfer(alice, bob, long);
        assertTrue(licenses.isLicensed(shares, alice), "by the short one");
        assertTrue(licenses.isLicensed(shares, bob), "by the long one");
        assertFalse(licenses.isLicensedBy(long, shares, alice), "no longer by the long one");
        _transfer(alice, bob, short);
        assertFalse(licenses.isLicensed(shares, alice), "by none");
        _transfer(bob, bob, long);
        vm.warp(block.timestamp + 2 * PERIOD);
        assertTrue(licenses.isLicensed(shares, bob), "by the long one still");
        _transfer(bob, alice, long);
        assertFalse(licenses.isLicensed(shares, bob), "by an expired one");
        assertTrue(licenses.isLicensed(shares, alice), "by the long one that came back");
    }

    function test_isLicensed_GivenMoreThanCount() external {
        uint256 own = _buy(alice, RESEARCH, 2);
        for (uint256 i = 0; i < 6; ++i) {
            vm.prank(stranger); // gifts that end later push the own one out of those that count
            licenses.buy(shares, RESEARCH, 3, 30e6, alice);
        }
        assertTrue(licenses.isLicensed(shares, alice), "licensed");
        vm.warp(block.timestamp + 3 * PERIOD - 1);
        assertTrue(licenses.isLicensed(shares, alice), "for as long as any");
        vm.prank(stranger);
        licenses.renew(own, 2, 20e6);
        vm.warp(block.timestamp + PERIOD);
        assertTrue(licenses.isLicensed(shares, alice), "by the own one, which counts again since it was renewed");
    }

    function test_count() external {
        uint256 own = _buy(alice, RESEARCH, 1);
        for (uint256 i = 0; i < 4; ++i) {
            _buy(alice, RESEARCH, 2);
        }
        for (uint256 tokenId = own + 1; tokenId <= own + 4; ++tokenId) {
            _transfer(alice, bob, tokenId);
        }
        assertFalse(licenses.isLicensed(shares, alice), "four that counted are gone");
        assertTrue(licenses.isLicensedBy(own, shares, alice), "the fifth is there");
        vm.startPrank(alice);
        licenses.count(own);
        licenses.count(own); // again, without an effect
        vm.stopPrank();
        assertTrue(licenses.isLicensed(shares, alice), "it counts");
        _transfer(alice, bob, own);
        assertFalse(licenses.isLicensed(shares, alice), "once");
    }

    function testFuzz_count_RevertWhen_SenderIsNotTheLicensee(address sender) external {
        vm.assume(sender != alice);
        uint256 own = _buy(alice, RESEARCH, 1);
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.OnlyLicensee.selector, own, alice, sender));
        vm.prank(sender);
        licenses.count(own);
    }

    /// @dev Purchases, renewals, transfers and time, at random: of an account with at most four licences the answer is exact, and it is never
    /// yes without one.
    function testFuzz_isLicensed(uint256 seed) external {
        address[3] memory accounts = [alice, bob, carol];
        for (uint256 step = 0; step < 24; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            address account = accounts[seed % 3];
            uint256 sold = step == 0 ? 0 : _licensesSold();
            uint256 what = (seed >> 8) % 4;
            if (what == 0 || sold == 0) {
                vm.prank(stranger);
                licenses.buy(shares, RESEARCH, 1 + ((seed >> 16) % 12), FUNDS, account);
            } else if (what == 1) {
                uint256 tokenId = 1 + ((seed >> 16) % sold);
                _transfer(licenses.ownerOf(tokenId), account, tokenId);
            } else if (what == 2) {
                vm.prank(stranger);
                try licenses.renew(1 + ((seed >> 16) % sold), 1 + ((seed >> 32) % 3), FUNDS) {} catch {}
            } else {
                vm.warp(block.timestamp + ((seed >> 16) % 90 days));
            }
            for (uint256 i = 0; i < 3; ++i) {
                bool some = _holdsUnexpired(accounts[i]);
                bool isLicensed = licenses.isLicensed(shares, accounts[i]);
                if (licenses.balanceOf(accounts[i]) <= 4) assertEq(isLicensed, some, "of at most four");
                if (isLicensed) assertTrue(some, "never without one");
            }
        }
        _assertHoldsNothing();
    }

    // ------------------------------------------------------------------ hostile tokens and recipients

    function test_buy_RevertWhen_TokenTakesAFee() external {
        FeeToken taxed = new FeeToken();
        IModelShares model = _modelPaidIn(taxed);
        vm.expectRevert(abi.encodeWithSelector(ExactTransfer.TransferMismatch.selector, taxed, 10e6, 9.9e6));
        vm.prank(alice);
        licenses.buy(model, RESEARCH, 1, 10e6, alice);
    }

    function test_buy_WhenTokenCallsBack() external {
        ReentrantToken hostile = new ReentrantToken();
        IModelShares model = _modelPaidIn(hostile);
        bytes[] memory calls = _guarded(model);
        for (uint256 i = 0; i < calls.length; ++i) {
            hostile.arm(address(licenses), calls[i]);
            vm.prank(alice);
            licenses.buy(model, RESEARCH, 1, 10e6, alice);
            assertTrue(hostile.called(), "called back");
            assertFalse(hostile.callSucceeded(), "refused");
            bytes4 guard = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;
            assertEq(hostile.callResult(), abi.encodeWithSelector(guard), "by the guard");
        }
        assertEq(licenses.balanceOf(alice), calls.length, "each sold once");
        assertEq(hostile.balanceOf(address(model)), calls.length * 10e6, "and paid");
    }

    function test_buy_WhenRecipientCallsBack() external {
        HostileReceiver receiver = new HostileReceiver();
        _fund(token, address(receiver));
        receiver.arm(_guarded(shares));
        vm.prank(alice, bob);
        uint256 tokenId = licenses.buy(shares, RESEARCH, 1, 10e6, address(receiver));
        assertEq(licenses.ownerOf(tokenId), bob, "sent on");
        assertFalse(licenses.isLicensed(shares, address(receiver)), "the recipient");
        assertTrue(licenses.isLicensed(shares, bob), "who has it now");
        assertEq(token.balanceOf(address(shares)), 10e6, "paid once");
        assertEq(token.balanceOf(address(receiver)), FUNDS, "the recipient's money");
    }

    function test_Threat23_DonationsToLicencesChangeNothing() external {
        vm.prank(stranger);
        token.transfer(address(licenses), 5e6);
        _buy(alice, RESEARCH, 1);
        assertEq(token.balanceOf(address(licenses)), 5e6, "stays, nobody's");
        assertEq(token.balanceOf(address(shares)), 10e6, "the price, and no more");
    }

    // ------------------------------------------------------------------ ERC-721

    function test_names() external view {
        assertEq(licenses.name(), "Commonweight Licences", "name");
        assertEq(licenses.symbol(), "CWL", "symbol");
        assertEq(address(licenses.escrow()), address(escrow), "escrow");
        assertTrue(licenses.supportsInterface(type(IERC721).interfaceId), "ERC-721");
    }

    /// @dev What `LicenseMetadata` makes of a licence, its model's name and its tier.
    function test_tokenURI() external {
        _buy(alice, PRODUCTS, 1);
        LicenseTier memory tier = licenses.tierOf(shares, PRODUCTS);
        string memory expected = LicenseMetadata.uri(
            1,
            ModelShares(address(shares)).name(),
            licenses.licenseOf(1),
            tier
        );
        assertEq(licenses.tokenURI(1), expected, "uri");
    }

    function test_licenseOf_RevertWhen_Unknown() external {
        bytes memory error = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 1);
        vm.expectRevert(error);
        licenses.licenseOf(1);
        vm.expectRevert(error);
        licenses.tokenURI(1);
        vm.expectRevert(error);
        licenses.count(1);
        assertFalse(licenses.isLicensedBy(1, shares, alice), "by no licence");
        assertFalse(licenses.isLicensedBy(0, IModelShares(address(0)), address(0)), "nobody by nothing");
        vm.expectRevert(abi.encodeWithSelector(IModelLicenses.LicenseTierNotSold.selector, shares, 8));
        licenses.tierOf(shares, 8);
    }

    // ------------------------------------------------------------------ helpers

    function _buy(address account, uint256 tier, uint256 periods) private returns (uint256) {
        vm.prank(account);
        return licenses.buy(shares, tier, periods, FUNDS, account);
    }

    function _transfer(address from, address to, uint256 tokenId) private {
        vm.prank(from);
        licenses.transferFrom(from, to, tokenId);
    }

    function _setTiers(LicenseTier[] memory tiers) private returns (uint256) {
        vm.prank(treasury);
        return licenses.setTiers(shares, tiers);
    }

    function _fund(TestToken money, address account) private {
        money.mint(account, FUNDS);
        vm.prank(account);
        money.approve(address(licenses), FUNDS);
    }

    function _modelPaidIn(TestToken money) private returns (IModelShares) {
        Model memory model = modelOf(BountyId.wrap(13));
        model.token = address(money);
        _fund(money, alice);
        return settle(model, termsTiers());
    }

    /// @dev Calls that must not be made in the middle of a sale.
    function _guarded(IModelShares model) private view returns (bytes[] memory calls) {
        calls = new bytes[](3);
        calls[0] = abi.encodeCall(licenses.buy, (model, RESEARCH, 1, FUNDS, bob));
        calls[1] = abi.encodeCall(licenses.buyWithPermit, (model, RESEARCH, 1, FUNDS, bob, 0, 0, 0, 0));
        calls[2] = abi.encodeCall(licenses.renew, (1, 1, FUNDS));
    }

    /// @dev A permit of Alice, who has approved nothing.
    function _permit(uint256 value) private returns (uint256 deadline, uint8 v, bytes32 r, bytes32 s) {
        vm.prank(alice);
        token.approve(address(licenses), 0);
        deadline = block.timestamp;
        bytes32 permit = keccak256(abi.encode(PERMIT, alice, licenses, value, token.nonces(alice), deadline));
        (v, r, s) = vm.sign(aliceKey, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), permit)));
    }

    /// @dev Licences are numbered from 1 without a gap.
    function _licensesSold() private view returns (uint256 sold) {
        address[3] memory accounts = [alice, bob, carol];
        for (uint256 i = 0; i < accounts.length; ++i) {
            sold += licenses.balanceOf(accounts[i]);
        }
    }

    function _holdsUnexpired(address account) private view returns (bool) {
        uint256 sold = _licensesSold();
        for (uint256 tokenId = 1; tokenId <= sold; ++tokenId) {
            if (licenses.isLicensedBy(tokenId, shares, account)) return true;
        }
        return false;
    }

    function _expectOutOfBounds(string memory term, uint256 value, uint256 minimum, uint256 maximum) private {
        bytes4 selector = ITrainingBounties.TermOutOfBounds.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, term, value, minimum, maximum));
    }

    function _assertTiers(LicenseTier[] memory actual, LicenseTier[] memory expected) private pure {
        assertEq(keccak256(abi.encode(actual)), keccak256(abi.encode(expected)), "tiers");
    }

    function _assertHoldsNothing() private view {
        assertEq(token.balanceOf(address(licenses)), 0, "held");
    }
}
