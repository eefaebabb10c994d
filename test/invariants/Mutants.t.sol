// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IArchitectureRegistry} from "../../contracts/interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../../contracts/interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "../../contracts/interfaces/ITrainingRecords.sol";
import {Claims} from "../../contracts/libraries/Claims.sol";
import {Division} from "../../contracts/libraries/Division.sol";
import {Ledger} from "../../contracts/libraries/Ledger.sol";
import {Pot} from "../../contracts/libraries/Pot.sol";
import {Scoring} from "../../contracts/libraries/Scoring.sol";
import {Settlement} from "../../contracts/libraries/Settlement.sol";
import {Submissions} from "../../contracts/libraries/Submissions.sol";
import {TestToken} from "../../contracts/mocks/TestToken.sol";
import {Submission} from "../../contracts/types/Bounty.sol";
import {Bounty, Entry, Escrow} from "../../contracts/types/BountyStorage.sol";
import {BountyId} from "../../contracts/types/Ids.sol";
import {Proof} from "../../contracts/types/Proof.sol";
import {BountyTraining} from "../../contracts/types/Training.sol";
import {Stage} from "./Stage.sol";

/// @dev The bug: credits forget that they were given.
library ForgetfulCredit {
    function credit(Escrow storage escrow, BountyId id, address account, address) external returns (uint256 amount) {
        Bounty storage bounty = escrow.bounties[id];
        amount = bounty.accounts[account].contributed;
        Ledger.credit(escrow, id, bounty.token, account, amount);
    }
}

/// @dev The bug: who comes later gets less.
library FirstComeCredit {
    function credit(Escrow storage escrow, BountyId id, address account, address) external returns (uint256 amount) {
        Bounty storage bounty = escrow.bounties[id];
        amount = 1_000 / ++bounty.sequence;
        Ledger.credit(escrow, id, bounty.token, account, amount);
    }
}

/// @dev The bug: a prize is paid without a look at the words.
library BlindClaim {
    function claim(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        bytes calldata,
        IArchitectureRegistry,
        ITrainingRecords,
        address
    ) external returns (uint256 amount) {
        Bounty storage bounty = escrow.bounties[id];
        bounty.entries[submission.operator].claimed = true;
        (amount, ) = Pot.prize(bounty, 0);
        Ledger.credit(escrow, id, bounty.token, submission.payee, amount);
    }
}

/// @dev The bug: a stipend is paid without asking whether the record is proven.
library StipendUnasked {
    function claim(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        bytes calldata,
        IArchitectureRegistry,
        ITrainingRecords,
        address
    ) external returns (uint256 amount) {
        return Stipends.pay(escrow, id, submission, 1);
    }
}

/// @dev The bug: the stipend of a proven record is paid twice.
library StipendTwice {
    function claim(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        bytes calldata,
        IArchitectureRegistry,
        ITrainingRecords records,
        address
    ) external returns (uint256 amount) {
        return Stipends.pay(escrow, id, submission, records.isProven(id, submission.operator) ? 2 : 0);
    }
}

/// @dev A claim of the first two prizes that is right in all but how many stipends it pays.
library Stipends {
    function pay(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        uint256 times
    ) internal returns (uint256 amount) {
        Bounty storage bounty = escrow.bounties[id];
        Entry storage entry = bounty.entries[submission.operator];
        uint8 prize = bounty.claimedPrizes & 1;
        (entry.claimed, entry.bondReturned, entry.prize) = (true, true, prize);
        bounty.claimedPrizes |= uint8(1 << prize);
        (uint256 whole, uint256 stipend) = Pot.prize(bounty, prize);
        (amount, ) = Division.splitPrize(whole, bounty.feeBps);
        amount += times * stipend;
        if (times > 0) bounty.claimedStipends |= uint8(1 << prize);
        if (times > 0) emit ITrainingBounties.StipendPaid(id, submission.operator, times * stipend);
        Ledger.credit(escrow, id, bounty.token, submission.payee, amount);
    }
}

/// @dev The bug: a chunk counts each time it is proven, by any proof.
library CountingTwice {
    function proveScore(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        uint8[] calldata chunks,
        uint32[] calldata correct,
        Proof[] calldata,
        IArchitectureRegistry
    ) external {
        Entry storage entry = escrow.bounties[id].entries[submission.operator];
        for (uint256 i = 0; i < chunks.length; ++i) {
            entry.countedChunks |= uint64(1 << chunks[i]);
            entry.score += correct[i];
        }
    }
}

