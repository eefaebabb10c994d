// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IModelShares} from "../../../contracts/interfaces/IModelShares.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {BountyTerms, Chunk, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {HostileToken} from "../HostileToken.sol";
import {Handler} from "./Handler.sol";

/// @title Somebody who tries what is not allowed, at any time
/// @notice Whether an attempt reverts is not asserted here. Where one succeeds, what it paid or published is recorded as it was: if
/// the escrow takes it for more, the record and the escrow differ, and an invariant fails.
abstract contract HostileHandler is Handler {
    function donate(uint256 tokenSeed, uint256 amount) external recorded {
        TestToken token = world.tokens(tokenSeed % 2);
        amount = _bound(amount, 1, 1_000_000);
        token.mint(world.hostile(), amount);
        vm.prank(world.hostile());
        token.transfer(address(escrow), amount);
        world.recordDonation(address(token), amount);
    }

    /// @dev Pays with a token that takes a part of the transfer, which may round down to nothing. What the escrow accepts it has to
    /// have got.
    function payShort(uint256 bountySeed, uint256 amount, uint256 feeBps) external recorded {
        BountyId bounty = world.pick(bountySeed);
        HostileToken token = world.hostileToken();
        address payer = world.hostile();
        amount = _bound(amount, 1, 3_000_000);
        world.fund(address(token), payer, amount);
        token.setFee(_bound(feeBps, 1, 10_000));
        vm.prank(payer);
        try escrow.contribute(bounty, amount, payer) returns (uint256 accepted) {
            world.recordPaid(bounty, accepted);
        } catch {}
        token.setFee(0);
        vm.prank(payer);
        token.approve(address(escrow), 0);
    }

    /// @dev A token refuses to pay an account: it alone has to wait, or to have its money sent elsewhere.
    function blockAccount(uint256 bountySeed, uint256 accountSeed, uint256 otherSeed) external recorded {
        BountyId bounty = world.pick(bountySeed);
        HostileToken token = world.hostileToken();
        (address blocked, address other) = (_account(accountSeed), _account(otherSeed));
        token.setBlocked(blocked, true);
        escrow.credit(bounty, blocked);
        vm.prank(blocked);
        try escrow.withdraw(address(token), blocked) {} catch {}
        if (other != blocked && escrow.owed(address(token), blocked) > 0) {
            vm.prank(blocked);
            world.recordWithdrawal(address(token), blocked, escrow.withdraw(address(token), other));
        }
        token.setBlocked(blocked, false);
    }

    /// @dev Publishes words that are not the proven ones, or none: that claims where the pieces are published already.
    function claimWithOtherWords(uint256 bountySeed, uint256 operatorSeed, uint256 change) external recorded {
        BountyId bounty = world.pick(bountySeed);
        address operator = _operator(operatorSeed);
        Submission memory submission = world.submissionOf(bounty, operator);
        bytes memory words = change % 4 == 0 ? bytes("") : abi.encode(uint256(1), change % 1_000);
        vm.prank(world.hostile());
        try escrow.claim(bounty, submission, words) {
            world.recordClaim(bounty, operator, words, escrow.submissionOf(bounty, operator).prize);
        } catch {}
    }

    /// @dev Claims more right answers than were proven.
    function overclaim(uint256 bountySeed, uint256 operatorSeed, uint256 correct, uint256 how) external recorded {
        BountyId bounty = world.pick(bountySeed);
        Submission memory submission = world.submissionOf(bounty, _operator(operatorSeed));
        Submission memory other = world.submissionOf(bounty, _operator((operatorSeed % 4) + 1));
        uint8[] memory chunks = new uint8[](1);
        uint32[] memory counts = new uint32[](1);
        Proof[] memory proofs = new Proof[](1);
        counts[0] = uint32(_bound(correct, 1, world.SAMPLES()));
        (chunks[0], proofs[0]) = _proofOfLess(escrow.termsOf(bounty), submission, other, counts[0], how);
        vm.prank(world.hostile());
        try escrow.proveScore(bounty, submission, chunks, counts, proofs) {} catch {}
    }

    /// @dev A chunk, and a proof of fewer right answers, of another chunk, or of another operator.
    function _proofOfLess(
        BountyTerms memory terms,
        Submission memory submission,
        Submission memory other,
        uint256 correct,
        uint256 how
    ) private view returns (uint8 index, Proof memory proof) {
        (Chunk memory chunk, ) = world.chunkOf(terms, how % terms.chunks);
        (Chunk memory otherChunk, ) = world.chunkOf(terms, ((how % terms.chunks) + 1) % terms.chunks);
        index = chunk.index;
        if (how % 3 == 0) proof = _evaluateProof(submission, chunk, correct - 1);
        else if (how % 3 == 1) proof = _evaluateProof(submission, otherChunk, correct);
        else proof = _evaluateProof(other, chunk, correct);
    }

    /// @dev Brings another operator's proof, or one of another digest.
    function stealProof(uint256 bountySeed, uint256 operatorSeed, uint256 change) external recorded {
        BountyId bounty = world.pick(bountySeed);
        Submission memory submission = world.submissionOf(bounty, _operator(operatorSeed));
        Submission memory other = world.submissionOf(bounty, _operator((operatorSeed % 4) + 1));
        Proof memory proof = _sealModelProof(other, change, 1);
        vm.prank(world.hostile());
        try escrow.proveModel(bounty, submission, change, 1, proof) {} catch {}
    }

    /// @dev Opens a chunk with other words.
    function openOtherWords(uint256 bountySeed, uint256 index, uint256 change) external recorded {
        BountyId bounty = world.pick(bountySeed);
        BountyTerms memory terms = escrow.termsOf(bounty);
        Chunk[] memory chunks = new Chunk[](1);
        bytes[] memory words = new bytes[](1);
        (chunks[0], ) = world.chunkOf(terms, index % terms.chunks);
        words[0] = abi.encode(change % 1_000, uint256(2));
        vm.prank(world.hostile());
        try escrow.openChunks(bounty, chunks, words) {} catch {}
    }

    /// @dev Acts for others without being them, or at the wrong time.
    function meddle(uint256 bountySeed, uint256 what, uint256 amount) external recorded {
        BountyId bounty = world.pick(bountySeed);
        address token = escrow.termsOf(bounty).token;
        vm.startPrank(world.hostile());
        if (what % 6 == 0) try escrow.cancel(bounty) {} catch {}
        else if (what % 6 == 1) try escrow.withdraw(token, world.hostile()) {} catch {}
        else if (what % 6 == 2) try escrow.withdrawSubmission(bounty) {} catch {}
        else if (what % 6 == 3) try escrow.contribute(bounty, amount, world.hostile()) {} catch {}
        else if (what % 6 == 4) try escrow.settle(bounty) {} catch {}
        else try escrow.setFee(uint16(amount)) {} catch {}
        IModelShares shares = escrow.factsOf(bounty).shares;
        if (address(shares) != address(0)) try shares.release(world.hostile(), 1) {} catch {}
        vm.stopPrank();
    }
}
