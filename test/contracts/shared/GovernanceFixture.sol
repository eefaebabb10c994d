// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ModelGovernor} from "../../../contracts/ownership/ModelGovernor.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {ShareSplit} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {BountyFixture} from "./BountyFixture.sol";

/// @notice A settled model with its governor and treasury. Of a million shares Alice, who delegates to herself, has 300,000,
/// Bob 150,000, the payee 200,000, the sponsor 100,000 and the treasury 200,000; Carol has not claimed her 50,000.
abstract contract GovernanceFixture is BountyFixture {
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    struct Proposal {
        address[] targets;
        uint256[] values;
        bytes[] calldatas;
        string description;
    }

    BountyId internal model;
    ModelShares internal shares;
    ModelGovernor internal governor;
    TimelockController internal timelock;
    address internal attacker = makeAddr("attacker");

    function setUp() public virtual override {
        super.setUp();
        terms.shares = ShareSplit({backersBps: 5_000, operatorsBps: 2_000, sponsorBps: 1_000, treasuryBps: 2_000});
        model = settled();
        shares = ModelShares(address(escrow.settle(model)));
        address[5] memory holders = [alice, bob, payeeAt(0), sponsor, shares.treasury()];
        for (uint256 i = 0; i < holders.length; ++i) {
            escrow.claimShares(model, holders[i]);
        }
        delegateAs(alice);
    }

    /// @dev Creates the governor, and waits until it takes proposals.
    function govern() internal {
        (address governor_, address treasury_) = governance.create(shares);
        (governor, timelock) = (ModelGovernor(payable(governor_)), TimelockController(payable(treasury_)));
        vm.warp(governor.proposalsFrom());
    }

    // ------------------------------------------------------------------ actions

    function delegateAs(address account) internal {
        vm.prank(account);
        shares.delegate(account);
    }

    function transferAs(address from, address to, uint256 amount) internal {
        vm.prank(from);
        shares.transfer(to, amount);
    }

    function callOf(address target, bytes memory data) internal pure returns (Proposal memory proposal) {
        return callsOf(target, data, address(0), "");
    }

    /// @dev One call, or two where there is a second target.
    function callsOf(
        address first,
        bytes memory firstData,
        address second,
        bytes memory secondData
    ) internal pure returns (Proposal memory proposal) {
        uint256 count = second == address(0) ? 1 : 2;
        (proposal.targets, proposal.values) = (new address[](count), new uint256[](count));
        proposal.calldatas = new bytes[](count);
        (proposal.targets[0], proposal.calldatas[0]) = (first, firstData);
        if (count == 2) (proposal.targets[1], proposal.calldatas[1]) = (second, secondData);
        proposal.description = "proposal";
    }

    /// @dev A transfer of the treasury's money to Bob.
    function payment() internal view returns (Proposal memory) {
        return callOf(address(token), abi.encodeCall(token.transfer, (bob, 1e6)));
    }

    function proposeAs(address account, Proposal memory proposal) internal returns (uint256) {
        vm.prank(account);
        return governor.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description);
    }

    /// @dev Proposed by Alice, and open to votes.
    function active(Proposal memory proposal) internal returns (uint256 id) {
        id = proposeAs(alice, proposal);
        vm.warp(governor.proposalSnapshot(id) + 1);
    }

    function voteAs(address account, uint256 id, uint8 support) internal returns (uint256 weight) {
        vm.prank(account);
        return governor.castVote(id, support);
    }

    /// @dev Carried by Alice's votes, and queued by a stranger.
    function queued(Proposal memory proposal) internal returns (uint256 id) {
        id = active(proposal);
        voteAs(alice, id, FOR);
        vm.warp(governor.proposalDeadline(id) + 1);
        queueAs(stranger, proposal);
    }

    function queueAs(address account, Proposal memory proposal) internal {
        bytes32 descriptionHash = keccak256(bytes(proposal.description));
        vm.prank(account);
        governor.queue(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);
    }

    function executeAs(address account, Proposal memory proposal) internal {
        bytes32 descriptionHash = keccak256(bytes(proposal.description));
        vm.prank(account);
        governor.execute(proposal.targets, proposal.values, proposal.calldatas, descriptionHash);
    }

    /// @dev Carried, and waited for.
    function due(Proposal memory proposal) internal returns (uint256 id) {
        id = queued(proposal);
        vm.warp(governor.proposalEta(id));
    }

    function assertState(uint256 id, IGovernor.ProposalState expected, string memory label) internal view {
        assertEq(uint8(governor.state(id)), uint8(expected), label);
    }
}