/// @dev The bug: shares are handed out for the asking.
library GenerousShares {
    function claimShares(Escrow storage escrow, BountyId id, address account) external returns (uint256 amount) {
        escrow.bounties[id].shares.release(account, 1e18);
        return 0;
    }
}

/// @dev The bug: a submission can be taken back at any time, so that a bounty may lose what made it go on; and whoever
/// takes it back changes the minimum score.
library LateWithdrawal {
    function withdrawSubmission(Escrow storage escrow, BountyId id) external {
        Bounty storage bounty = escrow.bounties[id];
        (bounty.submissions, bounty.ranked, bounty.scoredOpen) = (1, 0, false);
        ++bounty.minimumScore;
    }
}

/// @title Each invariant fails where a bug is put in
/// @notice A linked library's code is replaced by a faulty one, and the handlers do what makes the fault show. Calls that
/// the faulty library does not know would fail: none of them is needed.
contract Mutants is Stage {
    /// @dev What makes the handlers pick the first two bounties of the stage.
    uint256 private constant CLAIMING = 0;
    uint256 private constant PROVING = 1;

    /// @dev What is shown below to fail holds before.
    function test_AllHoldWithoutABug() external {
        assertGt(world.receiver().attempts(), 0, "somebody tried to get in on the way here");
        solvency();
        conservation();
        statusIsMonotone();
        termsAreFrozen();
        noWeightsNoPrize();
        scoresAreProven();
        sharesAreFixed();
        recordsAreProven();
        stipendsAreBounded();
        everyoneCanExit();
        orderDoesNotMatter();
    }

    function test_SolvencyAndConservationCatch_CreditsThatAreForgotten() external {
        bytes memory code = address(Settlement).code;
        vm.etch(address(Settlement), address(ForgetfulCredit).code);
        for (uint256 i = 0; i < 3; ++i) {
            players.credit(CLAIMING, _placeOfFirstBacker(), 2);
        }
        vm.etch(address(Settlement), code);
        _assertCaught(this.solvency);
        _assertCaught(this.conservation);
    }

    function test_SolvencyConservationAndEveryoneCanExitCatch_MoneyThatIsGone() external {
        // The bug: the escrow's tokens can be moved by somebody else.
        (TestToken token, address thief) = (world.tokens(0), world.hostile());
        vm.prank(address(escrow));
        token.transfer(thief, 1_000_000);
        _assertCaught(this.solvency);
        _assertCaught(this.conservation);
        _assertCaught(this.everyoneCanExit);
    }

    function test_SolvencyCatches_CallsInTheMiddleOfATransfer() external {
        // The bug: there is no guard. A call of the token's outside of a transfer meets none.
        world.receiver().tokensToMove();
        _assertCaught(this.solvency);
    }

    function test_NoWeightsNoPrizeCatches_ClaimsWithOtherWords() external {
        vm.etch(address(Claims), address(BlindClaim).code);
        players.claimWithOtherWords(CLAIMING, 0, 1);
        _assertCaught(this.noWeightsNoPrize);
    }

    function test_ScoresAreProvenCatches_ChunksThatCountTwice() external {
        vm.etch(address(Scoring), address(CountingTwice).code);
        players.prove(PROVING, 1, 5, 0x010101);
        players.prove(PROVING, 1, 5, 0x010101);
        _assertCaught(this.scoresAreProven);
    }

    function test_ScoresAreProvenCatches_OverclaimsOfAVerifierThatSaysYes() external {
        // The bug: whatever is asked, the pairing precompile finds the product of pairings to be one.
        vm.mockCall(address(0x08), bytes(""), abi.encode(true));
        // Each of the chunks, some of which are drawn.
        for (uint256 how = 0; how < 12; how += 3) players.overclaim(PROVING, 2, 4, how);
        _assertCaught(this.scoresAreProven);
    }

    /// @dev Of two prizes one is claimed with a proven record: what the other one's stipend would have been is for the backers.
    function test_StipendsAreBounded_WhereOneIsPaidAndOneIsNot() external {
        (uint256 with, uint256 without) = (_winner(true), _winner(false));
        players.claim(CLAIMING, with);
        stipendsAreBounded();
        players.claim(CLAIMING, without);
        stipendsAreBounded();
        noWeightsNoPrize();
        conservation();
        BountyId bounty = world.pick(CLAIMING);
        assertEq(world.recordOf(bounty).stipendCount, 1, "of two claims");
        assertGt(escrow.owedTo(bounty, world.backers(1)).leftOver, 1_000, "the other one goes back");
        everyoneCanExit();
    }

    function test_StipendsAreBoundedCatches_StipendsWithoutARecord() external {
        (uint256 with, uint256 without) = (_winner(true), _winner(false));
        vm.etch(address(Claims), address(StipendUnasked).code);
        players.claim(CLAIMING, with);
        stipendsAreBounded();
        players.claim(CLAIMING, without);
        _assertCaught(this.stipendsAreBounded);
        _assertCaught(this.noWeightsNoPrize);
    }

    function test_StipendsAreBoundedCatches_StipendsPaidTwice() external {
        (uint256 with, uint256 without) = (_winner(true), _winner(false));
        vm.etch(address(Claims), address(StipendTwice).code);
        players.claim(CLAIMING, without);
        stipendsAreBounded();
        players.claim(CLAIMING, with);
        _assertCaught(this.stipendsAreBounded);
        _assertCaught(this.noWeightsNoPrize);
    }

    function test_StipendsAreBoundedCatches_StipendsThatBackersDoNotGetBack() external {
        players.claim(CLAIMING, _winner(true));
        players.claim(CLAIMING, _winner(false));
        stipendsAreBounded();
        vm.etch(address(Settlement), address(ForgetfulCredit).code);
        players.credit(CLAIMING, _placeOfFirstBacker(), 2);
        _assertCaught(this.stipendsAreBounded);
    }

    function test_RecordsAreProvenCatches_CopiedStepsOfAVerifierThatSaysYes() external {
        players.proveRecord(PROVING, 1, 8);
        recordsAreProven();
        players.forgeRecord(PROVING, 2, 0);
        recordsAreProven();
        // The bug: as above.
        vm.mockCall(address(0x08), bytes(""), abi.encode(true));
        players.forgeRecord(PROVING, 2, 0);
        _assertCaught(this.recordsAreProven);
    }

    function test_RecordsAreProvenCatches_RootsPostedAfterTheDraw() external {
        players.proveRecord(PROVING, 1, 8);
        players.forgeRecord(PROVING, 2, 4);
        recordsAreProven();
        // The bug: for the records the training does not end.
        BountyId bounty = world.pick(PROVING);
        BountyTraining memory training = escrow.trainingOf(bounty);
        training.trainingEnds = training.provingEnds;
        vm.mockCall(address(escrow), abi.encodeCall(escrow.trainingOf, (bounty)), abi.encode(training));
        players.forgeRecord(PROVING, 2, 4);
        _assertCaught(this.recordsAreProven);
    }

    function test_SharesAreFixedCatches_SharesThatNobodyIsDue() external {
        players.claim(CLAIMING, 0);
        players.claim(CLAIMING, 0);
        players.settle(CLAIMING, 0, 0);
        sharesAreFixed();
        vm.etch(address(Settlement), address(GenerousShares).code);
        players.settle(CLAIMING, 0, 1);
        _assertCaught(this.sharesAreFixed);
    }

    function test_StatusIsMonotoneAndTermsAreFrozenCatch_LateWithdrawals() external {
        vm.etch(address(Submissions), address(LateWithdrawal).code);
        players.meddle(PROVING, 2, 0);
        _assertCaught(this.statusIsMonotone);
        _assertCaught(this.termsAreFrozen);
    }

    function test_OrderDoesNotMatterCatches_CreditsThatDependOnTheOrder() external {
        vm.etch(address(Settlement), address(FirstComeCredit).code);
        _assertCaught(this.orderDoesNotMatter);
    }

    // ------------------------------------------------------------------ helpers

    /// @dev The place of the backers among all accounts, see `World.accounts`.
    function _placeOfFirstBacker() private view returns (uint256) {
        return world.accountCount() - 3;
    }

    /// @dev An operator who may claim one of the two prizes, and has or has not a proven record.
    function _winner(bool hasRecord) private view returns (uint256) {
        BountyId bounty = world.pick(CLAIMING);
        for (uint256 o = 0; o < 4; ++o) {
            (bool ranked, uint256 rank) = escrow.rankOf(bounty, world.operators(o));
            bool proven = world.trainings().trainingOf(bounty, world.operators(o)).proven;
            if (ranked && rank < 2 && proven == hasRecord) return o;
        }
        revert("no such winner");
    }

    function _assertCaught(function() external check) private {
        (bool held, ) = check.address.call(abi.encodeWithSelector(check.selector));
        assertFalse(held, "the invariant holds in spite of the bug");
    }
}
