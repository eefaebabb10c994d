// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {TrainingBounties} from "../../../contracts/TrainingBounties.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract AdministrationTest is BountyFixture {
    function test_Constructor() external {
        assertEq(address(escrow.registry()), address(registry), "registry");
        assertEq(address(escrow.sharesImplementation()), address(sharesImplementation), "shares implementation");
        assertEq(address(escrow.governance()), address(governance), "governance");
        assertEq(escrow.protocolTreasury(), treasury, "protocol treasury");
        assertEq(escrow.guardian(), guardian, "guardian");
        assertEq(escrow.minimumWindow(), MINIMUM_WINDOW, "minimum window");
        assertEq(escrow.minimumSamples(), MINIMUM_SAMPLES, "minimum samples");
        assertEq(escrow.owner(), owner, "owner");
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.AccountZero.selector));
        treasury = address(0);
        deployEscrow(1, 1);
    }

    function test_AllowToken() external {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, guardian));
        vm.prank(guardian);
        escrow.allowToken(alice, true);
        vm.startPrank(owner);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.TokenAllowed(alice, true);
        escrow.allowToken(alice, true);
        assertTrue(escrow.tokenAllowed(alice), "allowed");
        escrow.allowToken(alice, false);
        assertFalse(escrow.tokenAllowed(alice), "not any more");
    }

    function test_SetFee() external {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        escrow.setFee(0);
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.TermOutOfBounds.selector, "feeBps", 251, 0, 250));
        escrow.setFee(251);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.FeeSet(250);
        escrow.setFee(250);
        assertEq(escrow.feeBps(), 250, "fee");
    }

    function test_PauseEntry_ByTheGuardianOnly() external {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.OnlyGuardian.selector, owner));
        vm.prank(owner);
        escrow.pauseEntry(true);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.EntryPaused(true);
        vm.prank(guardian);
        escrow.pauseEntry(true);
        assertTrue(escrow.entryPaused(), "paused");
    }

    function test_PauseEntry_StopsNothingElse() external {
        BountyId draftBounty = draft();
        vm.prank(guardian);
        escrow.pauseEntry(true);
        vm.prank(sponsor);
        escrow.cancel(draftBounty);
        vm.prank(guardian);
        escrow.pauseEntry(false);
        BountyId id = training();
        vm.prank(guardian);
        escrow.pauseEntry(true);
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        proveAll(id, 0, 15, BITS);
        vm.warp(terms.windows.provingEnds);
        claimAs(id, 0);
        escrow.settle(id);
        assertGt(escrow.claimShares(id, alice), 0, "shares");
        assertGt(takeOut(id, operatorAt(0)), 0, "the bond");
        assertGt(takeOut(id, payeeAt(0)), 0, "the prize");
        assertEq(takeOut(draftBounty, sponsor), 100e6, "the sponsor's bond");
    }

    function test_OwnershipPassesInTwoSteps() external {
        vm.prank(owner);
        escrow.transferOwnership(alice);
        assertEq(escrow.owner(), owner, "still the old owner");
        vm.prank(alice);
        escrow.acceptOwnership();
        assertEq(escrow.owner(), alice, "the new owner");
    }

    function test_Withdraw() external {
        BountyId id = underGoal();
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.AccountZero.selector));
        escrow.withdraw(address(token), address(0));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.NothingOwed.selector, token, alice));
        escrow.withdraw(address(token), alice);

        assertEq(escrow.credit(id, alice), 600e6, "credited");
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Withdrawn(address(token), alice, bob, 600e6);
        assertEq(escrow.withdraw(address(token), bob), 600e6, "paid");
        assertEq(token.balanceOf(bob), FUNDS + 600e6, "to whom Alice said");
        assertEq(token.balanceOf(alice), FUNDS - 600e6, "Alice's balance");
        assertEq(escrow.owed(address(token), alice), 0, "ledger");
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.NothingOwed.selector, token, alice));
        escrow.withdraw(address(token), alice);
        vm.stopPrank();
        assertStatus(id, BountyStatus.Failed, "status");
    }
}
