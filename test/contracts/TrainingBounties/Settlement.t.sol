// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {BountyStatus, ShareSplit, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract SettlementTest is BountyFixture {
    uint256 private constant SUPPLY = 1_000_000e18;

    function assertShares(BountyId id, address account, uint256 expected, string memory label) private {
        IModelShares shares = escrow.factsOf(id).shares;
        assertEq(escrow.owedTo(id, account).shares, expected, string.concat(label, ": owed"));
        if (expected > 0) {
            vm.expectEmit(address(escrow));
            emit ITrainingBounties.SharesClaimed(id, account, expected);
        }
        vm.prank(stranger);
        assertEq(escrow.claimShares(id, account), expected, string.concat(label, ": returned"));
        assertEq(shares.balanceOf(account), expected, string.concat(label, ": balance"));
        assertEq(escrow.claimShares(id, account), 0, string.concat(label, ": once"));
        assertEq(escrow.owedTo(id, account).shares, 0, string.concat(label, ": nothing left"));
    }

    // ------------------------------------------------------------------ settle

    function test_Settle_RevertGiven_NotSettled() external {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 1));
        escrow.settle(BountyId.wrap(1));
        BountyId id = claiming(scoresOf(15));
        expectStatusMismatch(id, BountyStatus.Claiming, BountyStatus.Settled);
        escrow.settle(id);
        vm.warp(terms.windows.claimEnds);
        expectStatusMismatch(id, BountyStatus.Unmet, BountyStatus.Settled);
        escrow.settle(id);
    }

    function test_Settle_RevertGiven_AlreadySettled() external {
        BountyId id = settled();
        escrow.settle(id);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.AlreadySettled.selector, id));
        escrow.settle(id);
    }

    function test_Settle_CreatesTheShares() external {
        BountyId id = settled();
        vm.expectEmit(true, false, true, true, address(escrow));
        emit ITrainingBounties.Settled(id, IModelShares(address(0)), operatorAt(0));
        vm.prank(stranger);
        IModelShares shares = escrow.settle(id);
        assertEq(address(escrow.factsOf(id).shares), address(shares), "fact");
        assertEq(BountyId.unwrap(shares.bounty()), BountyId.unwrap(id), "the shares' bounty");
        assertEq(shares.escrow(), address(escrow), "the shares' escrow");
        assertEq(shares.token(), address(token), "the shares' token");
        assertEq(address(shares.parent()), address(0), "no parent");
        assertEq(shares.royaltyBps(), 0, "no royalty");
        assertEq(shares.treasury(), governance.treasuryOf(shares), "the model's treasury");
        assertEq(shares.settledAt(), block.timestamp, "when");
        assertEq(shares.totalSupply(), SUPPLY, "supply");
        assertEq(shares.balanceOf(address(shares)), SUPPLY, "nobody has claimed");
    }

    function test_Settle_GivenAParent() external {
        terms.parent = settled();
        IModelShares parent = escrow.settle(terms.parent);
        setDefaultTerms();
        terms.royaltyBps = 1_234;
        IModelShares shares = escrow.settle(settled());
        assertEq(address(shares.parent()), address(parent), "parent");
        assertEq(shares.royaltyBps(), 1_234, "royalty");
        assertNotEq(shares.treasury(), parent.treasury(), "each model has a treasury of its own");
    }

    function test_Settle_BestOperatorIsTheBestRankThatPublished() external {
        setThreePrizes();
        BountyId id = claiming(descending(4));
        claimAs(id, 2);
        claimAs(id, 1);
        vm.warp(terms.windows.claimEnds);
        claimAs(id, 3); // takes the first prize, but stays the fourth model
        vm.expectEmit(true, false, true, true, address(escrow));
        emit ITrainingBounties.Settled(id, IModelShares(address(0)), operatorAt(1));
        escrow.settle(id);
    }

    // ------------------------------------------------------------------ claimShares

    function test_Shares_RevertGiven_NotSettled() external {
        BountyId id = settled();
        assertEq(escrow.owedTo(id, alice).shares, 0, "none before settle");
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.NotSettled.selector, id));
        escrow.claimShares(id, alice);
    }

    function test_Shares_RevertGiven_NoBounty() external {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, BountyId.wrap(7)));
        escrow.claimShares(BountyId.wrap(7), alice);
    }

    function test_Shares_OnePrize() external {
        BountyId id = settled();
        escrow.settle(id);
        assertShares(id, alice, 300_000e18, "Alice, 60 % of half");
        assertShares(id, bob, 150_000e18, "Bob, 30 % of half");
        assertShares(id, carol, 50_000e18, "Carol, 10 % of half");
        assertShares(id, payeeAt(0), 400_000e18, "the payee");
        assertShares(id, operatorAt(0), 0, "the operator, who named a payee");
        assertShares(id, sponsor, 100_000e18, "the sponsor");
        assertShares(id, stranger, 0, "a stranger");
        assertShares(id, treasury, 0, "the protocol treasury");
    }

    function test_Shares_OfTheTreasury() external {
        terms.shares = ShareSplit({backersBps: 4_000, operatorsBps: 3_333, sponsorBps: 1_000, treasuryBps: 1_667});
        BountyId id = settled();
        address modelTreasury = escrow.settle(id).treasury();
        assertShares(id, modelTreasury, 166_700e18, "the model's treasury, which has no code yet");
        assertShares(id, alice, 240_000e18, "Alice, 60 % of 40 %");
        assertShares(id, payeeAt(0), 333_300e18, "the payee");
        assertShares(id, treasury, 0, "the protocol treasury");
    }

    /// @dev Its address is known beforehand, so that anybody can contribute for it.
    function test_Shares_OfATreasuryThatBacksItsOwnModel() external {
        terms.shares = ShareSplit({backersBps: 5_000, operatorsBps: 4_000, sponsorBps: 0, treasuryBps: 1_000});
        BountyId id = funding();
        address clone = Clones.predictDeterministicAddress(
            address(sharesImplementation),
            bytes32(BountyId.unwrap(id)),
            address(escrow)
        );
        address modelTreasury = governance.treasuryOf(IModelShares(clone));
        vm.prank(alice);
        escrow.contribute(id, 1_000e6, modelTreasury);
        vm.warp(terms.windows.fundingEnds);
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        proveAll(id, 0, 20, BITS);
        vm.warp(terms.windows.provingEnds);
        claimAs(id, 0);
        assertEq(address(escrow.settle(id)), clone, "shares");
        assertShares(id, modelTreasury, 600_000e18, "as backer and as treasury");
    }

    function test_Shares_UnclaimedPrizesGoToTheBackers() external {
        setThreePrizes();
        BountyId id = claiming(scoresOf(20, 15, 10));
        claimAs(id, 0);
        claimAs(id, 2);
        vm.warp(terms.windows.claimEnds);
        escrow.settle(id);
        assertShares(id, payeeAt(0), 200_000e18, "50 % of the operators' part");
        assertShares(id, payeeAt(2), 80_000e18, "20 % of the operators' part");
        assertShares(id, payeeAt(1), 0, "did not publish");
        assertShares(id, alice, 372_000e18, "60 % of 620,000");
        assertShares(id, bob, 186_000e18, "30 % of 620,000");
        assertShares(id, carol, 62_000e18, "10 % of 620,000");
        assertShares(id, sponsor, 100_000e18, "the sponsor");
    }

    /// @dev The sponsor is backer, operator and the payee of two prizes as well.
    function test_Shares_OneAccountInAllRoles() external {
        setThreePrizes();
        BountyId id = funding();
        contributeAs(sponsor, id, 500e6);
        contributeAs(alice, id, 500e6);
        vm.warp(terms.windows.fundingEnds);
        for (uint256 i = 0; i < 2; ++i) {
            Submission memory submission = submissionAt(i);
            if (i == 0) submission.operator = sponsor;
            submission.bytesHash = hashOf(modelWords(submission.operator));
            submission.payee = sponsor;
            fundActor(submission.operator);
            commitSubmission(id, submission);
        }
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        for (uint256 i = 0; i < 2; ++i) {
            Submission memory submission = submissionAt(i);
            if (i == 0) submission.operator = sponsor;
            submission.bytesHash = hashOf(modelWords(submission.operator));
            submission.payee = sponsor;
            escrow.proveModel(id, submission, modelDigest(submission), BITS, modelProof(submission, BITS));
            scoreOne(id, submission, scoredOf(id)[0], uint32(10 - i));
            scoreOne(id, submission, scoredOf(id)[1], 0);
        }
        vm.warp(terms.windows.provingEnds);
        for (uint256 i = 0; i < 2; ++i) {
            Submission memory submission = submissionAt(i);
            if (i == 0) submission.operator = sponsor;
            submission.bytesHash = hashOf(modelWords(submission.operator));
            submission.payee = sponsor;
            escrow.claim(id, submission, modelWords(submission.operator));
        }
        escrow.settle(id);
        // Operators' part: 80 % of 400,000; backers': 500,000 and 80,000 unclaimed, of which half.
        assertShares(id, sponsor, 320_000e18 + 290_000e18 + 100_000e18, "the sponsor in all roles");
        assertShares(id, alice, 290_000e18, "Alice");

        uint256 prizes = (((1_010e6 * 5_000) / 10_000) * 98) / 100 + (((1_010e6 * 3_000) / 10_000) * 98) / 100;
        uint256 ledger = escrow.owed(address(token), sponsor);
        assertEq(ledger, prizes + 50e6, "both prizes, and the bond as operator");
        assertEq(escrow.credit(id, sponsor), 100e6 + 101e6, "the sponsor's bond and half of the third prize");
    }

    /// @dev Operators and the treasury get half each of what backers and the sponsor leave.
    function setSplit(uint16 backersBps, uint16 sponsorBps) private {
        uint16 backers = uint16(bound(backersBps, 2_000, 10_000));
        uint16 sponsors = uint16(bound(sponsorBps, 0, 10_000 - backers));
        uint16 operators = (10_000 - backers - sponsors) / 2;
        terms.shares = ShareSplit(backers, operators, sponsors, 10_000 - backers - sponsors - operators);
    }

    function testFuzz_Shares_NeverMoreThanTheSupply(
        uint96[3] memory contributions,
        uint16 backersBps,
        uint16 sponsorBps,
        uint16 prizeBps,
        uint8 claims
    ) external {
        setSplit(backersBps, sponsorBps);
        uint16 first = uint16(bound(prizeBps, 5_000, 9_999));
        terms.prizesBps = [first, 10_000 - first];
        (terms.goal, terms.cap) = (1, 3 * uint128(FUNDS));
        BountyId id = funding();
        address[3] memory accounts = [alice, bob, carol];
        for (uint256 i = 0; i < 3; ++i) {
            contributeAs(accounts[i], id, bound(contributions[i], 1, FUNDS));
        }
        vm.warp(terms.windows.fundingEnds);
        commitAs(id, 0);
        commitAs(id, 1);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        proveAll(id, 0, 20, BITS);
        proveAll(id, 1, 20, BITS);
        vm.warp(terms.windows.provingEnds);
        uint256 claimed = bound(claims, 1, 3);
        if (claimed & 1 != 0) claimAs(id, 0);
        if (claimed & 2 != 0) claimAs(id, 1);
        vm.warp(terms.windows.claimEnds);
        IModelShares shares = escrow.settle(id);

        uint256 sum = escrow.claimShares(id, sponsor) + escrow.claimShares(id, shares.treasury());
        for (uint256 i = 0; i < 3; ++i) {
            sum += escrow.claimShares(id, accounts[i]);
        }
        sum += escrow.claimShares(id, payeeAt(0)) + escrow.claimShares(id, payeeAt(1));
        assertLe(sum, SUPPLY, "not more than there is");
        assertLe(SUPPLY - sum, 3, "a unit of remainder for each backer");
        assertEq(shares.balanceOf(address(shares)), SUPPLY - sum, "the remainder stays unclaimed");
    }
}
