// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20PermitUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Model} from "../../../contracts/types/Model.sol";
import {SharesFixture} from "../shared/SharesFixture.sol";

contract ModelSharesTest is SharesFixture {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant DELEGATION = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");

    // ------------------------------------------------------------------ initialize

    function test_initialize() external {
        address escrow = makeAddr("escrow");
        ModelShares created = ModelShares(Clones.clone(address(implementation)));
        Model memory model = Model(BountyId.wrap(3), address(token), shares, 1_500, treasury);
        vm.expectEmit(address(created));
        emit IERC20.Transfer(address(0), address(created), SUPPLY);
        vm.prank(escrow);
        created.initialize(model);

        assertEq(created.escrow(), escrow, "escrow");
        assertEq(BountyId.unwrap(created.bounty()), 3, "bounty");
        assertEq(created.token(), address(token), "token");
        assertEq(address(created.parent()), address(shares), "parent");
        assertEq(created.royaltyBps(), 1_500, "royalty");
        assertEq(created.treasury(), treasury, "treasury");
        assertEq(created.settledAt(), block.timestamp, "time");
        assertEq(address(created.poolFactory()), address(poolFactory), "pool factory");
        assertEq(created.name(), "Commonweight Model 3", "name");
        assertEq(created.symbol(), "CWM-3", "symbol");
        assertEq(created.decimals(), 18, "decimals");
        assertEq(created.totalSupply(), SUPPLY, "supply");
        assertEq(created.FIXED_SUPPLY(), SUPPLY, "fixed supply");
        assertEq(created.balanceOf(address(created)), SUPPLY, "unclaimed");
        IModelShares.RevenueFacts memory facts = created.revenueFacts();
        assertEq(facts.received + facts.unstreamed + facts.timeLeft, 0, "no revenue");
        assertEq(facts.eligible, SUPPLY, "eligible");
    }

    function test_initialize_GivenTheLargestNumbers() external {
        ModelShares created = clone(BountyId.wrap(type(uint96).max));
        assertEq(BountyId.unwrap(created.bounty()), type(uint96).max, "bounty");
        assertEq(created.escrow(), address(this), "escrow");
        assertEq(created.symbol(), "CWM-79228162514264337593543950335", "symbol");
    }

    function test_initialize_RevertGiven_TheImplementation() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(modelOf(BOUNTY));
        assertEq(implementation.totalSupply(), 0, "supply of the implementation");
    }

    function test_initialize_RevertGiven_Initialised() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        shares.initialize(modelOf(BOUNTY));
    }

    // ------------------------------------------------------------------ release

    function testFuzz_release(uint256 amount) external {
        amount = bound(amount, 0, SUPPLY);
        vm.expectEmit(address(shares));
        emit IERC20.Transfer(address(shares), alice, amount);
        release(alice, amount);
        assertEq(shares.balanceOf(alice), amount, "balance");
        assertEq(shares.balanceOf(address(shares)), SUPPLY - amount, "unclaimed");
        assertEq(shares.totalSupply(), SUPPLY, "supply");
    }

    function testFuzz_release_RevertWhen_SenderIsNotEscrow(address sender) external {
        vm.assume(sender != shares.escrow());
        vm.expectRevert(abi.encodeWithSelector(IModelShares.OnlyEscrow.selector, sender));
        vm.prank(sender);
        shares.release(sender, 1);
    }

    function test_release_RevertWhen_AmountIsMoreThanIsLeft() external {
        release(alice, SUPPLY - 1);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(shares), 1, 2));
        shares.release(bob, 2);
    }

    // ------------------------------------------------------------------ ERC-20 and permit

    function testFuzz_transfer(uint256 held, uint256 amount) external {
        held = bound(held, 0, SUPPLY);
        amount = bound(amount, 0, held);
        release(alice, held);
        vm.prank(alice);
        assertTrue(shares.transfer(bob, amount), "returns");
        assertEq(shares.balanceOf(alice), held - amount, "sender");
        assertEq(shares.balanceOf(bob), amount, "recipient");
        assertEq(shares.totalSupply(), SUPPLY, "supply");
    }

    function test_transfer_RevertWhen_ToTheSharesThemselves() external {
        release(alice, 100);
        vm.startPrank(alice);
        shares.approve(bob, 100);
        vm.expectRevert(IModelShares.RecipientIsShares.selector);
        shares.transfer(address(shares), 1);
        vm.stopPrank();
        vm.expectRevert(IModelShares.RecipientIsShares.selector);
        vm.prank(bob);
        shares.transferFrom(alice, address(shares), 1);
        vm.expectRevert(IModelShares.RecipientIsShares.selector);
        shares.release(address(shares), 1);
    }

    function test_permit() external {
        release(alice, 100);
        uint256 deadline = block.timestamp;
        bytes memory data = abi.encode(PERMIT, alice, bob, uint256(60), shares.nonces(alice), deadline);
        (uint8 v, bytes32 r, bytes32 s) = _sign(aliceKey, keccak256(data));
        shares.permit(alice, bob, 60, deadline, v, r, s);
        assertEq(shares.allowance(alice, bob), 60, "allowance");
        vm.prank(bob);
        shares.transferFrom(alice, bob, 60);
        assertEq(shares.balanceOf(bob), 60, "spent");

        vm.expectPartialRevert(ERC20PermitUpgradeable.ERC2612InvalidSigner.selector);
        shares.permit(alice, bob, 60, deadline, v, r, s);
        // The same signature under the same nonce is worth nothing for another model's shares.
        ModelShares other = clone(BountyId.wrap(13));
        vm.expectPartialRevert(ERC20PermitUpgradeable.ERC2612InvalidSigner.selector);
        other.permit(alice, bob, 60, deadline, v, r, s);
    }

    function test_eip712Domain() external view {
        (, string memory name, string memory version, uint256 chainId, address verifier, , ) = shares.eip712Domain();
        assertEq(name, "Commonweight Model 12", "name");
        assertEq(version, "1", "version");
        assertEq(chainId, block.chainid, "chain");
        assertEq(verifier, address(shares), "contract");
    }

    // ------------------------------------------------------------------ votes

    function test_clock() external {
        assertEq(shares.clock(), block.timestamp, "clock");
        assertEq(shares.CLOCK_MODE(), "mode=timestamp", "mode");
        vm.roll(block.number + 100);
        assertEq(shares.clock(), block.timestamp, "blocks do not count");
        vm.warp(block.timestamp + 7);
        assertEq(shares.clock(), block.timestamp, "seconds do");
    }

    function test_votes_FollowDelegationAndTransfer() external {
        release(alice, 100);
        assertEq(shares.getVotes(alice), 0, "not delegated");
        vm.prank(alice);
        shares.delegate(alice);
        vm.prank(bob);
        shares.delegate(bob);
        assertEq(shares.getVotes(alice), 100, "delegated");

        uint256 before = block.timestamp;
        vm.warp(before + 1);
        vm.prank(alice);
        shares.transfer(bob, 40);
        assertEq(shares.getVotes(alice), 60, "sender");
        assertEq(shares.getVotes(bob), 40, "recipient");
        vm.warp(before + 2);
        assertEq(shares.getPastVotes(alice, before), 100, "sender before the transfer");
        assertEq(shares.getPastVotes(bob, before), 0, "recipient before the transfer");
        assertEq(shares.getPastVotes(bob, before + 1), 40, "recipient at the transfer");
        assertEq(shares.getPastTotalSupply(before), SUPPLY, "total");
    }

    function test_votes_BySignature() external {
        release(alice, 100);
        uint256 expiry = block.timestamp;
        (uint8 v, bytes32 r, bytes32 s) = _sign(aliceKey, keccak256(abi.encode(DELEGATION, bob, uint256(0), expiry)));
        shares.delegateBySig(bob, 0, expiry, v, r, s);
        assertEq(shares.delegates(alice), bob, "delegate");
        assertEq(shares.getVotes(bob), 100, "votes");
        vm.warp(expiry + 1);
        vm.expectRevert(abi.encodeWithSelector(IVotes.VotesExpiredSignature.selector, expiry));
        shares.delegateBySig(bob, 0, expiry, v, r, s);
    }

    function testFuzz_votes_OfUnclaimedSharesAreNone(uint256 claimed) external {
        claimed = bound(claimed, 0, SUPPLY);
        vm.prank(alice);
        shares.delegate(alice);
        release(alice, claimed);

        assertEq(shares.delegates(address(shares)), address(0), "delegate of the contract");
        assertEq(shares.getVotes(address(shares)), 0, "votes of the contract");
        assertEq(shares.getVotes(address(0)), 0, "votes of nobody");
        assertEq(shares.getVotes(alice), claimed, "votes of the holder");
    }

    function test_votes_RevertWhen_TreasuryDelegates() external {
        (address owner, uint256 key) = makeAddrAndKey("treasury with a key");
        Model memory model = modelOf(BOUNTY);
        model.treasury = owner;
        shares = clone(model);
        release(owner, 100);

        bytes memory refusal = abi.encodeWithSelector(IModelShares.TreasuryNeverVotes.selector, owner);
        vm.expectRevert(refusal);
        vm.prank(owner);
        shares.delegate(owner);
        vm.expectRevert(refusal);
        vm.prank(owner);
        shares.delegate(bob);
        bytes32 structHash = keccak256(abi.encode(DELEGATION, bob, uint256(0), block.timestamp));
        (uint8 v, bytes32 r, bytes32 s) = _sign(key, structHash);
        vm.expectRevert(refusal);
        shares.delegateBySig(bob, 0, block.timestamp, v, r, s);
        assertEq(shares.getVotes(owner) + shares.getVotes(bob), 0, "votes");

        // Votes go to the treasury like to anybody, and its shares vote once they are another's.
        vm.prank(owner);
        shares.transfer(alice, 40);
        vm.prank(alice);
        shares.delegate(owner);
        assertEq(shares.getVotes(owner), 40, "votes of a holder");
    }

    // ------------------------------------------------------------------ helpers

    function _sign(uint256 key, bytes32 structHash) private view returns (uint8 v, bytes32 r, bytes32 s) {
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", shares.DOMAIN_SEPARATOR(), structHash)));
    }
}
