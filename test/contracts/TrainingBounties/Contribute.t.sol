// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {BountyStatus} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract ContributeTest is BountyFixture {
    struct Permit {
        uint256 amount;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    function signPermit(string memory name, uint256 amount) private returns (address signer, Permit memory permit) {
        uint256 key;
        (signer, key) = makeAddrAndKey(name);
        token.mint(signer, FUNDS);
        (permit.amount, permit.deadline) = (amount, block.timestamp + 1 hours);
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, signer, address(escrow), amount, token.nonces(signer), permit.deadline)
        );
        bytes32 hash = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
        (permit.v, permit.r, permit.s) = vm.sign(key, hash);
    }

    function contributePermitted(BountyId id, address signer, Permit memory permit) private returns (uint256) {
        vm.prank(signer);
        return escrow.contributeWithPermit(id, permit.amount, signer, permit.deadline, permit.v, permit.r, permit.s);
    }

    // ------------------------------------------------------------------ contribute

    function test_RevertGiven_EntryIsPaused() external {
        BountyId id = funding();
        vm.prank(guardian);
        escrow.pauseEntry(true);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.EntryIsPaused.selector));
        contributeAs(alice, id, 1);
        (address signer, Permit memory permit) = signPermit("signer", 1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.EntryIsPaused.selector));
        contributePermitted(id, signer, permit);
        assertEq(token.nonces(signer), 0, "the permit is not spent");
    }

    function test_RevertGiven_NotFunding() external {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 1));
        contributeAs(alice, BountyId.wrap(1), 1);
        BountyId id = draft();
        expectStatusMismatch(id, BountyStatus.Draft, BountyStatus.Funding);
        contributeAs(alice, id, 1);
        sealAll(id);
        drawSample(id);
        openDrawn(id);
        contributeAs(alice, id, terms.cap);
        expectStatusMismatch(id, BountyStatus.Training, BountyStatus.Funding);
        contributeAs(bob, id, 1);
    }

    function test_RevertWhen_AmountOrAccountIsZero() external {
        BountyId id = funding();
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.AmountZero.selector));
        contributeAs(alice, id, 0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.AccountZero.selector));
        vm.prank(alice);
        escrow.contribute(id, 1, address(0));
    }

    function test_RevertWhen_TokenMovesAnotherAmount() external {
        // The token takes its fee only from backers here: the sponsor's bond comes in before it is replaced.
        BountyId id = funding();
        vm.etch(address(token), address(new FeeToken()).code);
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingBounties.TransferMismatch.selector, token, uint256(100), uint256(99))
        );
        contributeAs(alice, id, 100);
    }

    function test_RevertWhen_TokenMovesNothing() external {
        BountyId id = funding();
        vm.mockCall(address(token), abi.encodeWithSelector(IERC20.transferFrom.selector), abi.encode(true));
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingBounties.TransferMismatch.selector, token, uint256(100), uint256(0))
        );
        contributeAs(alice, id, 100);
    }

    function test_TakesWhatFits() external {
        BountyId id = funding();
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Contributed(id, alice, alice, terms.cap - 1);
        assertEq(contributeAs(alice, id, terms.cap - 1), terms.cap - 1, "all of it fits");
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Contributed(id, bob, bob, 1);
        assertEq(contributeAs(bob, id, 500e6), 1, "one unit fits");

        assertEq(escrow.contributionOf(id, alice), terms.cap - 1, "Alice's contribution");
        assertEq(escrow.contributionOf(id, bob), 1, "Bob's contribution");
        assertEq(escrow.factsOf(id).contributed, terms.cap, "sum");
        assertEq(token.balanceOf(bob), FUNDS - 1, "Bob's balance");
        assertEq(token.balanceOf(address(escrow)), terms.cap + terms.sponsorBond, "escrow's balance");
        assertStatus(id, BountyStatus.Training, "status");
    }

    function test_PaysForAnother_AndAgain() external {
        BountyId id = funding();
        vm.startPrank(stranger);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Contributed(id, alice, stranger, 10);
        escrow.contribute(id, 10, alice);
        escrow.contribute(id, 5, alice);
        vm.stopPrank();
        assertEq(escrow.contributionOf(id, alice), 15, "Alice's contribution");
        assertEq(escrow.contributionOf(id, stranger), 0, "the payer's");
        assertEq(token.balanceOf(stranger), FUNDS - 15, "the payer's balance");
        assertEq(token.balanceOf(alice), FUNDS, "Alice's balance");
    }

    function testFuzz_NeverAboveTheCap(uint256[5] calldata amounts) external {
        BountyId id = funding();
        uint256 sum = 0;
        for (uint256 i = 0; i < amounts.length && sum < terms.cap; ++i) {
            uint256 amount = bound(amounts[i], 1, FUNDS / 10);
            uint256 accepted = contributeAs(alice, id, amount);
            uint256 left = terms.cap - sum;
            assertEq(accepted, amount < left ? amount : left, "what fits");
            sum += accepted;
        }
        assertEq(escrow.factsOf(id).contributed, sum, "sum");
        assertEq(token.balanceOf(address(escrow)), sum + terms.sponsorBond, "escrow's balance");
        assertEq(escrow.statusOf(id) == BountyStatus.Training, sum == terms.cap, "Training at the cap only");
    }

    // ------------------------------------------------------------------ contributeWithPermit

    function test_Permit_RevertGiven_NoBounty() external {
        (address signer, Permit memory permit) = signPermit("signer", 1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 1));
        contributePermitted(BountyId.wrap(1), signer, permit);
    }

    function test_Permit_TakesWithoutApproval() external {
        BountyId id = funding();
        (address signer, Permit memory permit) = signPermit("signer", 600e6);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Contributed(id, signer, signer, 600e6);
        assertEq(contributePermitted(id, signer, permit), 600e6, "accepted");
        assertEq(escrow.contributionOf(id, signer), 600e6, "contribution");
        assertEq(token.allowance(signer, address(escrow)), 0, "no allowance is left");
    }

    function test_Permit_RevertWhen_BadAndNoAllowance() external {
        BountyId id = funding();
        (address signer, Permit memory permit) = signPermit("signer", 600e6);
        permit.r ^= bytes32(uint256(1));
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(escrow),
                uint256(0),
                permit.amount
            )
        );
        contributePermitted(id, signer, permit);
    }

    function test_Threat26_PermitFrontRun() external {
        BountyId id = funding();
        (address signer, Permit memory permit) = signPermit("signer", 600e6);
        vm.prank(stranger);
        token.permit(signer, address(escrow), permit.amount, permit.deadline, permit.v, permit.r, permit.s);
        assertEq(contributePermitted(id, signer, permit), 600e6, "accepted by the allowance");
    }

    // ------------------------------------------------------------------ cancel

    function test_Cancel_InDraft() external {
        BountyId id = draft();
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.BountyCancelled(id);
        vm.prank(sponsor);
        escrow.cancel(id);
        assertStatus(id, BountyStatus.Failed, "status");
        assertTrue(escrow.factsOf(id).cancelled, "fact");
        assertEq(escrow.owedTo(id, sponsor).sponsorBond, terms.sponsorBond, "the bond is due, whole");
        assertEq(takeOut(id, sponsor), terms.sponsorBond, "the bond");
        assertEq(token.balanceOf(sponsor), FUNDS, "sponsor's balance");
    }

    function test_Cancel_InFundingWithNothingIn() external {
        BountyId id = funding();
        vm.prank(sponsor);
        escrow.cancel(id);
        assertStatus(id, BountyStatus.Failed, "status");
        expectStatusMismatch(id, BountyStatus.Failed, BountyStatus.Funding);
        contributeAs(alice, id, 1);
    }

    function test_Cancel_RevertWhen_NotTheSponsor() external {
        BountyId id = draft();
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.OnlySponsor.selector, id, stranger));
        vm.prank(stranger);
        escrow.cancel(id);
    }

    function test_Threat15_NoCancelOnceAnyoneHasContributed() external {
        BountyId id = funding();
        contributeAs(alice, id, 1);
        vm.startPrank(sponsor);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyHasContributions.selector, id, 1));
        escrow.cancel(id);
        vm.stopPrank();
        contributeAs(alice, id, terms.cap);
        vm.startPrank(sponsor);
        expectStatusMismatch(id, BountyStatus.Training, BountyStatus.Draft);
        escrow.cancel(id);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 2));
        escrow.cancel(BountyId.wrap(2));
    }
}
