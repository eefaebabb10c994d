// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20PermitUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Test} from "forge-std/Test.sol";
import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Model} from "../../../contracts/types/Model.sol";

contract ModelSharesTest is Test {
    uint256 private constant SUPPLY = 1_000_000e18;
    BountyId private constant BOUNTY = BountyId.wrap(12);
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant DELEGATION = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");

    address private escrow = makeAddr("escrow");
    address private stranger = makeAddr("stranger");
    address private alice;
    uint256 private aliceKey;
    address private bob = makeAddr("bob");
    address private token = makeAddr("token");
    IModelShares private parent = IModelShares(makeAddr("shares of the parent"));
    address private treasury;
    uint256 private treasuryKey;
    ModelShares private implementation;
    ModelShares private shares;

    function setUp() public {
        (alice, aliceKey) = makeAddrAndKey("alice");
        (treasury, treasuryKey) = makeAddrAndKey("treasury");
        vm.warp(1_800_000_000);
        implementation = new ModelShares();
        shares = _clone(BOUNTY);
    }

    // ------------------------------------------------------------------ initialize

    function test_initialize() external {
        ModelShares clone = ModelShares(Clones.clone(address(implementation)));
        vm.expectEmit(address(clone));
        emit IERC20.Transfer(address(0), address(clone), SUPPLY);
        vm.prank(escrow);
        clone.initialize(_model(BountyId.wrap(3)));

        assertEq(clone.escrow(), escrow, "escrow");
        assertEq(BountyId.unwrap(clone.bounty()), 3, "bounty");
        assertEq(clone.token(), token, "token");
        assertEq(address(clone.parent()), address(parent), "parent");
        assertEq(clone.royaltyBps(), 1_234, "royalty");
        assertEq(clone.treasury(), treasury, "treasury");
        assertEq(clone.settledAt(), block.timestamp, "time of settlement");
        assertEq(clone.name(), "Commonweight Model 3", "name");
        assertEq(clone.symbol(), "CWM-3", "symbol");
        assertEq(clone.decimals(), 18, "decimals");
        assertEq(clone.totalSupply(), SUPPLY, "supply");
        assertEq(clone.FIXED_SUPPLY(), SUPPLY, "fixed supply");
        assertEq(clone.balanceOf(address(clone)), SUPPLY, "unclaimed");
    }

    function test_initialize_GivenTheLargestNumbers() external {
        ModelShares clone = _clone(BountyId.wrap(type(uint96).max));
        assertEq(BountyId.unwrap(clone.bounty()), type(uint96).max, "bounty");
        assertEq(clone.escrow(), escrow, "escrow");
        assertEq(clone.symbol(), "CWM-79228162514264337593543950335", "symbol");
    }

    function test_initialize_RevertGiven_TheImplementation() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(_model(BOUNTY));
        assertEq(implementation.totalSupply(), 0, "supply of the implementation");
    }

    function test_initialize_RevertGiven_Initialised() external {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        vm.prank(escrow);
        shares.initialize(_model(BOUNTY));
    }

    // ------------------------------------------------------------------ release

    function testFuzz_release(uint256 amount) external {
        amount = bound(amount, 0, SUPPLY);
        vm.expectEmit(address(shares));
        emit IERC20.Transfer(address(shares), alice, amount);
        _release(alice, amount);
        assertEq(shares.balanceOf(alice), amount, "balance");
        assertEq(shares.balanceOf(address(shares)), SUPPLY - amount, "unclaimed");
        assertEq(shares.totalSupply(), SUPPLY, "supply");
    }

    function test_release_RevertWhen_SenderIsNotEscrow() external {
        vm.expectRevert(abi.encodeWithSelector(IModelShares.OnlyEscrow.selector, stranger));
        vm.prank(stranger);
        shares.release(stranger, 1);
    }

    function test_release_RevertWhen_AmountIsMoreThanIsLeft() external {
        _release(alice, SUPPLY - 1);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(shares), 1, 2));
        vm.prank(escrow);
        shares.release(bob, 2);
    }

    // ------------------------------------------------------------------ ERC-20 and permit

    function testFuzz_transfer(uint256 held, uint256 amount) external {
        held = bound(held, 0, SUPPLY);
        amount = bound(amount, 0, held);
        _release(alice, held);
        vm.prank(alice);
        assertTrue(shares.transfer(bob, amount), "returns");
        assertEq(shares.balanceOf(alice), held - amount, "sender");
        assertEq(shares.balanceOf(bob), amount, "recipient");
        assertEq(shares.totalSupply(), SUPPLY, "supply");
    }

    function test_permit() external {
        _release(alice, 100);
        uint256 deadline = block.timestamp;
        bytes memory data = abi.encode(PERMIT, alice, bob, uint256(60), shares.nonces(alice), deadline);
        (uint8 v, bytes32 r, bytes32 s) = _sign(keccak256(data));
        shares.permit(alice, bob, 60, deadline, v, r, s);
        assertEq(shares.allowance(alice, bob), 60, "allowance");
        vm.prank(bob);
        shares.transferFrom(alice, bob, 60);
        assertEq(shares.balanceOf(bob), 60, "spent");

        vm.expectPartialRevert(ERC20PermitUpgradeable.ERC2612InvalidSigner.selector);
        shares.permit(alice, bob, 60, deadline, v, r, s);
        // The same signature under the same nonce is worth nothing for another model's shares.
        ModelShares other = _clone(BountyId.wrap(13));
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
        _release(alice, 100);
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
        _release(alice, 100);
        uint256 expiry = block.timestamp;
        (uint8 v, bytes32 r, bytes32 s) = _sign(keccak256(abi.encode(DELEGATION, bob, uint256(0), expiry)));
        shares.delegateBySig(bob, 0, expiry, v, r, s);
        assertEq(shares.delegates(alice), bob, "delegate");
        assertEq(shares.getVotes(bob), 100, "votes");
        vm.warp(expiry + 1);
        vm.expectRevert(abi.encodeWithSelector(IVotes.VotesExpiredSignature.selector, expiry));
        shares.delegateBySig(bob, 0, expiry, v, r, s);
    }

    /// @dev Shares come and go, are claimed and even returned: those that the contract holds have no votes.
    function testFuzz_votes_OfUnclaimedSharesAreNone(uint256 claimed, uint256 returned) external {
        claimed = bound(claimed, 0, SUPPLY);
        returned = bound(returned, 0, claimed);
        vm.prank(alice);
        shares.delegate(alice);
        _release(alice, claimed);
        vm.prank(alice);
        shares.transfer(address(shares), returned);

        assertEq(shares.delegates(address(shares)), address(0), "delegate of the contract");
        assertEq(shares.getVotes(address(shares)), 0, "votes of the contract");
        assertEq(shares.getVotes(address(0)), 0, "votes of nobody");
        assertEq(shares.getVotes(alice), claimed - returned, "votes of the holder");
    }

    /// @dev Neither by itself nor by signature; not even to nobody.
    function test_votes_OfTheTreasuryAreNone() external {
        _release(treasury, 100);
        vm.prank(treasury);
        vm.expectRevert(IModelShares.TreasuryNeverVotes.selector);
        shares.delegate(treasury);
        vm.prank(treasury);
        vm.expectRevert(IModelShares.TreasuryNeverVotes.selector);
        shares.delegate(address(0));
        bytes32 structHash = keccak256(abi.encode(DELEGATION, bob, uint256(0), block.timestamp));
        (uint8 v, bytes32 r, bytes32 s) = _signAs(treasuryKey, structHash);
        vm.expectRevert(IModelShares.TreasuryNeverVotes.selector);
        shares.delegateBySig(bob, 0, block.timestamp, v, r, s);
        assertEq(shares.getVotes(treasury) + shares.getVotes(bob), 0, "votes");

        // Shares that it sells vote for whoever bought them.
        vm.prank(bob);
        shares.delegate(bob);
        vm.prank(treasury);
        shares.transfer(bob, 40);
        assertEq(shares.getVotes(bob), 40, "sold");
    }

    // ------------------------------------------------------------------ helpers

    function _clone(BountyId bounty) private returns (ModelShares clone) {
        clone = ModelShares(Clones.clone(address(implementation)));
        vm.prank(escrow);
        clone.initialize(_model(bounty));
    }

    function _model(BountyId bounty) private view returns (Model memory) {
        return Model(bounty, token, parent, 1_234, treasury);
    }

    function _release(address account, uint256 amount) private {
        vm.prank(escrow);
        shares.release(account, amount);
    }

    function _sign(bytes32 structHash) private view returns (uint8 v, bytes32 r, bytes32 s) {
        return _signAs(aliceKey, structHash);
    }

    function _signAs(uint256 key, bytes32 structHash) private view returns (uint8 v, bytes32 r, bytes32 s) {
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", shares.DOMAIN_SEPARATOR(), structHash)));
    }
}
