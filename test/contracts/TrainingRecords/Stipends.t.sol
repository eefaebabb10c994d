// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "../../../contracts/interfaces/ITrainingRecords.sol";
import {BountyStatus, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {RecordsFixture} from "../shared/RecordsFixture.sol";

contract StipendsTest is RecordsFixture {
    /// @dev Operator i scores scores[i]; those whose bit is set prove their records.
    function _claimingWith(uint256[] memory scores, uint256 proven) private returns (BountyId id) {
        id = provingRecords(scores.length);
        openScored(id);
        for (uint256 i = 0; i < scores.length; ++i) {
            proveAll(id, i, scores[i], BITS);
            if ((proven >> i) & 1 == 1) provenRecord(id, i);
        }
        vm.warp(terms.windows.provingEnds);
    }

    function test_RaisesThePrize_WithoutAFee() external {
        BountyId id = _claimingWith(scoresOf(15), 1);
        // Pot 1,005; stipends 201; the prize 804, less 2 %.
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.StipendPaid(id, operatorAt(0), 201e6);
        assertEq(claimAs(id, 0), 787.92e6 + 201e6, "amount");
        assertEq(escrow.owed(address(token), payeeAt(0)), 988.92e6, "payee");
        assertEq(escrow.owed(address(token), treasury), 16.08e6, "fee, of the prize alone");
        assertEq(escrow.factsOf(id).claimedStipends, 1, "with its stipend");
        assertEq(escrow.owedTo(id, alice).leftOver, 0, "nothing is left");
    }

    function test_WithoutAProvenRecord_GoesBackToTheBackers() external {
        BountyId id = _claimingWith(scoresOf(15), 0);
        vm.recordLogs();
        assertEq(claimAs(id, 0), 787.92e6, "the prize alone");
        assertEq(escrow.factsOf(id).claimedStipends, 0, "no stipend");
        assertEq(escrow.owedTo(id, alice).leftOver, 120.6e6, "six tenths of 201");
        assertEq(escrow.owedTo(id, bob).leftOver, 60.3e6, "three tenths");
    }

    function test_EachPrizeItsOwn() external {
        setThreePrizes();
        BountyId id = _claimingWith(scoresOf(18, 15, 12), 5);
        // Pot 1,015; stipends 203; prizes 406, 243.6, 162.4; stipends 101.5, 60.9, 40.6.
        assertEq(claimAs(id, 0), 397.88e6 + 101.5e6, "first, proven");
        assertEq(claimAs(id, 2), 159.152e6 + 40.6e6, "third, proven");
        assertEq(claimAs(id, 1), 238.728e6, "second, without");
        assertEq(escrow.factsOf(id).claimedStipends, 5, "of two prizes");
        assertEq(escrow.owedTo(id, alice).leftOver, 36.54e6, "of 60.9");
    }

    function test_UnclaimedPrizesLeaveTheirStipends() external {
        setThreePrizes();
        BountyId id = _claimingWith(scoresOf(18, 15, 12), 7);
        claimAs(id, 1);
        vm.warp(terms.windows.reserveEnds);
        assertStatus(id, BountyStatus.Settled, "settled");
        // Of 1,015 the second took its prize of 243.6 and its stipend of 60.9.
        assertEq(escrow.owedTo(id, alice).leftOver, ((1_015e6 - 304.5e6) * 6) / 10, "the rest");
    }

    function test_ReserveRanksGetTheStipendOfThePrizeTheyTake() external {
        setThreePrizes();
        uint256[] memory scores = new uint256[](5);
        for (uint256 i = 0; i < 5; ++i) scores[i] = 18 - i;
        BountyId id = _claimingWith(scores, 8); // the fourth
        claimAs(id, 1);
        vm.warp(terms.windows.claimEnds);
        // Pot 1,025; stipends 205; the first prize 410, its stipend 102.5.
        assertEq(claimAs(id, 3), 401.8e6 + 102.5e6, "fourth, the first prize with its stipend");
        vm.warp(terms.windows.claimEnds + 12 hours);
        assertEq(claimAs(id, 4), 160.72e6, "fifth, the third prize, without");
        assertEq(escrow.factsOf(id).claimedStipends, 1, "of the first prize");
    }

    function test_WorthNothing_InOtherStatuses() external {
        // Nobody ranked: the record is proven, and the money goes back whole.
        BountyId id = provingRecords(1);
        openScored(id);
        provenRecord(id, 0);
        vm.warp(terms.windows.provingEnds);
        assertStatus(id, BountyStatus.Unmet, "unmet");
        assertEq(escrow.owedTo(id, alice).refund, 600e6, "refund");
        assertEq(escrow.owedTo(id, alice).leftOver, 3e6, "of the entry fee");
        Submission memory submission = submissionAt(0);
        bytes memory words = modelWords(submission.operator);
        expectStatusMismatch(id, BountyStatus.Unmet, BountyStatus.Claiming);
        escrow.claim(id, submission, words);
    }

    function test_WorthNothing_WhenVoided() external {
        BountyId id = provingRecords(1);
        provenRecord(id, 0);
        assertTrue(records.isProven(id, operatorAt(0)), "proven while Opening");
        vm.warp(terms.windows.openingEnds);
        assertStatus(id, BountyStatus.Voided, "voided");
        assertEq(escrow.owedTo(id, alice).refund, 600e6, "refund");
        assertEq(escrow.owedTo(id, operatorAt(0)).operatorBond, 50e6, "bond");
    }

    function test_WhereNothingIsSetAside_TheRecordsAreNotAsked() external {
        terms.training.stipendBps = 0;
        BountyId id = _claimingWith(scoresOf(15), 1);
        vm.mockCallRevert(address(records), abi.encodeWithSelector(ITrainingRecords.isProven.selector), "asked");
        assertEq(claimAs(id, 0), 984.9e6, "the whole pot, less 2 %");
    }

    /// @dev Nothing gets lost, and nobody gets more than the terms say.
    function testFuzz_TheStipendIsNeverMoreThanWasSetAside(uint16 stipendBps, uint256 proven, uint256 cap) external {
        terms.training.stipendBps = uint16(bound(stipendBps, 0, 5_000));
        terms.goal = uint128(bound(cap, 1_000, 900e6));
        terms.cap = terms.goal;
        terms.entryFee = uint128(cap % 5e6);
        setThreePrizes();
        BountyId id = funding();
        contributeAs(alice, id, terms.cap / 3);
        contributeAs(bob, id, type(uint96).max / 2);
        _keepRecords(id, proven);

        uint256 pot = terms.cap + 3 * terms.entryFee;
        uint256 paid = 0;
        for (uint256 i = 0; i < 3; ++i) {
            paid += claimAs(id, i);
        }
        uint256 fees = escrow.owed(address(token), treasury);
        uint256 stipends = paid + fees + _rounding() - _prizesOf(pot);
        assertLe(stipends, (pot * terms.training.stipendBps) / 10_000 + _rounding(), "stipends");
        uint256 left = escrow.owedTo(id, alice).leftOver + escrow.owedTo(id, bob).leftOver;
        assertLe(paid + fees + left, pot, "no more than the pot");
        assertGe(paid + fees + left + 5, pot, "and all of it, but a unit of each division");
        if (proven % 8 == 7) assertLe(left, 12, "all paid");
    }

    function _keepRecords(BountyId id, uint256 proven) private {
        vm.warp(terms.windows.fundingEnds);
        for (uint256 i = 0; i < 3; ++i) {
            commitAs(id, i);
            postedRecord(id, i);
        }
        toDraw(id);
        openScored(id);
        for (uint256 i = 0; i < 3; ++i) {
            proveAll(id, i, 18 - i, BITS);
            if ((proven >> i) & 1 == 1) provenRecord(id, i);
        }
        vm.warp(terms.windows.provingEnds);
    }

    /// @dev Of three prizes each is rounded down, and its fee apart from it.
    function _rounding() private pure returns (uint256) {
        return 6;
    }

    function _prizesOf(uint256 pot) private view returns (uint256 sum) {
        uint256 rest = pot - (pot * terms.training.stipendBps) / 10_000;
        for (uint256 i = 0; i < 3; ++i) sum += (rest * terms.prizesBps[i]) / 10_000;
    }
}
