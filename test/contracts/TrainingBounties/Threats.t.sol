// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BlockingToken} from "../../../contracts/mocks/BlockingToken.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {BountyStatus, BountyTerms, Chunk, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract ThreatsTest is BountyFixture {
    /// @dev Makes another token the one of the terms, allowed, with money for the actors.
    function useToken(TestToken another) private {
        token = another;
        terms.token = address(another);
        vm.prank(owner);
        escrow.allowToken(address(another), true);
        fundActor(sponsor);
        fundActor(alice);
        fundActor(bob);
        fundActor(carol);
    }

    // ------------------------------------------------------------------ 4: front-running

    function test_Threat04_FrontRunClaimPaysTheCommittedPayee() external {
        BountyId id = claiming(scoresOf(20));
        Submission memory submission = submissionAt(0);
        bytes memory words = modelWords(submission.operator);
        vm.startPrank(stranger);
        escrow.claim(id, submission, words);
        assertEq(escrow.credit(id, stranger), 0, "nothing for the sender");
        vm.stopPrank();
        assertGt(escrow.owed(address(token), submission.payee), 0, "the prize is the payee's");
        assertEq(escrow.owed(address(token), submission.operator), 50e6, "the bond is the operator's");
    }

    function test_Threat04_CopiedCommitmentCountsForNobody() external {
        BountyId id = training();
        Submission memory honest = submissionAt(0);
        Submission memory copy = honest;
        fundActor(stranger);
        vm.prank(stranger); // sees the commitment, and is included first
        escrow.commit(id, architecture, honest.modelCommitment, honest.bytesHash, stranger);
        honest = commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);

        // The honest operator's proofs name the honest operator.
        (copy.operator, copy.payee) = (stranger, stranger);
        Chunk memory chunk = scoredOf(id)[0];
        Proof[] memory proofs = one(scoreProof(honest, chunk, 10));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.ProofInvalid.selector));
        escrow.proveScore(id, copy, indicesOf(one(chunk)), one(uint32(10)), proofs);
        proveAll(id, 0, 20, BITS);
        (bool ranked, ) = escrow.rankOf(id, stranger);
        assertFalse(ranked, "the copy");
        (ranked, ) = escrow.rankOf(id, honest.operator);
        assertTrue(ranked, "the original");
    }

    // ------------------------------------------------------------------ 10: gas

    function test_Threat10_VerificationShortOfGasMovesNothing() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Proof memory proof = modelProof(submission, BITS);
        bytes memory call = abi.encodeCall(escrow.proveModel, (id, submission, modelDigest(submission), BITS, proof));
        for (uint256 gasLimit = 50_000; gasLimit < 250_000; gasLimit += 10_000) {
            (bool success, ) = address(escrow).call{gas: gasLimit}(call);
            assertFalse(success, "short of gas");
            assertFalse(escrow.submissionOf(id, submission.operator).modelProven, "not proven");
        }
        (bool proven, ) = address(escrow).call(call);
        assertTrue(proven, "with enough gas");
    }

    // ------------------------------------------------------------------ 14: the sponsor does not open

    function test_Threat14_SponsorWithOperatorsOfItsOwn() external {
        BountyId id = training();
        // Three operators, all of them the sponsor's: their payee is the sponsor.
        for (uint256 i = 0; i < 3; ++i) {
            Submission memory submission = submissionAt(i);
            submission.payee = sponsor;
            fundActor(submission.operator);
            commitSubmission(id, submission);
        }
        vm.warp(terms.windows.trainingEnds);
        vm.prank(alice); // It is in the backers' interest.
        drawScored(id);
        vm.warp(terms.windows.openingEnds);
        assertStatus(id, BountyStatus.Voided, "status");
        uint256 back = takeOut(id, sponsor);
        for (uint256 i = 0; i < 3; ++i) {
            back += takeOut(id, operatorAt(i));
        }
        assertEq(back, 3 * 55e6, "what its operators paid in, and nothing of the sponsor's bond");
        assertEq(takeOut(id, alice) + takeOut(id, bob) + takeOut(id, carol), 1_050e6, "backers");
        assertEq(takeOut(id, treasury), 50e6, "protocol treasury");
    }

    // ------------------------------------------------------------------ 16: re-rolled samples

    function test_Threat16_SponsorReRollsTheSample() external {
        // Once the sample's round is there, every way to be rid of the bounty before anybody pays costs a tenth.
        uint256 snapshot = vm.snapshotState();
        for (uint256 way = 0; way < 4; ++way) {
            BountyId id = way < 2 ? drawnDraft() : funding();
            if (way % 2 == 0) {
                vm.prank(sponsor);
                escrow.cancel(id);
            } else {
                vm.warp(way == 1 ? terms.windows.draftEnds : terms.windows.fundingEnds);
            }
            assertStatus(id, BountyStatus.Failed, "status");
            assertEq(takeOut(id, sponsor), 90e6, "sponsor");
            assertEq(takeOut(id, treasury), 10e6, "protocol treasury");
            vm.revertToState(snapshot);
        }
    }

    // ------------------------------------------------------------------ 21: a silent beacon

    function test_Threat21_SilentBeacon() external {
        BountyId id = opening(1);
        vm.warp(terms.windows.openingEnds);
        assertStatus(id, BountyStatus.Voided, "status");
        // A round that arrives too late changes nothing.
        uint64 round = escrow.factsOf(id).scoreRound;
        beacon.proveRound(round, signer.sign(round));
        expectStatusMismatch(id, BountyStatus.Voided, BountyStatus.Opening);
        escrow.drawChunks(id, "");
        assertEq(takeOut(id, sponsor), 100e6, "sponsor");
        assertEq(takeOut(id, operatorAt(0)), 55e6, "operator");
        assertEq(takeOut(id, alice) + takeOut(id, bob) + takeOut(id, carol), 1_000e6, "backers");
        assertEq(takeOut(id, treasury), 0, "protocol treasury");
    }

    // ------------------------------------------------------------------ 22: hostile tokens

    function test_Threat22_FeeOnTransferIsRefused() external {
        useToken(new FeeToken());
        BountyTerms memory given = terms;
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.TransferMismatch.selector, token, 100e6, 99e6));
        vm.prank(sponsor);
        escrow.createBounty(given);
        assertEq(escrow.bountyCount(), 0, "no bounty");
    }

    function test_Threat22_TokenThatCallsBack() external {
        ReentrantToken hostile = new ReentrantToken();
        useToken(hostile);
        BountyId id = funding();
        bytes[] memory calls = new bytes[](7);
        calls[0] = abi.encodeCall(escrow.contribute, (id, 1, alice));
        calls[1] = abi.encodeCall(escrow.credit, (id, sponsor));
        calls[2] = abi.encodeCall(escrow.withdraw, (address(hostile), alice));
        calls[3] = abi.encodeCall(escrow.cancel, (id));
        calls[4] = abi.encodeCall(escrow.withdrawSubmission, (id));
        calls[5] = abi.encodeCall(escrow.settle, (id));
        calls[6] = abi.encodeCall(escrow.claimShares, (id, alice));
        for (uint256 i = 0; i < calls.length; ++i) {
            hostile.arm(address(escrow), calls[i]);
            contributeAs(alice, id, 10e6);
            assertTrue(hostile.called(), "called back");
            assertFalse(hostile.callSucceeded(), "refused");
            assertEq(
                hostile.callResult(),
                abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
                "by the guard"
            );
        }
        assertEq(escrow.contributionOf(id, alice), 70e6, "each contribution counted once");

        vm.warp(terms.windows.fundingEnds);
        escrow.credit(id, alice);
        hostile.arm(address(escrow), calls[2]);
        vm.prank(alice);
        assertEq(escrow.withdraw(address(hostile), alice), 70e6, "withdrawn once");
        assertFalse(hostile.callSucceeded(), "withdraw in withdraw is refused");
        assertEq(hostile.balanceOf(address(escrow)), terms.sponsorBond, "the sponsor's bond is untouched");
    }

    // ------------------------------------------------------------------ 23: donations

    function test_Threat23_DonationsChangeNothing() external {
        BountyId id = claiming(scoresOf(20));
        vm.prank(stranger);
        token.transfer(address(escrow), 500e6);
        assertEq(claimAs(id, 0), (1_005e6 * 98) / 100, "the prize");
        address[7] memory accounts = [alice, bob, carol, sponsor, treasury, operatorAt(0), payeeAt(0)];
        for (uint256 i = 0; i < accounts.length; ++i) {
            takeOut(id, accounts[i]);
        }
        assertEq(takeOut(id, stranger), 0, "the donor");
        assertEq(token.balanceOf(address(escrow)), 500e6, "the donation stays, owed to nobody");
    }

    // ------------------------------------------------------------------ 24: blocked accounts, paused tokens

    function test_Threat24_BlockedAccountAndPausedToken() external {
        BlockingToken hostile = new BlockingToken();
        useToken(hostile);
        setThreePrizes();
        BountyId id = claiming(scoresOf(20, 15));
        hostile.setBlocked(payeeAt(0), true);
        hostile.setPaused(true);
        claimAs(id, 0);
        claimAs(id, 1);
        assertStatus(id, BountyStatus.Settled, "claims go on");
        escrow.settle(id);
        escrow.claimShares(id, alice);
        assertGt(escrow.credit(id, alice), 0, "credits go on");
        vm.expectRevert(abi.encodeWithSelector(BlockingToken.TokenPaused.selector));
        vm.prank(alice);
        escrow.withdraw(address(hostile), alice);

        hostile.setPaused(false);
        vm.prank(alice);
        assertGt(escrow.withdraw(address(hostile), alice), 0, "Alice, later");
        vm.startPrank(payeeAt(0));
        vm.expectRevert(abi.encodeWithSelector(BlockingToken.AccountBlocked.selector, payeeAt(0)));
        escrow.withdraw(address(hostile), payeeAt(0));
        assertGt(escrow.withdraw(address(hostile), bob), 0, "the blocked payee, to another account");
        vm.stopPrank();
    }

    // ------------------------------------------------------------------ 25: unbounded loops

    function test_Threat25_CreditDoesNotGrowWithTheBackers() external {
        BountyId few = funding();
        BountyId many = funding();
        contributeAs(alice, few, 100e6);
        contributeAs(alice, many, 100e6);
        for (uint160 i = 1; i <= 200; ++i) {
            vm.prank(stranger);
            escrow.contribute(many, 1e6, address(i));
        }
        vm.warp(terms.windows.fundingEnds);
        assertEq(escrow.credit(many, bob), 0, "warms up what both share");
        uint256 gasBefore = gasleft();
        escrow.credit(few, alice);
        uint256 gasOfFew = gasBefore - gasleft();
        gasBefore = gasleft();
        escrow.credit(many, alice);
        // The second credit finds the ledger's slot in use, and so costs less.
        assertLe(gasBefore - gasleft(), gasOfFew, "two hundred backers more");
    }

    // ------------------------------------------------------------------ 31: the clock

    function test_Threat31_TheLastSecondCounts() external {
        BountyId id = claiming(scoresOf(20, 15));
        Submission memory submission = submissionAt(0);
        bytes memory words = modelWords(submission.operator);
        uint256 snapshot = vm.snapshotState();
        vm.warp(terms.windows.claimEnds - 1);
        assertGt(escrow.claim(id, submission, words), 0, "in the last second");
        vm.revertToState(snapshot);
        vm.warp(terms.windows.claimEnds);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.NotYourTurn.selector, id, submission.operator, 0, 1));
        escrow.claim(id, submission, words);
    }

    // ------------------------------------------------------------------ bounties beside each other

    function test_TwoBountiesNeverTouchEachOthersMoney() external {
        BountyId other = funding();
        contributeAs(bob, other, 500e6);
        BountyId id = claiming(scoresOf(20));
        claimAs(id, 0);
        address[7] memory accounts = [alice, carol, sponsor, treasury, operatorAt(0), payeeAt(0), stranger];
        for (uint256 i = 0; i < accounts.length; ++i) {
            takeOut(id, accounts[i]);
        }
        takeOut(id, bob);
        assertEq(token.balanceOf(address(escrow)), 500e6 + terms.sponsorBond, "the other bounty's money is whole");
        assertEq(takeOut(other, bob), 500e6, "Bob's refund");
        assertEq(takeOut(other, sponsor), terms.sponsorBond, "the sponsor's bond");
    }
}
