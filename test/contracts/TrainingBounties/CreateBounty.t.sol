// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IArchitectureRegistry} from "../../../contracts/interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {BountyStatus, BountyTerms, Ordering, ShareSplit} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId, TaskId} from "../../../contracts/types/Ids.sol";
import {LicenseTier} from "../../../contracts/types/Model.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract CreateBountyTest is BountyFixture {
    function expectOutOfBounds(string memory term, uint256 value, uint256 minimum, uint256 maximum) private {
        BountyTerms memory given = terms;
        vm.expectRevert(
            abi.encodeWithSelector(ITrainingBounties.TermOutOfBounds.selector, term, value, minimum, maximum)
        );
        vm.prank(sponsor);
        escrow.createBounty(given);
    }

    function expectRevertOfCreation(bytes memory revertData) private {
        BountyTerms memory given = terms;
        vm.expectRevert(revertData);
        vm.prank(sponsor);
        escrow.createBounty(given);
    }

    // ------------------------------------------------------------------ who and what

    function test_RevertGiven_EntryIsPaused() external {
        vm.prank(guardian);
        escrow.pauseEntry(true);
        expectRevertOfCreation(abi.encodeWithSelector(ITrainingBounties.EntryIsPaused.selector));
        vm.prank(guardian);
        escrow.pauseEntry(false);
        draft();
    }

    function test_RevertWhen_SenderIsNotTheSponsor() external {
        BountyTerms memory given = terms;
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.SponsorNotSender.selector, sponsor, stranger));
        vm.prank(stranger);
        escrow.createBounty(given);
    }

    function test_RevertWhen_TokenIsNotAllowed() external {
        vm.prank(owner);
        escrow.allowToken(address(token), false);
        expectRevertOfCreation(abi.encodeWithSelector(ITrainingBounties.TokenNotAllowed.selector, token));
    }

    function test_RevertWhen_TaskIsUnknown() external {
        terms.task = TaskId.wrap("unknown");
        expectRevertOfCreation(abi.encodeWithSelector(IArchitectureRegistry.TaskUnknown.selector, terms.task));
    }

    function test_RevertWhen_TaskIsRetired() external {
        vm.prank(owner);
        registry.retireTask(task);
        expectRevertOfCreation(abi.encodeWithSelector(ITrainingBounties.TaskNotAdmitted.selector, task));
    }

    function test_RevertWhen_ArchitectureIsNotOfTheTask() external {
        terms.architecture = ArchitectureId.wrap("unknown");
        expectRevertOfCreation(
            abi.encodeWithSelector(IArchitectureRegistry.PairUnknown.selector, task, terms.architecture)
        );
    }

    function test_RevertWhen_ArchitectureIsRetired() external {
        vm.prank(owner);
        registry.retirePair(task, architecture);
        expectRevertOfCreation(
            abi.encodeWithSelector(ITrainingBounties.ArchitectureNotAdmitted.selector, 1, architecture)
        );
        terms.architecture = ArchitectureId.wrap(0);
        draft();
    }

    // ------------------------------------------------------------------ the table of bounds

    function test_Bounds_Chunks() external {
        (terms.chunks, terms.drawnChunks) = (1, 1);
        expectOutOfBounds("chunks", 1, 2, 64);
        (terms.chunks, terms.drawnChunks) = (65, 16);
        expectOutOfBounds("chunks", 65, 2, 64);
        // Not more than are left when a quarter, rounded up, is shown; and never more than sixteen.
        (terms.chunks, terms.drawnChunks) = (5, 0);
        expectOutOfBounds("drawnChunks", 0, 1, 3);
        terms.drawnChunks = 4;
        expectOutOfBounds("drawnChunks", 4, 1, 3);
        (terms.chunks, terms.drawnChunks) = (64, 17);
        expectOutOfBounds("drawnChunks", 17, 1, 16);
        terms.drawnChunks = 16;
        draft();
        (terms.chunks, terms.drawnChunks) = (2, 2);
        expectOutOfBounds("drawnChunks", 2, 1, 1);
        terms.drawnChunks = 1;
        draft();
    }

    function test_Bounds_DrawnSamples() external {
        escrow = deployEscrow(MINIMUM_WINDOW, 21);
        vm.prank(owner);
        escrow.allowToken(address(token), true);
        fundActor(sponsor);
        expectOutOfBounds("drawnSamples", 20, 21, type(uint32).max);
        setChunks(3);
        draft();
    }

    function test_Bounds_MinimumScore() external {
        terms.minimumScore = 21;
        expectOutOfBounds("minimumScore", 21, 0, 20);
        terms.minimumScore = 20;
        draft();
        terms.minimumScore = 0;
        draft();
    }

    function test_Bounds_Prizes() external {
        terms.prizesBps = new uint16[](0);
        expectOutOfBounds("prizes", 0, 1, 8);
        terms.prizesBps = new uint16[](9);
        expectOutOfBounds("prizes", 9, 1, 8);
        terms.prizesBps = [uint16(10_000), 0];
        expectOutOfBounds("prizeBps", 0, 1, 10_000);
        terms.prizesBps = [uint16(10_001)];
        expectOutOfBounds("prizeBps", 10_001, 1, 10_000);
        terms.prizesBps = [uint16(5_000), 4_999];
        expectOutOfBounds("prizesBps", 9_999, 10_000, 10_000);
        terms.prizesBps = [uint16(5_001), 5_000];
        expectOutOfBounds("prizesBps", 10_001, 10_000, 10_000);
        terms.prizesBps = [uint16(4_999), 5_001];
        expectOutOfBounds("prizeBps", 5_001, 1, 4_999);
        terms.prizesBps = [uint16(9_993), 1, 1, 1, 1, 1, 1, 1];
        draft();
    }

    function test_Bounds_Shares() external {
        terms.shares = ShareSplit({backersBps: 1_999, operatorsBps: 8_001, sponsorBps: 0, treasuryBps: 0});
        expectOutOfBounds("backersBps", 1_999, 2_000, 10_000);
        terms.shares = ShareSplit({backersBps: 10_001, operatorsBps: 0, sponsorBps: 0, treasuryBps: 0});
        expectOutOfBounds("backersBps", 10_001, 2_000, 10_000);
        terms.shares = ShareSplit({backersBps: 4_999, operatorsBps: 0, sponsorBps: 0, treasuryBps: 5_001});
        expectOutOfBounds("treasuryBps", 5_001, 0, 5_000);
        terms.shares = ShareSplit({backersBps: 2_000, operatorsBps: 7_000, sponsorBps: 999, treasuryBps: 0});
        expectOutOfBounds("sharesBps", 9_999, 10_000, 10_000);
        // 65,536 + 10,000 would be 10,000 in 16 bits.
        terms.shares = ShareSplit({backersBps: 10_000, operatorsBps: 32_768, sponsorBps: 32_768, treasuryBps: 0});
        expectOutOfBounds("sharesBps", 75_536, 10_000, 10_000);
        terms.shares = ShareSplit({backersBps: 2_000, operatorsBps: 8_000, sponsorBps: 0, treasuryBps: 0});
        draft();
        terms.shares = ShareSplit({backersBps: 10_000, operatorsBps: 0, sponsorBps: 0, treasuryBps: 0});
        draft();
        terms.shares = ShareSplit({backersBps: 5_000, operatorsBps: 0, sponsorBps: 0, treasuryBps: 5_000});
        draft();
    }

    function test_Bounds_GoalAndCap() external {
        uint128 maximum = type(uint96).max;
        (terms.goal, terms.cap) = (0, 10);
        expectOutOfBounds("goal", 0, 1, 10);
        terms.goal = 11;
        expectOutOfBounds("goal", 11, 1, 10);
        terms.cap = 0;
        expectOutOfBounds("cap", 0, 1, maximum);
        terms.cap = maximum + 1;
        expectOutOfBounds("cap", maximum + 1, 1, maximum);
        (terms.goal, terms.cap) = (maximum, maximum);
        draft();
        (terms.goal, terms.cap) = (1, 1);
        draft();
    }

    function test_Bounds_BondsAndFee() external {
        uint128 maximum = type(uint96).max;
        terms.sponsorBond = 0;
        expectOutOfBounds("sponsorBond", 0, 1, maximum);
        terms.sponsorBond = maximum + 1;
        expectOutOfBounds("sponsorBond", maximum + 1, 1, maximum);
        terms.sponsorBond = 1;
        terms.operatorBond = 0;
        expectOutOfBounds("operatorBond", 0, 1, maximum);
        terms.operatorBond = maximum + 1;
        expectOutOfBounds("operatorBond", maximum + 1, 1, maximum);
        (terms.operatorBond, terms.entryFee) = (109, 11);
        expectOutOfBounds("entryFee", 11, 0, 10);
        terms.entryFee = 10;
        draft();
        (terms.operatorBond, terms.entryFee) = (1, 0);
        draft();
        (terms.operatorBond, terms.entryFee) = (maximum, maximum / 10);
        draft();
    }

    function test_Bounds_Windows() external {
        uint256 first = block.timestamp;
        terms.windows.draftEnds = uint40(first + 1 hours - 1);
        expectOutOfBounds("draftEnds", first + 1 hours - 1, first + 1 hours, first + 180 days);
        terms.windows.draftEnds = uint40(first + 180 days + 1);
        expectOutOfBounds("draftEnds", first + 180 days + 1, first + 1 hours, first + 180 days);
        terms.windows.draftEnds = uint40(first + 1 hours);
        expectWindow("fundingEnds", terms.windows.draftEnds, 1 hours);
        expectWindow("trainingEnds", terms.windows.fundingEnds, 1 hours);
        expectWindow("openingEnds", terms.windows.trainingEnds, 1 hours + 30 minutes);
        expectWindow("provingEnds", terms.windows.openingEnds, 1 hours);
        expectWindow("claimEnds", terms.windows.provingEnds, 1 hours);
        expectWindow("reserveEnds", terms.windows.claimEnds, 1 hours);
        draft();
    }

    /// @dev Tries both bounds of a window, then sets its shortest length.
    function expectWindow(string memory term, uint256 start, uint256 minimum) private {
        setWindow(term, start + minimum - 1);
        expectOutOfBounds(term, start + minimum - 1, start + minimum, start + 180 days);
        setWindow(term, start + 180 days + 1);
        expectOutOfBounds(term, start + 180 days + 1, start + minimum, start + 180 days);
        setWindow(term, start + minimum);
    }

    function setWindow(string memory term, uint256 end) private {
        bytes32 name = keccak256(bytes(term));
        if (name == keccak256("fundingEnds")) terms.windows.fundingEnds = uint40(end);
        if (name == keccak256("trainingEnds")) terms.windows.trainingEnds = uint40(end);
        if (name == keccak256("openingEnds")) terms.windows.openingEnds = uint40(end);
        if (name == keccak256("provingEnds")) terms.windows.provingEnds = uint40(end);
        if (name == keccak256("claimEnds")) terms.windows.claimEnds = uint40(end);
        if (name == keccak256("reserveEnds")) terms.windows.reserveEnds = uint40(end);
    }

    function test_Bounds_LongestWindows() external {
        uint40 time = uint40(block.timestamp);
        terms.windows.draftEnds = time + 180 days;
        terms.windows.fundingEnds = time + 360 days;
        terms.windows.trainingEnds = time + 540 days;
        terms.windows.openingEnds = time + 720 days;
        terms.windows.provingEnds = time + 900 days;
        terms.windows.claimEnds = time + 1_080 days;
        terms.windows.reserveEnds = time + 1_260 days;
        draft();
    }

    function test_Bounds_ArchitecturesUntil() external {
        terms.architecturesUntil = terms.windows.trainingEnds + 1;
        draft(); // not read where an architecture is named
        terms.architecture = ArchitectureId.wrap(0);
        expectOutOfBounds("architecturesUntil", terms.architecturesUntil, 0, terms.windows.trainingEnds);
        terms.architecturesUntil = terms.windows.trainingEnds;
        draft();
    }

    function test_Bounds_Royalty() external {
        terms.royaltyBps = 1;
        expectOutOfBounds("royaltyBps", 1, 0, 0); // to nobody
        terms.royaltyBps = 0;
        terms.parent = settledParent();
        terms.royaltyBps = 2_001;
        expectOutOfBounds("royaltyBps", 2_001, 0, 2_000);
        terms.royaltyBps = 2_000;
        draft();
        terms.royaltyBps = 0;
        draft();
    }

    function test_Bounds_LicenseTiers() external {
        for (uint256 i = 0; i < 9; ++i) {
            terms.licenseTiers.push(LicenseTier({price: 1, termsUri: "", termsHash: 0}));
        }
        expectOutOfBounds("licenseTiers", 9, 0, 8);
        terms.licenseTiers.pop();
        draft();
        terms.licenseTiers[7].price = 0;
        expectOutOfBounds("licensePrice", 0, 1, type(uint96).max);
        terms.licenseTiers[7] = LicenseTier(type(uint96).max, string(new bytes(1_025)), 0);
        expectOutOfBounds("licenseTermsUri", 1_025, 0, 1_024);
        terms.licenseTiers[7].termsUri = string(new bytes(1_024));
        draft();
    }

    function test_Bounds_SpecUri() external {
        terms.specUri = string(new bytes(1_025));
        expectOutOfBounds("specUri", 1_025, 0, 1_024);
        terms.specUri = string(new bytes(1_024));
        draft();
        terms.specUri = "";
        draft();
    }

    // ------------------------------------------------------------------ the parent

    /// @dev A settled bounty of the default terms, and time for another one.
    function settledParent() private returns (BountyId id) {
        id = settled();
        escrow.settle(id);
        setDefaultTerms();
    }

    function test_RevertWhen_ParentIsUnknown() external {
        terms.parent = BountyId.wrap(1); // its own number
        expectRevertOfCreation(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, terms.parent));
    }

    /// @dev Numbers that are stored in 64 bits are not cut to them first.
    function test_RevertWhen_ParentExceeds64Bits() external {
        terms.parent = BountyId.wrap((1 << 64) | BountyId.unwrap(settledParent()));
        expectRevertOfCreation(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, terms.parent));
    }

    function test_RevertWhen_ParentHasNoShares() external {
        terms.parent = settled();
        setDefaultTerms();
        expectRevertOfCreation(abi.encodeWithSelector(ITrainingBounties.NotSettled.selector, terms.parent));
        escrow.settle(terms.parent);
        draft();
    }

    function test_RevertWhen_ParentHasAnotherToken() external {
        terms.parent = settledParent();
        TestToken other = new TestToken();
        vm.prank(owner);
        escrow.allowToken(address(other), true);
        terms.token = address(other);
        expectRevertOfCreation(
            abi.encodeWithSelector(ITrainingBounties.ParentTokenMismatch.selector, terms.parent, token, other)
        );
    }

    // ------------------------------------------------------------------ money

    function test_RevertWhen_SponsorCannotPay() external {
        uint256 balance = token.balanceOf(sponsor);
        vm.prank(sponsor);
        token.transfer(stranger, balance - terms.sponsorBond + 1);
        expectRevertOfCreation(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector,
                sponsor,
                terms.sponsorBond - 1,
                terms.sponsorBond
            )
        );
    }

    function test_RevertWhen_TokenMovesAnotherAmount() external {
        token = new FeeToken();
        fundActor(sponsor);
        vm.prank(owner);
        escrow.allowToken(address(token), true);
        terms.token = address(token);
        expectRevertOfCreation(abi.encodeWithSelector(ITrainingBounties.TransferMismatch.selector, token, 100e6, 99e6));
    }

    function test_CreatesABounty() external {
        BountyTerms memory given = terms;
        vm.expectEmit(address(escrow));
        emit ITrainingBounties.BountyCreated(BountyId.wrap(1), sponsor, given, FEE_BPS);
        BountyId id = draft();

        assertEq(BountyId.unwrap(id), 1, "number");
        assertEq(escrow.bountyCount(), 1, "count");
        assertStatus(id, BountyStatus.Draft, "status");
        assertEq(token.balanceOf(address(escrow)), terms.sponsorBond, "escrow's balance");
        assertEq(token.balanceOf(sponsor), FUNDS - terms.sponsorBond, "sponsor's balance");
        assertEq(keccak256(abi.encode(escrow.termsOf(id))), keccak256(abi.encode(given)), "terms");
        ITrainingBounties.BountyFacts memory facts = escrow.factsOf(id);
        assertEq(facts.feeBps, FEE_BPS, "fee");
        assertEq(facts.contributed + facts.entryFees + facts.submissions + facts.ranked, 0, "nothing in yet");
        assertEq(BountyId.unwrap(draft()), 2, "the next number");
    }

    function test_TermsAreFrozen() external {
        BountyTerms memory given = terms;
        BountyId id = training();
        vm.startPrank(owner);
        escrow.setFee(0);
        escrow.allowToken(address(token), false);
        registry.retireTask(task);
        registry.retirePair(task, architecture);
        vm.stopPrank();

        assertEq(keccak256(abi.encode(escrow.termsOf(id))), keccak256(abi.encode(given)), "terms");
        assertEq(escrow.factsOf(id).feeBps, FEE_BPS, "fee");
        commitAs(id, 0);
        vm.warp(terms.windows.trainingEnds);
        openScored(id);
        proveAll(id, 0, 20, BITS);
        vm.warp(terms.windows.provingEnds);
        assertEq(claimAs(id, 0), ((1_000e6 + 5e6) * 98) / 100, "prize less the fee of the time of creation");
    }

    function testFuzz_TermsAreReadAsTheyWereGiven(
        uint96 goal,
        uint96 cap,
        uint96 operatorBond,
        uint8 chunks,
        uint16 firstPrize,
        bytes32 root,
        bool compression
    ) external {
        terms.cap = uint128(bound(cap, 1, type(uint96).max));
        terms.goal = uint128(bound(goal, 1, terms.cap));
        terms.operatorBond = uint128(bound(operatorBond, 1, type(uint96).max));
        terms.entryFee = terms.operatorBond / 10;
        terms.chunks = uint8(bound(chunks, 3, 64));
        terms.drawnChunks = uint8(bound(chunks >> 4, 2, terms.chunks > 22 ? 16 : (3 * terms.chunks) / 4));
        uint16 first = uint16(bound(firstPrize, 5_000, 9_999));
        terms.prizesBps = [first, 10_000 - first];
        terms.chunksRoot = root;
        terms.ordering = compression ? Ordering.Compression : Ordering.Accuracy;
        setTiers(firstPrize % 9, root);
        BountyTerms memory given = terms;
        BountyId id = draft();
        assertEq(keccak256(abi.encode(escrow.termsOf(id))), keccak256(abi.encode(given)), "terms");
    }

    /// @dev Texts of none to 500 bytes.
    function setTiers(uint256 count, bytes32 seed) private {
        for (uint256 i = 0; i < count; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            string memory termsUri = string(new bytes(random % 500));
            terms.licenseTiers.push(LicenseTier(uint96((random % type(uint96).max) + 1), termsUri, bytes32(random)));
        }
    }

    function test_ChildIsReadAsItWasGiven() external {
        terms.parent = settledParent();
        terms.royaltyBps = 1_234;
        setTiers(2, "tiers");
        BountyTerms memory given = terms;
        BountyId id = draft();
        assertEq(keccak256(abi.encode(escrow.termsOf(id))), keccak256(abi.encode(given)), "terms");
    }

    // ------------------------------------------------------------------ views

    function test_LicenseTierOf() external {
        setTiers(3, "tiers");
        BountyTerms memory given = terms;
        BountyId id = draft();
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory tier = abi.encode(escrow.licenseTierOf(id, i));
            assertEq(keccak256(tier), keccak256(abi.encode(given.licenseTiers[i])), "tier");
        }
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.LicenseTierUnknown.selector, id, 3, 3));
        escrow.licenseTierOf(id, 3);
    }

    function test_RevertGiven_NoBounty_Views() external {
        BountyId id = BountyId.wrap(1);
        bytes memory unknown = abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, id);
        vm.expectRevert(unknown);
        escrow.termsOf(id);
        vm.expectRevert(unknown);
        escrow.licenseTierOf(id, 0);
        vm.expectRevert(unknown);
        escrow.factsOf(id);
        vm.expectRevert(unknown);
        escrow.submissionOf(id, alice);
        vm.expectRevert(unknown);
        escrow.contributionOf(id, alice);
        vm.expectRevert(unknown);
        escrow.rankOf(id, alice);
        vm.expectRevert(unknown);
        escrow.owedTo(id, alice);
        vm.expectRevert(unknown);
        escrow.credit(id, alice);
    }
}
