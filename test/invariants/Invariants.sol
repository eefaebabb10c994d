// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Test} from "forge-std/Test.sol";
import {ITrainingBounties} from "../../contracts/interfaces/ITrainingBounties.sol";
import {IModelShares} from "../../contracts/interfaces/IModelShares.sol";
import {TestToken} from "../../contracts/mocks/TestToken.sol";
import {TrainingBounties} from "../../contracts/TrainingBounties.sol";
import {BountyStatus, BountyTerms, Owed, Submission} from "../../contracts/types/Bounty.sol";
import {BountyId} from "../../contracts/types/Ids.sol";
import {TrainingRecord} from "../../contracts/types/Training.sol";
import {Trainings} from "./Trainings.sol";
import {World} from "./World.sol";

/// @title The protocol's invariants, as far as they apply, one function each
/// @notice Apart from the handlers, so that they can also be shown to fail where a bug is put in.
abstract contract Invariants is Test {
    uint256 private constant SUPPLY = 1_000_000e18;
    uint256 private constant BACKERS = 3;
    /// @dev What divisions may leave of a bounty's money: a unit of each backer's, and one of each of at most three prizes. Stipends
    /// leave none: what rounding keeps of them is left over for the backers.
    uint256 private constant REMAINDER = BACKERS + 3;

    World internal world;
    TrainingBounties internal escrow;

    // ------------------------------------------------------------------ money

    /// @notice For every token the escrow holds at least the sum of what it owes: in the ledger, and to the bounties that
    /// paid in, by now or later. Nobody gets in while a token moves.
    function solvency() public view {
        assertFalse(world.receiver().entered(), "no call got into the escrow in the middle of a transfer");
        for (uint256 t = 0; t < 2; ++t) {
            TestToken token = world.tokens(t);
            uint256 due = _ledger(address(token));
            for (uint256 i = 1; i <= world.bountyCount(); ++i) {
                BountyId bounty = BountyId.wrap(i);
                if (escrow.termsOf(bounty).token != address(token)) continue;
                World.Record memory record = world.recordOf(bounty);
                due += Math.max(_moneyDue(bounty), Math.saturatingSub(record.paidIn, record.credited));
            }
            assertGe(token.balanceOf(address(escrow)), due, "balance and what is owed");
        }
    }

    /// @notice Money in = money out + money still owed + remainders, for each bounty and for the whole.
    function conservation() public view {
        uint256[2] memory paidIn;
        uint256[2] memory credited;
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            World.Record memory record = world.recordOf(bounty);
            uint256 t = escrow.termsOf(bounty).token == address(world.tokens(0)) ? 0 : 1;
            (paidIn[t], credited[t]) = (paidIn[t] + record.paidIn, credited[t] + record.credited);

            uint256 accounted = record.credited + _moneyDue(bounty);
            assertLe(accounted, record.paidIn, "a bounty gives no more than it got");
            if (escrow.statusOf(bounty) >= BountyStatus.Settled) {
                assertLe(record.paidIn - accounted, REMAINDER, "an ended bounty keeps remainders only");
            }
        }
        for (uint256 t = 0; t < 2; ++t) {
            TestToken token = world.tokens(t);
            uint256 out = world.withdrawn(address(token));
            uint256 donated = world.donated(address(token));
            assertEq(_ledger(address(token)), credited[t] - out, "the ledger owes what was credited and not withdrawn");
            assertEq(
                token.balanceOf(address(escrow)),
                paidIn[t] + donated - out,
                "the balance is what came in and stayed"
            );
        }
    }

    /// @notice Once all windows have passed, everybody takes what is due, in any order, and nobody's call fails.
    function everyoneCanExit() public {
        _exit(uint256(keccak256(abi.encode(block.timestamp, world.bountyCount()))));
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            assertGe(uint8(escrow.statusOf(bounty)), uint8(BountyStatus.Settled), "ended");
            assertEq(_moneyDue(bounty), 0, "nothing due");
            IModelShares shares = escrow.factsOf(bounty).shares;
            if (address(shares) == address(0)) continue;
            assertLe(shares.balanceOf(address(shares)), BACKERS, "unclaimed shares are remainders");
        }
        for (uint256 t = 0; t < 2; ++t) {
            TestToken token = world.tokens(t);
            uint256 left = token.balanceOf(address(escrow)) - world.donated(address(token));
            assertEq(_ledger(address(token)), 0, "the ledger is empty");
            assertLe(left, REMAINDER * world.bountyCount(), "remainders are left");
        }
    }

    /// @notice Credits, claims of shares and withdrawals give everybody the same, in whatever order they come.
    function orderDoesNotMatter() public {
        uint256 snapshot = vm.snapshotState();
        _exit(1);
        bytes32 first = _holdings();
        vm.revertToState(snapshot);
        _exit(uint256(keccak256("another order")));
        assertEq(_holdings(), first, "what everybody holds at the end");
    }

    // ------------------------------------------------------------------ status and terms

    /// @notice Status never goes back, neither by anybody's action nor by the clock, and is one at each instant.
    function statusIsMonotone() public {
        assertFalse(world.wentBack(), "no action took a status back");
        uint256 start = block.timestamp;
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            BountyStatus before = escrow.statusOf(bounty);
            // Left to itself a bounty passes its deadlines and ends.
            for (
                uint256 deadline = escrow.nextDeadline(bounty);
                deadline != 0;
                deadline = escrow.nextDeadline(bounty)
            ) {
                assertGt(deadline, block.timestamp, "the deadline is to come");
                vm.warp(deadline - 1);
                assertTrue(escrow.statusOf(bounty) == before, "it holds to the last second");
                vm.warp(deadline);
                BountyStatus status = escrow.statusOf(bounty);
                assertTrue(status != before && world.mayFollow(before, status), "then a later one holds");
                before = status;
            }
            assertGe(uint8(before), uint8(BountyStatus.Settled), "the last one is final");
            vm.warp(start);
        }
    }

    /// @notice The terms, and the fee, are those with which the bounty was created.
    function termsAreFrozen() public view {
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            World.Record memory record = world.recordOf(bounty);
            assertEq(keccak256(abi.encode(escrow.termsOf(bounty))), record.terms, "terms");
            assertEq(escrow.factsOf(bounty).feeBps, record.feeBps, "fee");
        }
    }

    // ------------------------------------------------------------------ models

    /// @notice A prize is credited only once the bytes behind the proven model are published.
    function noWeightsNoPrize() public view {
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            for (uint256 o = 0; o < 4; ++o) {
                address operator = world.operators(o);
                bool claimed = escrow.submissionOf(bounty, operator).claimed;
                bytes32 bytesHash = claimed ? world.submissionOf(bounty, operator).bytesHash : bytes32(0);
                assertEq(world.published(bounty, operator), bytesHash, "claimed for the committed bytes");
            }
        }
        for (uint256 t = 0; t < 2; ++t) {
            address token = address(world.tokens(t));
            for (uint256 p = 0; p < 3; ++p) {
                address payee = world.payees(p);
                uint256 got = escrow.owed(token, payee) + world.withdrawnBy(token, payee);
                assertEq(got, world.prizesDue(token, payee), "a payee got the prizes of what was published, no more");
            }
        }
    }

    /// @notice A score is the sum, over distinct drawn chunks, of counts that were proven.
    function scoresAreProven() public view {
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            BountyTerms memory terms = escrow.termsOf(bounty);
            for (uint256 o = 0; o < 4; ++o) {
                address operator = world.operators(o);
                ITrainingBounties.SubmissionFacts memory facts = escrow.submissionOf(bounty, operator);
                (uint256 score, uint256 counted) = (0, 0);
                for (uint256 chunk = 0; chunk < terms.chunks; ++chunk) {
                    uint256 proven = world.proven(bounty, operator, chunk);
                    if (proven == 0) continue;
                    (score, counted) = (score + proven - 1, counted | (1 << chunk));
                }
                uint256 bits = world.provenBits(bounty, operator);
                assertEq(facts.score, score, "score");
                assertEq(facts.countedChunks, counted, "chunks");
                assertEq(counted & ~world.recordOf(bounty).scored, 0, "drawn chunks only");
                assertEq(facts.modelProven, bits != 0, "model");
                if (bits != 0) assertEq(facts.bits, bits - 1, "bits");
                _checkRank(bounty, terms, facts, operator);
            }
        }
    }

    /// @dev Ranked is who has all proven, and reached the minimum.
    function _checkRank(
        BountyId bounty,
        BountyTerms memory terms,
        ITrainingBounties.SubmissionFacts memory facts,
        address operator
    ) private view {
        bool complete = facts.modelProven && facts.countedChunks == world.recordOf(bounty).scored;
        (bool ranked, ) = escrow.rankOf(bounty, operator);
        assertEq(ranked, complete && facts.score >= terms.minimumScore, "ranked");
    }

    /// @notice A record is proven only where every drawn step and both ends were, for the root that was posted before the draw.
    function recordsAreProven() public view {
        Trainings trainings = world.trainings();
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            for (uint256 o = 0; o < 4; ++o) {
                address operator = world.operators(o);
                TrainingRecord memory record = world.records().recordOf(bounty, operator);
                Trainings.Training memory training = trainings.trainingOf(bounty, operator);
                assertEq(record.seedRound, training.seedRound, "seed round");
                assertEq(record.root, training.root, "root");
                assertEq(record.provenSteps, training.provenSteps, "steps");
                assertEq(record.proven, training.proven, "proven");
            }
        }
    }

    /// @notice A stipend is paid with a claimed prize and a proven record only, once for each; all together are at most what the
    /// terms set aside of the pot, and what of it was not paid goes back to the backers.
    function stipendsAreBounded() public view {
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            BountyTerms memory terms = escrow.termsOf(bounty);
            ITrainingBounties.BountyFacts memory facts = escrow.factsOf(bounty);
            World.Record memory record = world.recordOf(bounty);
            uint256 pot = uint256(facts.contributed) + facts.entryFees;
            uint256 setAside = (pot * terms.training.stipendBps) / 10_000;
            assertLe(record.stipends, setAside, "what was set aside");
            _checkStipendOfEach(bounty, setAside, record);
            if (escrow.statusOf(bounty) == BountyStatus.Settled) _checkRest(bounty, terms, facts, pot - record.taken);
        }
    }

    function _checkStipendOfEach(BountyId bounty, uint256 setAside, World.Record memory record) private view {
        (uint256 sum, uint256 count, uint256 prizes) = (0, 0, 0);
        for (uint256 o = 0; o < 4; ++o) {
            address operator = world.operators(o);
            (uint256 stipend, uint256 prize) = _stipendOf(bounty, operator, setAside);
            uint256 times = stipend == 0 ? 0 : 1;
            assertEq(world.stipendsOf(bounty, operator), times, "once, with a prize and a record");
            (sum, count, prizes) = (sum + stipend, count + times, prizes | (times << prize));
        }
        assertEq(record.stipends, sum, "stipends");
        assertEq(record.stipendCount, count, "nobody else's");
        assertEq(escrow.factsOf(bounty).claimedStipends, prizes, "of claimed prizes");
    }

    /// @dev What an operator is due of the stipends, in proportion to the prize that it claimed.
    function _stipendOf(
        BountyId bounty,
        address operator,
        uint256 setAside
    ) private view returns (uint256 stipend, uint256 prize) {
        ITrainingBounties.SubmissionFacts memory facts = escrow.submissionOf(bounty, operator);
        if (!facts.claimed || !world.trainings().trainingOf(bounty, operator).proven) return (0, 0);
        prize = facts.prize;
        stipend = (setAside * escrow.termsOf(bounty).prizesBps[prize]) / 10_000;
    }

    /// @dev What claims did not take, and their half of the bonds of those who did not claim, is credited or due to the backers.
    function _checkRest(
        BountyId bounty,
        BountyTerms memory terms,
        ITrainingBounties.BountyFacts memory facts,
        uint256 left
    ) private view {
        uint256 missing = 0;
        for (uint256 rank = 0; rank < terms.prizesBps.length && rank < facts.ranked; ++rank) {
            if ((facts.claimedRanks >> rank) & 1 == 0) ++missing;
        }
        uint256 expected = left + (missing * terms.operatorBond + 1) / 2;
        uint256 got = _restOf(bounty, world.hostile()); // who may have paid in, too
        for (uint256 b = 0; b < BACKERS; ++b) got += _restOf(bounty, world.backers(b));
        assertGe(got + BACKERS + 1, expected, "the backers get the rest");
        assertLe(got, expected, "and no more");
    }

    /// @dev What a backer of a settled bounty got of it, or is due.
    function _restOf(BountyId bounty, address backer) private view returns (uint256) {
        Owed memory due = escrow.owedTo(bounty, backer);
        return world.creditedTo(bounty, backer) + due.leftOver + due.forfeits;
    }

    /// @notice Supply never changes; claims never exceed it.
    function sharesAreFixed() public view {
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            IModelShares shares = escrow.factsOf(BountyId.wrap(i)).shares;
            if (address(shares) == address(0)) continue;
            uint256 unclaimed = shares.balanceOf(address(shares));
            uint256 held = shares.balanceOf(shares.treasury());
            for (uint256 a = 0; a < world.accountCount(); ++a) {
                held += shares.balanceOf(world.accounts(a));
            }
            assertEq(shares.totalSupply(), SUPPLY, "supply");
            assertEq(held + unclaimed, SUPPLY, "held by somebody, or unclaimed");
            assertEq(held, world.recordOf(BountyId.wrap(i)).sharesClaimed, "held is what was claimed");
        }
    }

    // ------------------------------------------------------------------ helpers

    /// @dev The sum of what the ledger owes.
    function _ledger(address token) private view returns (uint256 sum) {
        for (uint256 a = 0; a < world.accountCount(); ++a) {
            sum += escrow.owed(token, world.accounts(a));
        }
    }

    /// @dev The sum of what a bounty owes by now and has not credited.
    function _moneyDue(BountyId bounty) private view returns (uint256 sum) {
        for (uint256 a = 0; a < world.accountCount(); ++a) {
            Owed memory due = escrow.owedTo(bounty, world.accounts(a));
            sum += due.refund + due.leftOver + due.sponsorBond + due.operatorBond + due.entryFee + due.forfeits;
        }
    }

    /// @dev After the end of all windows everybody takes everything. `order` decides who comes when, and whether shares or
    /// money go first.
    function _exit(uint256 order) private {
        vm.warp(block.timestamp + 400 days);
        uint256 count = world.bountyCount();
        uint256 accounts = world.accountCount();
        for (uint256 i = 0; i < count; ++i) {
            BountyId bounty = BountyId.wrap(((i + order) % count) + 1);
            bool settled = escrow.statusOf(bounty) == BountyStatus.Settled;
            if (settled && address(escrow.factsOf(bounty).shares) == address(0)) escrow.settle(bounty);
            if (settled && order % 2 == 0) escrow.claimShares(bounty, world.treasuryOf(bounty));
            for (uint256 a = 0; a < accounts; ++a) {
                // Forwards or backwards, from anywhere.
                uint256 place = order % 2 == 0 ? a : accounts - 1 - a;
                address account = world.accounts((place + order / 2) % accounts);
                if (settled && order % 3 == 0) escrow.claimShares(bounty, account);
                escrow.credit(bounty, account);
                if (settled && order % 3 != 0) escrow.claimShares(bounty, account);
                if (order % 5 == 0) _withdraw(escrow.termsOf(bounty).token, account);
            }
            if (settled && order % 2 == 1) escrow.claimShares(bounty, world.treasuryOf(bounty));
        }
        for (uint256 a = 0; a < accounts; ++a) {
            address account = world.accounts((a + order / 7) % accounts);
            _withdraw(address(world.tokens(0)), account);
            _withdraw(address(world.tokens(1)), account);
        }
    }

    function _withdraw(address token, address account) private {
        if (escrow.owed(token, account) == 0) return;
        vm.prank(account);
        escrow.withdraw(token, account);
    }

    /// @dev What everybody holds, in tokens and in shares.
    function _holdings() private view returns (bytes32 hash) {
        for (uint256 i = 1; i <= world.bountyCount(); ++i) {
            IModelShares shares = escrow.factsOf(BountyId.wrap(i)).shares;
            if (address(shares) != address(0)) hash = keccak256(abi.encode(hash, shares.balanceOf(shares.treasury())));
        }
        for (uint256 a = 0; a < world.accountCount(); ++a) {
            address account = world.accounts(a);
            hash = keccak256(abi.encode(hash, world.tokens(0).balanceOf(account), world.tokens(1).balanceOf(account)));
            for (uint256 i = 1; i <= world.bountyCount(); ++i) {
                IModelShares shares = escrow.factsOf(BountyId.wrap(i)).shares;
                if (address(shares) != address(0)) hash = keccak256(abi.encode(hash, shares.balanceOf(account)));
            }
        }
    }
}
