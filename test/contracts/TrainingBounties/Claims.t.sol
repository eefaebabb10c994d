// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract ClaimsTest is BountyFixture {
    function expectClaimReverts(
        BountyId id,
        Submission memory submission,
        bytes memory words,
        bytes memory revertData
    ) private {
        vm.expectRevert(revertData);
        escrow.claim(id, submission, words);
    }

    function expectNotYourTurn(BountyId id, uint256 i, uint256 rank, uint256 opensTo) private {
        Submission memory submission = submissionAt(i);
        bytes memory words = modelWords(submission.operator);
        expectClaimReverts(
            id,
            submission,
            words,
            abi.encodeWithSelector(ITrainingBounties.NotYourTurn.selector, id, submission.operator, rank, opensTo)
        );
    }

    function owed(address account) private view returns (uint256) {
        return escrow.owed(address(token), account);
    }

    // ------------------------------------------------------------------ reverts

    function test_RevertGiven_NeitherClaimingNorReserve() external {
        BountyId id = proving(1);
        proveAll(id, 0, 10, BITS);
        Submission memory submission = submissionAt(0);
        bytes memory words = modelWords(submission.operator);
        expectStatusMismatch(id, BountyStatus.Proving, BountyStatus.Claiming);
        escrow.claim(id, submission, words);
        vm.warp(terms.windows.claimEnds);
        expectStatusMismatch(id, BountyStatus.Unmet, BountyStatus.Claiming);
        escrow.claim(id, submission, words);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 2));
        escrow.claim(BountyId.wrap(2), submission, words);
    }

    function test_RevertWhen_SubmissionIsMissingOrAnother() external {
        BountyId id = claiming(scoresOf(10));
        Submission memory submission = submissionAt(1);
        expectClaimReverts(
            id,
            submission,
            "",
            abi.encodeWithSelector(ITrainingBounties.SubmissionMissing.selector, id, submission.operator)
        );
        bytes32 expected = keccak256(abi.encode(submissionAt(0)));
        submission = submissionAt(0);
        submission.payee = stranger;
        expectClaimReverts(
            id,
            submission,
            modelWords(submission.operator),
            abi.encodeWithSelector(
                ITrainingBounties.SubmissionMismatch.selector,
                id,
                submission.operator,
                expected,
                keccak256(abi.encode(submission))
            )
        );
    }

    function test_RevertGiven_NotRankedOrAlreadyClaimed() external {
        setThreePrizes();
        BountyId id = claiming(scoresOf(20, 15, 4)); // the third is below the minimum
        Submission memory unranked = submissionAt(2);
        expectClaimReverts(
            id,
            unranked,
            modelWords(unranked.operator),
            abi.encodeWithSelector(ITrainingBounties.NotRanked.selector, id, unranked.operator)
        );
        claimAs(id, 0);
        Submission memory first = submissionAt(0);
        expectClaimReverts(
            id,
            first,
            modelWords(first.operator),
            abi.encodeWithSelector(ITrainingBounties.AlreadyClaimed.selector, id, first.operator)
        );
    }

    function test_RevertGiven_Claiming_RankBelowThePrizes() external {
        BountyId id = claiming(scoresOf(20, 15));
        expectNotYourTurn(id, 1, 1, 1);
    }

    function test_RevertWhen_WordsAreOthers() external {
        BountyId id = claiming(scoresOf(20));
        Submission memory submission = submissionAt(0);
        bytes memory words = modelWords(submission.operator);
        expectClaimReverts(
            id,
            submission,
            abi.encode(1, 2, 3),
            abi.encodeWithSelector(ITrainingBounties.WordsLengthMismatch.selector, 4, 96)
        );
        bytes memory others = abi.encode(1, 2, 3, 4);
        expectClaimReverts(
            id,
            submission,
            others,
            abi.encodeWithSelector(ITrainingBounties.BytesHashMismatch.selector, hashOf(words), hashOf(others))
        );
    }

    /// @dev Threat 17: the operator committed to the hash of other bytes than those of its proven model. The proof shows
    /// the digest of the model's own words, so that the bytes it committed to do not pass, and no others have their hash.
    function test_Threat17_OtherWeightsPublished() external {
        BountyId id = training();
        Submission memory liar = submissionAt(0);
        bytes memory junk = abi.encode(9, 9, 9, 9);
        liar.bytesHash = hashOf(junk);
        fundActor(liar.operator);
        commitSubmission(id, liar);
        commitAs(id, 1);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        uint256 digest = modelDigest(liar); // of its true words, at the challenge that follows from the junk's hash
        Proof memory proof = modelProof(liar, BITS);
        escrow.proveModel(id, liar, digest, BITS, proof);
        scoreOne(id, liar, scoredOf(id)[0], 10);
        scoreOne(id, liar, scoredOf(id)[1], 10);
        proveAll(id, 1, 15, BITS);
        vm.warp(terms.windows.provingEnds);

        uint256 actual = digestOf(junk, modelChallenge(liar));
        expectClaimReverts(
            id,
            liar,
            junk,
            abi.encodeWithSelector(ITrainingBounties.DigestMismatch.selector, digest, actual)
        );
        bytes memory words = modelWords(liar.operator);
        expectClaimReverts(
            id,
            liar,
            words,
            abi.encodeWithSelector(ITrainingBounties.BytesHashMismatch.selector, hashOf(junk), hashOf(words))
        );
        vm.warp(terms.windows.claimEnds);
        claimAs(id, 1);
        assertEq(takeOut(id, liar.operator), 0, "the liar's bond is lost");
        assertEq(escrow.owedTo(id, treasury).forfeits, 25e6, "half to the protocol treasury");
        assertEq(escrow.owedTo(id, alice).forfeits, 15e6, "half to the backers, pro rata");
    }

    // ------------------------------------------------------------------ what a claim does

    function test_Claim_PaysTheLedger() external {
        BountyId id = claiming(scoresOf(20));
        Submission memory submission = submissionAt(0);
        bytes memory words = modelWords(submission.operator);
        uint256 prize = 1_005e6; // contributions and one fee
        uint256 net = (prize * 98) / 100;
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Claimed(id, submission.operator, submission.payee, 0, net, words);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Credited(address(token), submission.payee, id, net);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Credited(address(token), submission.operator, id, 50e6);
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.Credited(address(token), treasury, id, prize - net);
        uint256 balance = token.balanceOf(address(escrow));
        vm.prank(stranger);
        assertEq(escrow.claim(id, submission, words), net, "amount");

        assertEq(owed(submission.payee), net, "payee");
        assertEq(owed(submission.operator), 50e6, "operator");
        assertEq(owed(treasury), prize - net, "protocol treasury");
        assertEq(owed(stranger), 0, "sender");
        assertEq(token.balanceOf(address(escrow)), balance, "no token moved");
        ITrainingBounties.BountyFacts memory facts = escrow.factsOf(id);
        assertEq(facts.claimedRanks, 1, "ranks");
        assertEq(facts.claimedPrizes, 1, "prizes");
        ITrainingBounties.SubmissionFacts memory entry = escrow.submissionOf(id, submission.operator);
        assertTrue(entry.claimed, "claimed");
        assertEq(entry.prize, 0, "prize");
        assertEq(escrow.credit(id, submission.operator), 0, "the bond comes once");
    }

    function test_Claim_WithoutFee() external {
        vm.prank(owner);
        escrow.setFee(0);
        BountyId id = claiming(scoresOf(20));
        assertEq(claimAs(id, 0), 1_005e6, "the whole prize");
        assertEq(owed(treasury), 0, "no fee");
    }

    function test_Claiming_AnyOrder_EachItsOwnPrize() external {
        setThreePrizes();
        BountyId id = claiming(scoresOf(20, 15, 10));
        uint256 pot = 1_015e6;
        assertEq(claimAs(id, 2), (((pot * 2_000) / 10_000) * 98) / 100, "third prize");
        assertEq(claimAs(id, 0), (((pot * 5_000) / 10_000) * 98) / 100, "first prize");
        assertEq(claimAs(id, 1), (((pot * 3_000) / 10_000) * 98) / 100, "second prize");
        assertEq(escrow.submissionOf(id, operatorAt(2)).prize, 2, "prize of operator 2");
        assertEq(escrow.factsOf(id).claimedPrizes, 7, "all claimed");
        assertStatus(id, BountyStatus.Settled, "status");
    }

    // ------------------------------------------------------------------ reserve

    function test_Reserve_EachInItsOwnTurn() external {
        setThreePrizes();
        BountyId id = claiming(descending(6)); // ranks 3, 4, 5 have turns of 8 hours
        claimAs(id, 1);
        vm.warp(terms.windows.claimEnds);
        expectNotYourTurn(id, 0, 0, 3); // too late
        expectNotYourTurn(id, 4, 4, 3);
        claimAs(id, 3);
        assertEq(escrow.submissionOf(id, operatorAt(3)).prize, 0, "the highest prize left is the first");

        vm.warp(terms.windows.claimEnds + 8 hours);
        expectNotYourTurn(id, 5, 5, 4);
        vm.warp(terms.windows.claimEnds + 16 hours - 1);
        claimAs(id, 4);
        assertEq(escrow.submissionOf(id, operatorAt(4)).prize, 2, "then the third: the second is taken");
        assertStatus(id, BountyStatus.Settled, "no prize is left");
    }

    function test_Reserve_MissedTurnIsNotMadeUp_AndCostsNothing() external {
        BountyId id = reserve(scoresOf(20, 15, 10));
        vm.warp(terms.windows.claimEnds + 12 hours - 1);
        assertEq(escrow.owedTo(id, operatorAt(1)).operatorBond, 0, "its turn runs");
        vm.warp(terms.windows.claimEnds + 12 hours);
        expectNotYourTurn(id, 1, 1, 2);
        assertEq(takeOut(id, operatorAt(1)), 50e6, "its turn is over: the bond is free");
        assertEq(escrow.owedTo(id, operatorAt(2)).operatorBond, 0, "the next turn runs");
        vm.warp(terms.windows.reserveEnds);
        assertEq(takeOut(id, operatorAt(2)), 50e6, "Reserve is over: the bond is free");
        assertEq(takeOut(id, operatorAt(0)), 0, "the first rank lost its bond");
    }

    function test_Threat18_WithholdingByManyRanks() external {
        // Fifteen ranks of one attacker, all above the one honest operator, who still has a turn of its own.
        BountyId id = proving(16);
        for (uint256 i = 0; i < 15; ++i) {
            proveAll(id, i, 20, BITS);
        }
        proveAll(id, 15, 10, BITS);
        vm.warp(terms.windows.reserveEnds - 1);
        assertStatus(id, BountyStatus.Reserve, "the last turn runs");
        assertEq(claimAs(id, 15), ((1_000e6 + 16 * 5e6) * 98) / 100, "the honest operator's prize");
        assertStatus(id, BountyStatus.Settled, "status");
        assertEq(takeOut(id, operatorAt(0)), 0, "the rank within the prizes lost its bond");
    }
}
