// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TrainingBounties} from "../../../contracts/TrainingBounties.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, Chunk, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract StatusTest is BountyFixture {
    /// @dev A window that ends at `end` holds at end - 1, and no longer at end nor at end + 1.
    function assertEdge(BountyId id, uint256 end, BountyStatus before, BountyStatus after_) private {
        vm.warp(end - 1);
        assertStatus(id, before, "one second before the end");
        assertEq(escrow.nextDeadline(id), end, "deadline before the end");
        vm.warp(end);
        assertStatus(id, after_, "at the end");
        vm.warp(end + 1);
        assertStatus(id, after_, "one second after the end");
    }

    function test_None_WithoutBounty() external {
        assertStatus(BountyId.wrap(0), BountyStatus.None, "number 0");
        assertStatus(BountyId.wrap(1), BountyStatus.None, "number 1 before it exists");
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 1));
        escrow.nextDeadline(BountyId.wrap(1));
    }

    function test_Draft_EndsInFailed() external {
        BountyId id = draft();
        sealOne(id, evaluationSet(terms.chunks)[0]);
        assertEdge(id, terms.windows.draftEnds, BountyStatus.Draft, BountyStatus.Failed);
        assertEq(escrow.nextDeadline(id), 0, "no deadline in a final status");
    }

    function test_Draft_EndsInFailedWithTheSampleDrawnAndNotOpen() external {
        setChunks(4);
        BountyId id = drawnDraft();
        Chunk[] memory sample = sampleOf(id);
        escrow.openChunks(id, one(sample[0]), one(chunkWords(sample[0].index)));
        assertEdge(id, terms.windows.draftEnds, BountyStatus.Draft, BountyStatus.Failed);
    }

    function test_Draft_EndsInFundingOnceTheSampleIsOpen() external {
        BountyId id = draft();
        assertStatus(id, BountyStatus.Draft, "none sealed");
        sealAll(id);
        assertStatus(id, BountyStatus.Draft, "all sealed");
        drawSample(id);
        assertStatus(id, BountyStatus.Draft, "the sample is drawn");
        openDrawn(id);
        assertStatus(id, BountyStatus.Funding, "the sample is open");
    }

    function test_Draft_OpenedInTheLastSecond() external {
        BountyId id = drawnDraft();
        vm.warp(terms.windows.draftEnds - 1);
        openDrawn(id);
        assertStatus(id, BountyStatus.Funding, "opened in the last second");
        vm.warp(terms.windows.draftEnds);
        assertStatus(id, BountyStatus.Funding, "after the draft's end");
    }

    function test_Funding_EndsInFailedUnderTheGoal() external {
        BountyId id = funding();
        contributeAs(alice, id, terms.goal - 1);
        assertEdge(id, terms.windows.fundingEnds, BountyStatus.Funding, BountyStatus.Failed);
    }

    function test_Funding_EndsInTrainingAtTheGoal() external {
        BountyId id = funding();
        contributeAs(alice, id, terms.goal);
        assertEdge(id, terms.windows.fundingEnds, BountyStatus.Funding, BountyStatus.Training);
    }

    function test_Funding_EndsAtOnceAtTheCap_WindowsStay() external {
        BountyId id = funding();
        contributeAs(alice, id, terms.cap - 1);
        assertStatus(id, BountyStatus.Funding, "one unit below the cap");
        contributeAs(alice, id, 1);
        assertStatus(id, BountyStatus.Training, "at the cap");
        assertEq(escrow.nextDeadline(id), terms.windows.trainingEnds, "windows are absolute");
        commitAs(id, 0);
        assertEdge(id, terms.windows.trainingEnds, BountyStatus.Training, BountyStatus.Opening);
    }

    function test_Training_EndsInUnmetWithoutSubmission() external {
        BountyId id = training();
        assertEdge(id, terms.windows.trainingEnds, BountyStatus.Training, BountyStatus.Unmet);
    }

    function test_Training_EndsInUnmetWhenAllWithdrew() external {
        BountyId id = training();
        commitAs(id, 0);
        vm.prank(operatorAt(0));
        escrow.withdrawSubmission(id);
        assertEdge(id, terms.windows.trainingEnds, BountyStatus.Training, BountyStatus.Unmet);
    }

    function test_Opening_EndsInVoided() external {
        BountyId id = drawnOpening(1);
        assertStatus(id, BountyStatus.Opening, "nothing open");
        Chunk memory chunk = scoredOf(id)[1];
        escrow.openChunks(id, one(chunk), one(chunkWords(chunk.index)));
        assertEdge(id, terms.windows.openingEnds, BountyStatus.Opening, BountyStatus.Voided);
    }

    function test_Opening_EndsInVoidedWithNothingDrawn() external {
        BountyId id = opening(1);
        assertEdge(id, terms.windows.openingEnds, BountyStatus.Opening, BountyStatus.Voided);
    }

    function test_Opening_EndsInProvingOnceAllDrawnAreOpen() external {
        BountyId id = proving(1);
        assertStatus(id, BountyStatus.Proving, "all open, before openingEnds");
        vm.warp(terms.windows.openingEnds);
        assertStatus(id, BountyStatus.Proving, "after openingEnds");
    }

    function test_Proving_EndsInUnmetWithNobodyRanked() external {
        BountyId id = proving(1);
        proveModelOf(id, 0, BITS);
        assertEdge(id, terms.windows.provingEnds, BountyStatus.Proving, BountyStatus.Unmet);
    }

    function test_Proving_EndsInClaiming() external {
        BountyId id = proving(1);
        proveAll(id, 0, 10, BITS);
        assertEdge(id, terms.windows.provingEnds, BountyStatus.Proving, BountyStatus.Claiming);
    }

    function test_Claiming_EndsInUnmetWithoutClaimsAndReserve() external {
        BountyId id = claiming(scoresOf(15));
        assertEdge(id, terms.windows.claimEnds, BountyStatus.Claiming, BountyStatus.Unmet);
    }

    function test_Claiming_EndsInSettledWithAClaimAndNoReserve() external {
        setThreePrizes();
        BountyId id = claiming(scoresOf(20, 15));
        claimAs(id, 1);
        assertEdge(id, terms.windows.claimEnds, BountyStatus.Claiming, BountyStatus.Settled);
    }

    function test_Claiming_EndsInReserveWithReserveRanks() external {
        BountyId id = claiming(scoresOf(20, 15));
        assertEdge(id, terms.windows.claimEnds, BountyStatus.Claiming, BountyStatus.Reserve);
    }

    function test_Claiming_EndsInSettledOnceAllHaveClaimed() external {
        setThreePrizes();
        BountyId id = claiming(scoresOf(20, 15));
        claimAs(id, 1);
        assertStatus(id, BountyStatus.Claiming, "one of two ranks has claimed");
        claimAs(id, 0);
        assertStatus(id, BountyStatus.Settled, "both have, fewer ranked than prizes");
        assertEq(escrow.nextDeadline(id), 0, "final");
    }

    function test_Reserve_EndsInUnmet() external {
        BountyId id = reserve(scoresOf(20, 15));
        assertEdge(id, terms.windows.reserveEnds, BountyStatus.Reserve, BountyStatus.Unmet);
    }

    function test_Reserve_EndsInSettledIfSomebodyClaimed() external {
        setThreePrizes();
        uint256[] memory scores = descending(5);
        BountyId id = claiming(scores);
        claimAs(id, 0);
        assertEdge(id, terms.windows.reserveEnds, BountyStatus.Reserve, BountyStatus.Settled);
    }

    function test_Reserve_EndsAtOnceWithTheLastPrize() external {
        BountyId id = reserve(scoresOf(20, 15, 10));
        claimAs(id, 1);
        assertStatus(id, BountyStatus.Settled, "the one prize is claimed");
    }

    function test_Reserve_EndsAtOnceWhenTheLastTurnIsUsed() external {
        setThreePrizes();
        BountyId id = reserve(descending(5));
        vm.warp(terms.windows.reserveEnds - 1);
        claimAs(id, 4);
        assertStatus(id, BountyStatus.Settled, "two prizes left, no turn left");
    }

    function test_Reserve_GoesOnWhenATurnIsUsedButOthersAreToCome() external {
        setThreePrizes();
        BountyId id = reserve(descending(5));
        claimAs(id, 3);
        assertStatus(id, BountyStatus.Reserve, "rank 4 is to come");
    }

    function test_Reserve_TurnsWhenTheWindowDoesNotDivide() external {
        terms.windows.reserveEnds = terms.windows.claimEnds + 1 hours + 1; // 3,601 seconds for two ranks: 1,800 each
        BountyId id = reserve(scoresOf(20, 15, 10));
        uint256 end = terms.windows.claimEnds;
        assertTurn(id, end, 1);
        assertTurn(id, end + 1_799, 1);
        assertTurn(id, end + 1_800, 2);
        assertTurn(id, end + 3_600, 2); // the remainder belongs to the last turn
        assertEdge(id, end + 3_601, BountyStatus.Reserve, BountyStatus.Unmet);
    }

    /// @dev Rank 0 claims too late, and is told whose turn it is.
    function assertTurn(BountyId id, uint256 time, uint256 rank) private {
        vm.warp(time);
        Submission memory late = submissionAt(0);
        bytes memory words = modelWords(late.operator);
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingBounties.NotYourTurn.selector, id, late.operator, uint256(0), rank)
        );
        escrow.claim(id, late, words);
    }

    function test_Reserve_InAWindowShorterThanTheTurns_OnlyTheLastRankHasOne() external {
        // Only a local chain admits windows of seconds.
        escrow = deployEscrow(1, MINIMUM_SAMPLES);
        vm.prank(owner);
        escrow.allowToken(address(token), true);
        fundActor(sponsor);
        fundActor(alice);
        fundActor(bob);
        fundActor(carol);
        setChunks(2);
        terms.windows.reserveEnds = terms.windows.claimEnds + 1;
        BountyId id = reserve(scoresOf(20, 15, 10));
        assertStatus(id, BountyStatus.Reserve, "one second for two turns");
        assertTurn(id, terms.windows.claimEnds, 2);
        claimAs(id, 2);
        assertStatus(id, BountyStatus.Settled, "claimed in the last turn");
    }
}
