// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, Owed, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract MoneyTest is BountyFixture {
    /// @dev What is expected of an account, besides shares.
    function assertDue(BountyId id, address account, Owed memory expected, string memory label) private {
        Owed memory due = escrow.owedTo(id, account);
        assertEq(due.refund, expected.refund, string.concat(label, ": refund"));
        assertEq(due.leftOver, expected.leftOver, string.concat(label, ": left-over"));
        assertEq(due.sponsorBond, expected.sponsorBond, string.concat(label, ": sponsor's bond"));
        assertEq(due.operatorBond, expected.operatorBond, string.concat(label, ": operator's bond"));
        assertEq(due.entryFee, expected.entryFee, string.concat(label, ": entry fee"));
        assertEq(due.forfeits, expected.forfeits, string.concat(label, ": forfeits"));

        uint256 sum = due.refund + due.leftOver + due.sponsorBond + due.operatorBond + due.entryFee + due.forfeits;
        uint256 ledger = escrow.owed(address(token), account);
        if (sum > 0) {
            vm.expectEmit(address(escrow));
            emit ITrainingBounties.Credited(address(token), account, id, sum);
        }
        vm.prank(stranger);
        assertEq(escrow.credit(id, account), sum, string.concat(label, ": credited"));
        assertEq(escrow.owed(address(token), account), ledger + sum, string.concat(label, ": ledger"));
        vm.recordLogs();
        assertEq(escrow.credit(id, account), 0, string.concat(label, ": a second time"));
        assertEq(vm.getRecordedLogs().length, 0, string.concat(label, ": no event"));
        assertEq(keccak256(abi.encode(escrow.owedTo(id, account))), keccak256(new bytes(7 * 32)), label);

        if (ledger + sum == 0) return;
        uint256 balance = token.balanceOf(account);
        vm.prank(account);
        assertEq(escrow.withdraw(address(token), account), ledger + sum, string.concat(label, ": withdrawn"));
        assertEq(token.balanceOf(account), balance + ledger + sum, string.concat(label, ": balance"));
    }

    function nothing() private pure returns (Owed memory) {}

    function backer(uint256 refund, uint256 leftOver, uint256 forfeits) private pure returns (Owed memory due) {
        (due.refund, due.leftOver, due.forfeits) = (refund, leftOver, forfeits);
    }

    function bonds(uint256 sponsors, uint256 operators, uint256 fee) private pure returns (Owed memory due) {
        (due.sponsorBond, due.operatorBond, due.entryFee) = (sponsors, operators, fee);
    }

    function assertEscrowIsEmpty() private view {
        assertEq(token.balanceOf(address(escrow)), 0, "nothing is left in the escrow");
    }

    // ------------------------------------------------------------------ before the end

    function test_NothingIsDueBeforeAFinalStatus() external {
        BountyId id = claiming(scoresOf(20));
        address[4] memory accounts = [alice, sponsor, treasury, operatorAt(0)];
        for (uint256 i = 0; i < accounts.length; ++i) {
            assertEq(escrow.credit(id, accounts[i]), 0, "nothing");
            assertEq(keccak256(abi.encode(escrow.owedTo(id, accounts[i]))), keccak256(new bytes(7 * 32)), "itemised");
        }
    }

    // ------------------------------------------------------------------ Failed

    function test_Failed_NotSealed() external {
        BountyId id = draft();
        vm.warp(terms.windows.draftEnds);
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, treasury, nothing(), "treasury");
        assertEscrowIsEmpty();
    }

    function test_Failed_CancelledBeforeTheSamplesRound() external {
        BountyId id = draft();
        sealAll(id);
        vm.warp(beacon.timeOf(escrow.factsOf(id).sampleRound) - 1);
        vm.prank(sponsor);
        escrow.cancel(id);
        assertSponsorForfeits(id, 0);
    }

    function test_Failed_CancelledInTheSecondOfTheSamplesRound() external {
        BountyId id = draft();
        sealAll(id);
        vm.warp(beacon.timeOf(escrow.factsOf(id).sampleRound));
        vm.prank(sponsor);
        escrow.cancel(id);
        assertSponsorForfeits(id, 10e6);
    }

    function test_Failed_CancelledInFunding() external {
        terms.sponsorBond = 109;
        BountyId id = funding();
        vm.prank(sponsor);
        escrow.cancel(id);
        assertSponsorForfeits(id, 10);
    }

    /// @dev The last chunk is sealed so that the sample's round comes just after the draft's end, or exactly then.
    function test_Failed_NotOpened_TheSamplesRoundAtTheDraftsEnd() external {
        BountyId id = draft();
        vm.warp(terms.windows.draftEnds - 30 minutes);
        sealAll(id);
        assertGt(beacon.timeOf(escrow.factsOf(id).sampleRound), terms.windows.draftEnds, "after the end");
        vm.warp(terms.windows.draftEnds);
        assertSponsorForfeits(id, 0);

        terms.windows.draftEnds = uint40(START + 1 hours + 30);
        vm.warp(START + 1);
        id = draft();
        vm.warp(START + 30 minutes + 30);
        sealAll(id);
        assertEq(beacon.timeOf(escrow.factsOf(id).sampleRound), terms.windows.draftEnds, "at the end");
        vm.warp(terms.windows.draftEnds);
        assertSponsorForfeits(id, 10e6);
    }

    function test_Failed_NobodyContributed() external {
        BountyId id = funding();
        vm.warp(terms.windows.fundingEnds);
        assertSponsorForfeits(id, 10e6);
    }

    function assertSponsorForfeits(BountyId id, uint256 forfeit) private {
        assertStatus(id, BountyStatus.Failed, "status");
        assertDue(id, sponsor, bonds(terms.sponsorBond - forfeit, 0, 0), "sponsor");
        assertDue(id, treasury, backer(0, 0, forfeit), "treasury");
        assertEscrowIsEmpty();
    }

    function test_Failed_UnderTheGoal() external {
        BountyId id = underGoal();
        assertDue(id, alice, backer(600e6, 0, 0), "Alice");
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, treasury, nothing(), "treasury");
        assertDue(id, stranger, nothing(), "stranger");
        assertEscrowIsEmpty();
    }

    // ------------------------------------------------------------------ Voided

    function test_Voided() external {
        BountyId id = training();
        commitAs(id, 0);
        commitAs(id, 1);
        vm.prank(operatorAt(1));
        escrow.withdrawSubmission(id);
        vm.warp(terms.windows.trainingEnds);
        drawScored(id);
        vm.warp(terms.windows.openingEnds);
        assertStatus(id, BountyStatus.Voided, "status");
        assertDue(id, alice, backer(600e6, 0, 30e6), "Alice");
        assertDue(id, bob, backer(300e6, 0, 15e6), "Bob");
        assertDue(id, carol, backer(100e6, 0, 5e6), "Carol");
        assertDue(id, sponsor, nothing(), "sponsor");
        assertDue(id, treasury, backer(0, 0, 50e6), "treasury");
        assertDue(id, operatorAt(0), bonds(0, 50e6, 5e6), "operator");
        assertDue(id, operatorAt(1), bonds(0, 0, 5e6), "operator that withdrew");
        assertEscrowIsEmpty();
    }

    function test_Voided_OneAccountInAllRoles() external {
        // The protocol treasury is a backer and an operator too.
        BountyId id = funding();
        vm.prank(alice);
        escrow.contribute(id, terms.cap, treasury);
        fundActor(treasury);
        Submission memory submission = submissionAt(0);
        submission.operator = treasury;
        commitSubmission(id, submission);
        vm.warp(terms.windows.trainingEnds);
        drawScored(id);
        vm.warp(terms.windows.openingEnds);
        Owed memory due = bonds(0, 50e6, 5e6);
        (due.refund, due.forfeits) = (2_000e6, 100e6);
        assertDue(id, treasury, due, "treasury, backer and operator");
        assertDue(id, sponsor, nothing(), "sponsor");
        assertEscrowIsEmpty();
    }

    function test_Voided_NothingDrawn() external {
        BountyId id = opening(1);
        vm.warp(terms.windows.openingEnds);
        assertDue(id, alice, backer(600e6, 0, 0), "Alice");
        assertDue(id, bob, backer(300e6, 0, 0), "Bob");
        assertDue(id, carol, backer(100e6, 0, 0), "Carol");
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, treasury, nothing(), "treasury");
        assertDue(id, operatorAt(0), bonds(0, 50e6, 5e6), "operator");
        assertEscrowIsEmpty();
    }

    // ------------------------------------------------------------------ Unmet

    function test_Unmet_WithoutSubmissions() external {
        BountyId id = training();
        commitAs(id, 0);
        vm.prank(operatorAt(0));
        escrow.withdrawSubmission(id);
        vm.warp(terms.windows.trainingEnds);
        assertStatus(id, BountyStatus.Unmet, "status");
        assertDue(id, alice, backer(600e6, 3e6, 0), "Alice");
        assertDue(id, bob, backer(300e6, 1.5e6, 0), "Bob");
        assertDue(id, carol, backer(100e6, 0.5e6, 0), "Carol");
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, treasury, nothing(), "treasury");
        assertDue(id, operatorAt(0), nothing(), "operator that withdrew: the ledger holds its bond");
        assertEscrowIsEmpty();
    }

    function test_Unmet_NobodyRanked() external {
        BountyId id = proving(2);
        proveAll(id, 0, terms.minimumScore - 1, BITS);
        vm.warp(terms.windows.provingEnds);
        assertStatus(id, BountyStatus.Unmet, "status");
        assertDue(id, alice, backer(600e6, 6e6, 0), "Alice");
        assertDue(id, bob, backer(300e6, 3e6, 0), "Bob");
        assertDue(id, carol, backer(100e6, 1e6, 0), "Carol");
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, treasury, nothing(), "treasury");
        assertDue(id, operatorAt(0), bonds(0, 50e6, 0), "operator below the minimum");
        assertDue(id, operatorAt(1), bonds(0, 50e6, 0), "operator that proved nothing");
        assertEscrowIsEmpty();
    }

    function test_Unmet_NobodyClaimed() external {
        BountyId id = reserve(scoresOf(20, 15));
        vm.warp(terms.windows.reserveEnds);
        assertStatus(id, BountyStatus.Unmet, "status");
        assertDue(id, alice, backer(600e6, 6e6, 15e6), "Alice");
        assertDue(id, bob, backer(300e6, 3e6, 7.5e6), "Bob");
        assertDue(id, carol, backer(100e6, 1e6, 2.5e6), "Carol");
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, treasury, backer(0, 0, 25e6), "treasury");
        assertDue(id, operatorAt(0), nothing(), "rank within the prizes");
        assertDue(id, operatorAt(1), bonds(0, 50e6, 0), "reserve rank");
        assertEscrowIsEmpty();
    }

    // ------------------------------------------------------------------ Settled

    /// @dev Three prizes, five ranked, one not. Ranks 0 and 2 claim in time, rank 1 never, rank 4 in its turn takes the
    /// second prize.
    function test_Settled_WithReserve() external {
        setThreePrizes();
        BountyId id = proving(6);
        for (uint256 i = 0; i < 5; ++i) {
            proveAll(id, i, 20 - i, BITS);
        }
        vm.warp(terms.windows.provingEnds);
        claimAs(id, 0);
        claimAs(id, 2);
        vm.warp(terms.windows.reserveEnds - 1);
        claimAs(id, 4);
        assertStatus(id, BountyStatus.Settled, "status");

        uint256 pot = 1_030e6;
        assertDue(id, payeeAt(0), nothing(), "first payee: the ledger holds its prize");
        assertEq(token.balanceOf(payeeAt(0)), (((pot * 5) / 10) * 98) / 100, "first prize, withdrawn");
        assertDue(id, payeeAt(4), nothing(), "fifth payee");
        assertEq(token.balanceOf(payeeAt(4)), (((pot * 3) / 10) * 98) / 100, "second prize, withdrawn");
        assertDue(id, payeeAt(2), nothing(), "third payee");
        assertEq(token.balanceOf(payeeAt(2)), (((pot * 2) / 10) * 98) / 100, "third prize, withdrawn");
        assertDue(id, alice, backer(0, 0, 15e6), "Alice: forfeits only, as all prizes were claimed");
        assertDue(id, bob, backer(0, 0, 7.5e6), "Bob");
        assertDue(id, carol, backer(0, 0, 2.5e6), "Carol");
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, operatorAt(1), nothing(), "did not claim");
        assertDue(id, operatorAt(3), bonds(0, 50e6, 0), "missed its turn");
        assertDue(id, operatorAt(5), bonds(0, 50e6, 0), "not ranked");
        assertDue(id, operatorAt(0), nothing(), "bond in the ledger since its claim");
        assertEq(token.balanceOf(operatorAt(0)), FUNDS - 5e6, "bond withdrawn");
        assertDue(id, operatorAt(2), nothing(), "bond in the ledger since its claim");
        assertDue(id, operatorAt(4), nothing(), "bond in the ledger since its claim");
        assertDue(id, treasury, backer(0, 0, 25e6), "treasury: forfeits, and the fees in the ledger");
        assertEq(token.balanceOf(treasury), (pot * 2) / 100 + 25e6, "fees and forfeits, withdrawn");
        assertEscrowIsEmpty();
    }

    function test_Settled_FewerRankedThanPrizes_AndAnUnclaimedPrize() external {
        setThreePrizes();
        BountyId id = claiming(scoresOf(20, 15));
        claimAs(id, 0);
        vm.warp(terms.windows.claimEnds);
        assertStatus(id, BountyStatus.Settled, "status");
        // The second prize was not claimed, the third had nobody: half of the pot of 1,010.
        assertDue(id, alice, backer(0, 303e6, 15e6), "Alice");
        assertDue(id, bob, backer(0, 151.5e6, 7.5e6), "Bob");
        assertDue(id, carol, backer(0, 50.5e6, 2.5e6), "Carol");
        assertDue(id, sponsor, bonds(100e6, 0, 0), "sponsor");
        assertDue(id, operatorAt(0), nothing(), "claimed");
        assertDue(id, operatorAt(1), nothing(), "did not claim");
        assertDue(id, payeeAt(0), nothing(), "payee");
        assertDue(id, treasury, backer(0, 0, 25e6), "treasury");
        assertEscrowIsEmpty();
    }

    /// @dev Odd units: what a halved bond leaves goes to the backers; everybody's part is rounded down.
    function test_Settled_Remainders() external {
        (terms.goal, terms.cap) = (1, 7);
        (terms.sponsorBond, terms.operatorBond, terms.entryFee) = (3, 11, 1);
        setThreePrizes();
        BountyId id = funding();
        contributeAs(alice, id, 3);
        contributeAs(bob, id, 4);
        for (uint256 i = 0; i < 2; ++i) {
            commitAs(id, i);
        }
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        proveAll(id, 0, 20, BITS);
        proveAll(id, 1, 19, BITS);
        vm.warp(terms.windows.provingEnds);
        // Pot 9: prizes 4, 2, 1. The first less 2 % is 3; the fee of 0.08 rounds to nothing; one unit remains.
        assertEq(claimAs(id, 0), 3, "first prize");
        assertEq(escrow.owed(address(token), treasury), 0, "fee");
        vm.warp(terms.windows.claimEnds);
        // Left over: 9 - 4 = 5. Forfeited: 11, of which 5 to the protocol treasury and 6 to the backers.
        assertDue(id, alice, backer(0, 2, 2), "Alice: 11 * 3 / 7, of which 5 * 3 / 7 left over");
        assertDue(id, bob, backer(0, 2, 4), "Bob: 11 * 4 / 7, of which 5 * 4 / 7 left over");
        assertDue(id, treasury, backer(0, 0, 5), "treasury");
        assertDue(id, sponsor, bonds(3, 0, 0), "sponsor");
        assertDue(id, operatorAt(0), nothing(), "claimed");
        assertDue(id, payeeAt(0), nothing(), "payee");
        assertEq(token.balanceOf(address(escrow)), 2, "remainders: one of the prize, one of the backers' divisions");
    }

    // ------------------------------------------------------------------ operators' bonds

    function test_Bonds_FreeAsSoonAsNothingIsAskedOfThem() external {
        BountyId id = proving(4);
        proveAll(id, 0, 20, BITS);
        proveAll(id, 1, 19, BITS);
        proveAll(id, 2, 18, BITS);
        assertEq(escrow.credit(id, operatorAt(3)), 0, "unranked, but Proving has not ended");
        vm.warp(terms.windows.provingEnds);
        assertDue(id, operatorAt(3), bonds(0, 50e6, 0), "unranked");
        assertEq(escrow.credit(id, operatorAt(1)), 0, "reserve rank while Claiming");
        vm.warp(terms.windows.claimEnds + 12 hours - 1);
        assertEq(escrow.credit(id, operatorAt(1)), 0, "its turn runs");
        vm.warp(terms.windows.claimEnds + 12 hours);
        assertDue(id, operatorAt(1), bonds(0, 50e6, 0), "its turn is over");
        assertEq(escrow.credit(id, operatorAt(2)), 0, "the last turn runs");
        claimAs(id, 2);
        assertStatus(id, BountyStatus.Settled, "status");
        assertEq(escrow.owed(address(token), operatorAt(2)), 50e6, "the bond of a reserve rank that claimed");
        assertEq(escrow.credit(id, operatorAt(0)), 0, "lost");
    }

    function test_Bonds_ReserveRanksAreFreeWhenSettledInClaiming() external {
        BountyId id = claiming(scoresOf(20, 15, 10));
        claimAs(id, 0);
        assertStatus(id, BountyStatus.Settled, "status");
        assertDue(id, operatorAt(1), bonds(0, 50e6, 0), "rank 1");
        assertDue(id, operatorAt(2), bonds(0, 50e6, 0), "rank 2");
    }

    // ------------------------------------------------------------------ nothing is created

    struct Draw {
        uint96[3] contributions;
        uint96 operatorBond;
        uint96 entryFee;
        uint96 sponsorBond;
        uint16 feeBps;
        uint16 prizeBps;
        uint8 claims; // bits 0 and 1: the ranks within the prizes; bit 2: the reserve rank
        uint8 firstExit;
    }

    /// @dev Threat 29: whatever the amounts, who claims, and the order of exits: nobody gets more than there is, and less
    /// than a unit stays behind for each division.
    function testFuzz_Threat29_RoundingInNobodysFavour(Draw memory draw) external {
        vm.prank(owner);
        escrow.setFee(uint16(bound(draw.feeBps, 0, 250)));
        terms.operatorBond = uint128(bound(draw.operatorBond, 1, 1e12));
        terms.entryFee = uint128(bound(draw.entryFee, 0, terms.operatorBond / 10));
        terms.sponsorBond = uint128(bound(draw.sponsorBond, 1, 1e12));
        uint16 first = uint16(bound(draw.prizeBps, 5_000, 9_999));
        terms.prizesBps = [first, 10_000 - first];
        (terms.goal, terms.cap) = (1, type(uint96).max);

        BountyId id = funding();
        uint256 moneyIn = terms.sponsorBond + 3 * (terms.operatorBond + terms.entryFee);
        address[12] memory accounts = exits();
        for (uint256 i = 0; i < 3; ++i) {
            moneyIn += contributeAs(accounts[i], id, bound(draw.contributions[i], 1, FUNDS));
        }
        vm.warp(terms.windows.fundingEnds);
        for (uint256 i = 0; i < 3; ++i) {
            token.mint(operatorAt(i), 1e13);
            vm.prank(operatorAt(i));
            token.approve(address(escrow), type(uint256).max);
            commitAs(id, i);
        }
        playClaims(id, draw.claims);

        uint256 moneyOut = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            moneyOut += takeOut(id, accounts[(i + draw.firstExit) % accounts.length]);
        }
        assertLe(moneyOut, moneyIn, "not more out than in");
        assertLe(moneyIn - moneyOut, 5, "a unit for each of three backers and two prizes");
        assertEq(token.balanceOf(address(escrow)), moneyIn - moneyOut, "the remainder is in the escrow");
    }

    function exits() private returns (address[12] memory) {
        return
            [
                alice,
                bob,
                carol,
                sponsor,
                treasury,
                stranger,
                operatorAt(0),
                operatorAt(1),
                operatorAt(2),
                payeeAt(0),
                payeeAt(1),
                payeeAt(2)
            ];
    }

    /// @dev To a final status: Voided where the bits are all zero, and Unmet or Settled otherwise.
    function playClaims(BountyId id, uint8 bits) private {
        vm.warp(terms.windows.trainingEnds);
        if (bits & 15 == 0) {
            if (bits & 16 != 0) drawScored(id);
            vm.warp(terms.windows.openingEnds);
            return;
        }
        openScored(id);
        for (uint256 i = 0; i < 3; ++i) {
            proveAll(id, i, 20 - i, BITS);
        }
        vm.warp(terms.windows.provingEnds);
        if (bits & 1 != 0) claimAs(id, 0);
        if (bits & 2 != 0) claimAs(id, 1);
        vm.warp(terms.windows.claimEnds);
        if (bits & 4 != 0 && bits & 3 != 3) claimAs(id, 2);
        vm.warp(terms.windows.reserveEnds);
    }
}
