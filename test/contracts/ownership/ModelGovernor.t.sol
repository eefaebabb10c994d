// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {IModelGovernor} from "../../../contracts/interfaces/IModelGovernor.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {BountyStatus, BountyTerms} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {GovernanceFixture} from "../shared/GovernanceFixture.sol";

contract ModelGovernorTest is GovernanceFixture {
    bytes32 private constant BALLOT = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
    uint256 private constant QUORUM = 200_000e18;
    uint256 private constant THRESHOLD = 10_000e18;

    function setUp() public override {
        super.setUp();
        govern();
    }

    // ------------------------------------------------------------------ settings

    function test_Settings() external view {
        assertEq(governor.votingDelay(), 2 days, "delay");
        assertEq(governor.votingPeriod(), 5 days, "voting");
        assertEq(governor.proposalThreshold(), shares.totalSupply() / 100, "threshold");
        assertEq(governor.quorum(0), shares.totalSupply() / 5, "quorum");
        assertEq(governor.lateQuorumVoteExtension(), 2 days, "extension");
        assertEq(timelock.getMinDelay(), 2 days, "timelock");
        assertEq(governor.CLOCK_MODE(), "mode=timestamp", "clock");
        assertEq(governor.clock(), block.timestamp, "time");
        assertEq(governor.COUNTING_MODE(), "support=bravo&quorum=for,abstain", "counting");
    }

    function test_Settings_NoVoteChangesThem() external {
        bytes[2] memory calls = [
            abi.encodeCall(governor.setLateQuorumVoteExtension, (0)),
            abi.encodeCall(governor.updateTimelock, (TimelockController(payable(attacker))))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            Proposal memory proposal = callOf(address(governor), calls[i]);
            due(proposal);
            vm.expectRevert(IModelGovernor.SettingIsConstant.selector);
            executeAs(stranger, proposal);
        }
    }

    // ------------------------------------------------------------------ propose

    function test_Propose_RevertWhen_ProposerHoldsTooLittle() external {
        delegateAs(attacker);
        transferAs(bob, attacker, THRESHOLD - 1);
        vm.warp(block.timestamp + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector,
                attacker,
                THRESHOLD - 1,
                THRESHOLD
            )
        );
        proposeAs(attacker, payment());
        transferAs(bob, attacker, 1);
        vm.warp(block.timestamp + 1);
        proposeAs(attacker, payment());
    }

    // ------------------------------------------------------------------ vote

    function test_Vote_WindowsAreDelayThenPeriod() external {
        uint256 start = block.timestamp;
        uint256 id = proposeAs(alice, payment());
        vm.warp(start + 2 days);
        assertState(id, IGovernor.ProposalState.Pending, "at the snapshot");
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        voteAs(alice, id, FOR);
        vm.warp(start + 2 days + 1);
        voteAs(alice, id, FOR);
        vm.warp(start + 7 days);
        assertState(id, IGovernor.ProposalState.Active, "in the last second");
        vm.warp(start + 7 days + 1);
        assertState(id, IGovernor.ProposalState.Succeeded, "after it");
        assertTrue(governor.proposalNeedsQueuing(id), "two days more in the queue");
    }

    /// @dev A fifth of the fixed supply: for and abstaining count, against does not; one unit less fails.
    function test_Vote_QuorumIsOfTheFixedSupply() external {
        delegateAs(attacker);
        transferAs(alice, attacker, 300_000e18 - QUORUM + 1); // Alice keeps a unit less than the quorum
        vm.warp(block.timestamp + 1);
        uint256 id = active(payment());
        voteAs(alice, id, FOR);
        vm.warp(governor.proposalDeadline(id) + 1);
        assertState(id, IGovernor.ProposalState.Defeated, "a unit short");

        transferAs(attacker, alice, 1);
        vm.warp(block.timestamp + 1);
        Proposal memory proposal = payment();
        proposal.description = "again";
        id = active(proposal);
        voteAs(attacker, id, ABSTAIN);
        voteAs(alice, id, FOR);
        vm.warp(governor.proposalDeadline(id) + 1);
        assertState(id, IGovernor.ProposalState.Succeeded, "reached");
    }

    function test_Vote_AgainstDoesNotCountForTheQuorum() external {
        delegateAs(bob);
        vm.warp(block.timestamp + 1);
        uint256 id = active(payment());
        voteAs(alice, id, AGAINST);
        voteAs(bob, id, FOR);
        vm.warp(governor.proposalDeadline(id) + 1);
        assertState(id, IGovernor.ProposalState.Defeated, "defeated");
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queueAs(stranger, payment());
    }

    function test_Vote_BySignature() external {
        (, uint256 key) = makeAddrAndKey("alice, backer");
        uint256 id = active(payment());
        bytes memory signature = signBallot(key, id, FOR, 0);
        vm.expectPartialRevert(IGovernor.GovernorInvalidSignature.selector);
        governor.castVoteBySig(id, AGAINST, alice, signature);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(alice, id, FOR, 300_000e18, "");
        vm.prank(stranger);
        assertEq(governor.castVoteBySig(id, FOR, alice, signature), 300_000e18, "weight");
        assertTrue(governor.hasVoted(id, alice), "counted");
        vm.expectPartialRevert(IGovernor.GovernorInvalidSignature.selector);
        governor.castVoteBySig(id, FOR, alice, signature);
    }

    function test_Cancel() external {
        Proposal memory proposal = payment();
        uint256 id = proposeAs(alice, proposal);
        bytes32 descriptionHash = keccak256(bytes(proposal.description));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, bob));
        vm.prank(bob);
        governor.cancel(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);

        vm.warp(governor.proposalSnapshot(id));
        vm.prank(alice);
        governor.cancel(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);
        assertState(id, IGovernor.ProposalState.Canceled, "cancelled");
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queueAs(stranger, proposal);

        // Once votes are taken nobody stops them.
        proposal.description = "again";
        id = active(proposal);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, alice));
        vm.prank(alice);
        governor.cancel(proposal.targets, proposal.values, proposal.calldatas, keccak256("again"));
    }

    /// @dev Whoever reaches the quorum in the last second gives the others two days to answer, and no more than once.
    function test_Vote_LateQuorumExtends() external {
        address payee = payeeAt(0);
        delegateAs(bob);
        delegateAs(payee);
        vm.warp(block.timestamp + 1);
        uint256 id = active(payment());
        uint256 deadline = governor.proposalDeadline(id);
        voteAs(bob, id, FOR);
        vm.warp(deadline);
        vm.expectEmit(address(governor));
        emit GovernorPreventLateQuorum.ProposalExtended(id, uint64(deadline + 2 days));
        voteAs(payee, id, FOR);
        assertEq(governor.proposalDeadline(id), deadline + 2 days, "extended");
        vm.warp(deadline + 2 days);
        voteAs(alice, id, AGAINST);
        assertEq(governor.proposalDeadline(id), deadline + 2 days, "once");
        vm.warp(deadline + 2 days + 1);
        assertState(id, IGovernor.ProposalState.Succeeded, "350,000 against 300,000");
    }

    function test_Vote_EarlyQuorumDoesNotExtend() external {
        uint256 id = active(payment());
        uint256 deadline = governor.proposalDeadline(id);
        voteAs(alice, id, FOR);
        assertEq(governor.proposalDeadline(id), deadline, "deadline");
    }

    // ------------------------------------------------------------------ the attacks

    /// @dev Borrowed in the same second, shares neither propose nor vote; held at the snapshot they have to stay two days at risk.
    function test_Threat30_FlashBorrowedVotes() external {
        uint256 id = active(payment());
        delegateAs(attacker);
        transferAs(alice, attacker, 300_000e18);
        assertEq(shares.getVotes(attacker), 300_000e18, "borrowed");
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, attacker, 0, THRESHOLD)
        );
        proposeAs(attacker, payment());
        assertEq(voteAs(attacker, id, FOR), 0, "weight");
        transferAs(attacker, alice, 300_000e18);
        assertEq(voteAs(alice, id, AGAINST), 300_000e18, "the lender votes as before");
    }

    function test_Threat30_VotingTwiceByTransfer() external {
        delegateAs(attacker);
        uint256 id = active(payment());
        assertEq(voteAs(alice, id, FOR), 300_000e18, "weight");
        transferAs(alice, attacker, 300_000e18);
        vm.warp(block.timestamp + 1);
        assertEq(voteAs(attacker, id, FOR), 0, "the same shares again");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        voteAs(alice, id, FOR);
        (, uint256 inFavour, ) = governor.proposalVotes(id);
        assertEq(inFavour, 300_000e18, "counted once");
    }

    /// @dev Whoever has most of what is claimed in the first minute waits a month before it can even propose, and then nine days
    /// during which all others can claim, delegate, vote or sell.
    function test_Threat30_CaptureRightAfterSettlement() external {
        uint256 settledAt = shares.settledAt();
        vm.warp(settledAt + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IModelGovernor.ProposalTooEarly.selector, settledAt + 1, settledAt + 30 days)
        );
        proposeAs(alice, payment());
        vm.warp(settledAt + 30 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelGovernor.ProposalTooEarly.selector,
                settledAt + 30 days - 1,
                settledAt + 30 days
            )
        );
        proposeAs(alice, payment());
        vm.warp(settledAt + 30 days);
        uint256 id = queued(payment());
        vm.warp(settledAt + 39 days);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        executeAs(alice, payment());
        assertEq(governor.proposalEta(id), settledAt + 39 days + 1, "earliest execution");
    }

    /// @dev Neither by itself nor by a vote that it should delegate; its shares are in the quorum all the same.
    function test_Threat30_TreasuryVoting() external {
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IModelShares.TreasuryNeverVotes.selector, timelock));
        shares.delegate(attacker);
        Proposal memory proposal = callOf(address(shares), abi.encodeCall(shares.delegate, (attacker)));
        due(proposal);
        vm.expectRevert(abi.encodeWithSelector(IModelShares.TreasuryNeverVotes.selector, timelock));
        executeAs(attacker, proposal);
        assertEq(shares.getVotes(attacker) + shares.getVotes(address(timelock)), 0, "votes of 200,000 shares");

        uint256 id = active(payment());
        assertEq(voteAs(address(timelock), id, FOR), 0, "weight");
    }

    function test_Threat30_UnclaimedSharesVoting() external {
        assertEq(shares.balanceOf(address(shares)), 50_000e18, "unclaimed");
        uint256 id = active(payment());
        assertEq(voteAs(address(shares), id, FOR), 0, "weight");
        assertEq(shares.getVotes(address(shares)), 0, "votes");
    }

    // ------------------------------------------------------------------ what a vote can do

    function test_Execute_ATransfer() external {
        token.mint(address(timelock), 5e6);
        Proposal memory proposal = payment();
        uint256 id = queued(proposal);
        assertState(id, IGovernor.ProposalState.Queued, "queued");
        vm.warp(governor.proposalEta(id) - 1);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        executeAs(stranger, proposal);
        vm.warp(governor.proposalEta(id));
        uint256 before = token.balanceOf(bob);
        executeAs(stranger, proposal);
        assertEq(token.balanceOf(bob), before + 1e6, "Bob");
        assertEq(token.balanceOf(address(timelock)), 4e6, "treasury");
        assertState(id, IGovernor.ProposalState.Executed, "executed");
    }

    /// @dev Winding up: the treasury pays what it has to all who hold shares, itself among them. Nothing is burnt.
    function test_Execute_WindsUp() external {
        token.mint(address(timelock), 10e6);
        bytes memory approval = abi.encodeCall(token.approve, (address(shares), 10e6));
        Proposal memory windUp = callsOf(address(token), approval, address(shares), abi.encodeCall(shares.pay, (10e6)));
        due(windUp);
        executeAs(stranger, windUp);
        assertEq(token.balanceOf(address(timelock)), 0, "treasury");
        assertEq(shares.revenueFacts().received, 10e6, "received");
        assertEq(shares.totalSupply(), 1_000_000e18, "supply");

        uint256 before = token.balanceOf(alice);
        vm.warp(block.timestamp + 7 days);
        assertEq(shares.claimRevenue(alice), 3e6, "Alice's 300,000 shares");
        assertEq(token.balanceOf(alice), before + 3e6, "paid to Alice");
        assertEq(shares.claimRevenue(address(timelock)), 2e6, "the treasury's 200,000 shares");
    }

    /// @dev The treasury executes for everybody, without the governor as well; the governor knows.
    function test_Execute_AtTheTreasuryItself() external {
        token.mint(address(timelock), 1e6);
        Proposal memory proposal = payment();
        uint256 id = due(proposal);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        vm.prank(stranger);
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
        assertEq(token.balanceOf(address(timelock)), 0, "treasury");
        assertState(id, IGovernor.ProposalState.Executed, "executed");
    }

    function test_Execute_NobodyElseMovesTheTreasury() external {
        token.mint(address(timelock), 5e6);
        Proposal memory proposal = payment();
        bytes32 proposer = timelock.PROPOSER_ROLE();
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        vm.startPrank(attacker);
        expectMissingRole(proposer);
        timelock.schedule(proposal.targets[0], 0, proposal.calldatas[0], 0, 0, 2 days);
        expectMissingRole(admin);
        timelock.grantRole(proposer, attacker);
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, attacker));
        timelock.updateDelay(0);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, attacker));
        governor.relay(proposal.targets[0], 0, proposal.calldatas[0]);
        vm.stopPrank();
    }

    function expectMissingRole(bytes32 role) private {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, attacker, role)
        );
    }

    /// @dev The treasury pays the bond of a bounty of its own, for a model made from this one; strangers seal, draw and open.
    function test_Execute_SponsorsAFollowOnBounty() external {
        sponsor = address(timelock);
        setDefaultTerms();
        (terms.parent, terms.royaltyBps) = (model, 1_000);
        delayWindows(10 days); // when the vote is carried out
        token.mint(sponsor, terms.sponsorBond);
        BountyTerms memory given = terms;
        Proposal memory proposal = callsOf(
            address(token),
            abi.encodeCall(token.approve, (address(escrow), given.sponsorBond)),
            address(escrow),
            abi.encodeCall(escrow.createBounty, (given))
        );
        due(proposal);
        executeAs(stranger, proposal);

        BountyId child = BountyId.wrap(escrow.bountyCount());
        assertEq(keccak256(abi.encode(escrow.termsOf(child))), keccak256(abi.encode(given)), "terms");
        assertEq(token.balanceOf(address(timelock)), 0, "the bond is paid");
        sealAll(child);
        drawSample(child);
        openDrawn(child);
        assertStatus(child, BountyStatus.Funding, "sealed and shown by anybody");
        contributeAs(bob, child, 1_000e6);
        vm.warp(terms.windows.fundingEnds);
        commitAs(child, 0);
        vm.warp(terms.windows.trainingEnds);
        openScored(child);
        proveAll(child, 0, 20, BITS);
        vm.warp(terms.windows.provingEnds);
        claimAs(child, 0);
        IModelShares childShares = escrow.settle(child);
        assertEq(address(childShares.parent()), address(shares), "parent");
        assertEq(childShares.royaltyBps(), 1_000, "royalty");
        assertEq(escrow.claimShares(child, address(timelock)), 100_000e18, "the parent's treasury, as sponsor");
        escrow.credit(child, address(timelock));
        assertEq(escrow.owed(address(token), address(timelock)), terms.sponsorBond, "its bond comes back");
    }

    // ------------------------------------------------------------------ helpers

    function delayWindows(uint40 by) private {
        terms.windows.draftEnds += by;
        terms.windows.fundingEnds += by;
        terms.windows.trainingEnds += by;
        terms.windows.openingEnds += by;
        terms.windows.provingEnds += by;
        terms.windows.claimEnds += by;
        terms.windows.reserveEnds += by;
    }

    function signBallot(uint256 key, uint256 id, uint8 support, uint256 nonce) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Commonweight Governor"),
                keccak256("1"),
                block.chainid,
                governor
            )
        );
        bytes32 structHash = keccak256(abi.encode(BALLOT, id, support, vm.addr(key), nonce));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }
}
