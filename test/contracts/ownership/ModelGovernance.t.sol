// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IModelGovernance} from "../../../contracts/interfaces/IModelGovernance.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {GovernorDeployer} from "../../../contracts/libraries/GovernorDeployer.sol";
import {TreasuryDeployer} from "../../../contracts/libraries/TreasuryDeployer.sol";
import {ModelGovernor} from "../../../contracts/ownership/ModelGovernor.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {GovernanceFixture} from "../shared/GovernanceFixture.sol";

contract Nft is ERC721("", "") {
    function mint(address to) external {
        _safeMint(to, 1);
    }
}

contract MultiToken is ERC1155("") {
    function mint(address to) external {
        _mint(to, 1, 5, "");
    }
}

/// @dev Shares that nobody settled, which name whatever treasury they like.
contract FakeShares {
    address public treasury;
    uint40 public settledAt = 1;

    function setTreasury(address treasury_) external {
        treasury = treasury_;
    }
}

contract ModelGovernanceTest is GovernanceFixture {
    function salt() private view returns (bytes32) {
        return bytes32(uint256(uint160(address(shares))));
    }

    // ------------------------------------------------------------------ addresses

    function test_Addresses_AreKnownBeforeAnythingExists() external {
        BountyId next = BountyId.wrap(escrow.bountyCount() + 1);
        bytes32 cloneSalt = bytes32(BountyId.unwrap(next));
        address clone = Clones.predictDeterministicAddress(address(sharesImplementation), cloneSalt, address(escrow));
        address treasury_ = governance.treasuryOf(IModelShares(clone));
        address governor_ = governance.governorOf(IModelShares(clone));
        setDefaultTerms();
        IModelShares settled_ = escrow.settle(settled());
        assertEq(address(settled_), clone, "shares");
        assertEq(settled_.treasury(), treasury_, "treasury that the shares name");
        (address actualGovernor, address actualTreasury) = governance.create(settled_);
        assertEq(actualTreasury, treasury_, "treasury");
        assertEq(actualGovernor, governor_, "governor");
    }

    function testFuzz_Addresses_AreOfOneModelEach(IModelShares one_, IModelShares other) external view {
        vm.assume(one_ != other);
        assertNotEq(governance.treasuryOf(one_), governance.treasuryOf(other), "treasuries");
        assertNotEq(governance.governorOf(one_), governance.governorOf(other), "governors");
        assertNotEq(governance.treasuryOf(one_), governance.governorOf(one_), "treasury and governor");
    }

    // ------------------------------------------------------------------ create

    function test_Create() external {
        (address governor_, address treasury_) = (governance.governorOf(shares), governance.treasuryOf(shares));
        assertEq(treasury_, shares.treasury(), "the treasury that the shares name");
        vm.expectEmit(address(governance));
        emit IModelGovernance.GovernanceCreated(shares, governor_, treasury_);
        vm.prank(stranger);
        (address actualGovernor, address actualTreasury) = governance.create(shares);
        assertEq(actualGovernor, governor_, "governor returned");
        assertEq(actualTreasury, treasury_, "treasury returned");
        governor = ModelGovernor(payable(governor_));
        assertEq(address(governor.token()), address(shares), "whose votes");
        assertEq(governor.timelock(), treasury_, "whose treasury");
        assertEq(governor.proposalsFrom(), shares.settledAt() + 30 days, "first proposal");
        assertEq(TimelockController(payable(treasury_)).getMinDelay(), 2 days, "delay");
    }

    /// @dev The governor alone proposes and cancels, anybody executes, and roles are the treasury's own affair.
    function test_Create_Roles() external {
        vm.prank(stranger);
        governance.create(shares);
        timelock = TimelockController(payable(shares.treasury()));
        address governor_ = governance.governorOf(shares);
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        bytes32[3] memory roles = [timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE()];
        address[5] memory others = [address(governance), address(escrow), stranger, alice, address(this)];
        for (uint256 i = 0; i < others.length; ++i) {
            assertFalse(timelock.hasRole(admin, others[i]), "administrator");
            for (uint256 r = 0; r < roles.length; ++r) {
                assertFalse(timelock.hasRole(roles[r], others[i]), "a role of somebody's");
            }
        }
        assertTrue(timelock.hasRole(admin, address(timelock)), "the treasury administers itself");
        assertFalse(timelock.hasRole(admin, governor_), "the governor does not");
        assertTrue(timelock.hasRole(roles[0], governor_), "proposer");
        assertTrue(timelock.hasRole(roles[1], governor_), "canceller");
        assertFalse(timelock.hasRole(roles[0], address(0)), "proposer: not everybody");
        assertFalse(timelock.hasRole(roles[1], address(0)), "canceller: not everybody");
        assertTrue(timelock.hasRole(roles[2], address(0)), "executor: everybody");
        for (uint256 r = 0; r < roles.length; ++r) {
            assertEq(timelock.getRoleAdmin(roles[r]), admin, "administrator of the role");
        }
    }

    /// @dev Front-running the creation gives what would have come anyway.
    function test_Create_TheSameByWhomeverAndWhenever() external {
        uint256 snapshot = vm.snapshotState();
        vm.prank(attacker);
        (address governor_, address treasury_) = governance.create(shares);
        (bytes32 governorCode, bytes32 treasuryCode) = (governor_.codehash, treasury_.codehash);
        vm.revertToState(snapshot);

        vm.warp(block.timestamp + 1_000 days);
        vm.deal(treasury_, 1 ether);
        vm.deal(governor_, 1 ether);
        vm.prank(alice);
        (address laterGovernor, address laterTreasury) = governance.create(shares);
        assertEq(laterGovernor, governor_, "governor");
        assertEq(laterTreasury, treasury_, "treasury");
        assertEq(laterGovernor.codehash, governorCode, "the governor's code with its constants");
        assertEq(laterTreasury.codehash, treasuryCode, "the treasury's code");
    }

    function test_Create_RevertGiven_ItExists() external {
        (address governor_, ) = governance.create(shares);
        vm.expectRevert(abi.encodeWithSelector(IModelGovernance.GovernanceExists.selector, shares, governor_));
        governance.create(shares);
    }

    function test_Create_RevertGiven_NoShares() external {
        IModelShares none = IModelShares(makeAddr("to be settled"));
        vm.expectRevert(abi.encodeWithSelector(IModelGovernance.SharesMissing.selector, none));
        governance.create(none);
        // The implementation that shares are clones of was never settled.
        address mine = governance.treasuryOf(sharesImplementation);
        vm.expectRevert(
            abi.encodeWithSelector(IModelGovernance.TreasuryMismatch.selector, sharesImplementation, address(0), mine)
        );
        governance.create(sharesImplementation);
    }

    /// @dev Shares of nobody's making can have a governor and a treasury of their own, and never those of a model.
    function test_Create_FakeSharesGetNothingOfAModels() external {
        FakeShares fake = new FakeShares();
        IModelShares asShares = IModelShares(address(fake));
        fake.setTreasury(shares.treasury());
        address own = governance.treasuryOf(asShares);
        vm.expectRevert(
            abi.encodeWithSelector(IModelGovernance.TreasuryMismatch.selector, fake, shares.treasury(), own)
        );
        governance.create(asShares);
        fake.setTreasury(own);
        (address governor_, address treasury_) = governance.create(asShares);
        assertNotEq(treasury_, shares.treasury(), "treasury");
        assertNotEq(governor_, governance.governorOf(shares), "governor");
        governance.create(shares);
        bytes32 role = timelock_().PROPOSER_ROLE();
        assertFalse(timelock_().hasRole(role, governor_), "the fake's governor proposes to the model's treasury");
    }

    function timelock_() private view returns (TimelockController) {
        return TimelockController(payable(shares.treasury()));
    }

    /// @dev Whoever else uses the deployers creates at addresses of its own.
    function test_Create_NobodyElseCanCreateThere() external {
        address treasury_ = address(TreasuryDeployer.create(salt()));
        assertNotEq(treasury_, shares.treasury(), "treasury");
        address governor_ = GovernorDeployer.create(salt(), shares, shares.treasury());
        assertNotEq(governor_, governance.governorOf(shares), "governor");
        governance.create(shares);
    }

    // ------------------------------------------------------------------ what a treasury takes

    function test_Treasury_TakesWhateverComes() external {
        address treasury_ = shares.treasury();
        vm.deal(stranger, 3 ether);
        vm.prank(stranger);
        (bool sent, ) = treasury_.call{value: 1 ether}("");
        assertTrue(sent, "ether before it exists");
        token.mint(treasury_, 7);
        governance.create(shares);
        vm.prank(stranger);
        (sent, ) = treasury_.call{value: 2 ether}("");
        assertTrue(sent, "ether after");
        assertEq(treasury_.balance, 3 ether, "both");
        assertEq(token.balanceOf(treasury_), 7, "tokens");
        assertEq(shares.balanceOf(treasury_), 200_000e18, "its shares");

        Nft nft = new Nft();
        nft.mint(treasury_);
        assertEq(nft.ownerOf(1), treasury_, "ERC-721");
        MultiToken multi = new MultiToken();
        multi.mint(treasury_);
        assertEq(multi.balanceOf(treasury_, 1), 5, "ERC-1155");
    }
}
