// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, BountyTerms, Chunk, Submission} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {Handler} from "./Handler.sol";

/// @title Operators: they commit, prove and publish
abstract contract OperatorHandler is Handler {
    function commit(uint256 bountySeed, uint256 operatorSeed, uint256 modelSeed) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Training, bountySeed);
        if (found) commitTo(bounty, _operator(operatorSeed), modelSeed);
    }

    /// @dev Commits, or replaces what was committed.
    function commitTo(BountyId bounty, address operator, uint256 modelSeed) public {
        BountyTerms memory terms = escrow.termsOf(bounty);
        bool large = ArchitectureId.unwrap(terms.architecture) == 0 && modelSeed % 3 == 0;
        (Submission memory model, bytes memory words) = world.modelOf(operator, modelSeed, large);
        if (escrow.submissionOf(bounty, operator).submissionHash == 0) {
            uint256 feesBefore = escrow.factsOf(bounty).entryFees;
            world.fund(terms.token, operator, terms.operatorBond + terms.entryFee);
            vm.prank(operator);
            escrow.commit(bounty, model.architecture, model.modelCommitment, model.bytesHash, model.payee);
            world.recordPaid(bounty, terms.operatorBond + escrow.factsOf(bounty).entryFees - feesBefore);
        } else {
            vm.prank(operator);
            escrow.replace(bounty, model.architecture, model.modelCommitment, model.bytesHash, model.payee);
        }
        world.recordSubmission(bounty, model, words);
    }

    function withdrawSubmission(uint256 bountySeed, uint256 operatorSeed, uint256 rarely) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Training, bountySeed);
        address operator = _operator(operatorSeed);
        if (!found || escrow.submissionOf(bounty, operator).submissionHash == 0 || rarely % 3 != 0) return;
        vm.prank(operator);
        escrow.withdrawSubmission(bounty);
    }

    /// @dev Proves the model, or scores, or both in either order.
    function prove(uint256 bountySeed, uint256 operatorSeed, uint256 what, uint256 correct) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Proving, bountySeed);
        if (!found) return;
        address operator = _operator(operatorSeed);
        if (what % 4 == 0) proveModelOf(bounty, operator, correct % 4);
        proveScoreOf(bounty, operator, what / 4, correct);
        if (what % 4 > 1) proveModelOf(bounty, operator, correct % 4);
    }

    function proveModelOf(BountyId bounty, address operator, uint256 bits) public {
        ITrainingBounties.SubmissionFacts memory facts = escrow.submissionOf(bounty, operator);
        if (facts.submissionHash == 0 || facts.modelProven) return;
        Submission memory submission = world.submissionOf(bounty, operator);
        uint256 digest = world.digestOf(submission, world.wordsOf(bounty, operator));
        escrow.proveModel(bounty, submission, digest, uint32(bits), _sealModelProof(submission, digest, bits));
        world.recordModelProof(bounty, operator, bits);
    }

    /// @dev Proves one chunk, or all at once, some of them perhaps again.
    function proveScoreOf(BountyId bounty, address operator, uint256 which, uint256 correct) public {
        if (escrow.submissionOf(bounty, operator).submissionHash == 0) return;
        BountyTerms memory terms = escrow.termsOf(bounty);
        uint256[] memory indices = _some(world.recordOf(bounty).scored, which);
        uint256 count = indices.length;
        Submission memory submission = world.submissionOf(bounty, operator);
        uint8[] memory chunks = new uint8[](count);
        uint32[] memory counts = new uint32[](count);
        Proof[] memory proofs = new Proof[](count);
        for (uint256 i = 0; i < count; ++i) {
            (Chunk memory chunk, ) = world.chunkOf(terms, indices[i]);
            chunks[i] = chunk.index;
            counts[i] = uint32((correct >> (8 * i)) % (world.SAMPLES() + 1));
            proofs[i] = _evaluateProof(submission, chunk, counts[i]);
        }
        escrow.proveScore(bounty, submission, chunks, counts, proofs);
        for (uint256 i = 0; i < count; ++i) {
            world.recordScoreProof(bounty, operator, indices[i], counts[i]);
        }
    }

    /// @dev In Reserve, or in Claiming where no bounty is in Reserve.
    function claim(uint256 bountySeed, uint256 operatorSeed) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Reserve, bountySeed);
        if (!found) (found, bounty) = _find(BountyStatus.Claiming, bountySeed);
        if (!found) return;
        // The operator whose turn it is, if any, counted from the one picked.
        for (uint256 i = 0; i < 4; ++i) {
            if (claimFor(bounty, _operator((operatorSeed % 4) + i))) return;
        }
    }

    /// @dev Publishes one piece of a model, perhaps again, in Claiming.
    function publish(uint256 bountySeed, uint256 operatorSeed, uint256 piece) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Claiming, bountySeed);
        address operator = _operator(operatorSeed);
        if (!found || !_isTurnOf(bounty, operator)) return;
        (bytes[] memory pieces, ) = world.piecesOf(bounty, operator);
        _publish(bounty, operator, piece % pieces.length);
    }

    /// @dev For a bounty in Claiming or in Reserve. A large model is published before, as far as it is not yet.
    function claimFor(BountyId bounty, address operator) public returns (bool) {
        if (!_isTurnOf(bounty, operator)) return false;
        bytes memory words = world.wordsOf(bounty, operator);
        (bytes[] memory pieces, ) = world.piecesOf(bounty, operator);
        if (pieces.length > 1) {
            uint256 published = escrow.submissionOf(bounty, operator).publishedPieces;
            for (uint256 i = 0; i < pieces.length; ++i) {
                if ((published >> i) & 1 == 0) _publish(bounty, operator, i);
            }
            words = "";
        }
        escrow.claim(bounty, world.submissionOf(bounty, operator), words);
        world.recordClaim(bounty, operator, words, escrow.submissionOf(bounty, operator).prize);
        return true;
    }

    function _publish(BountyId bounty, address operator, uint256 piece) private {
        (bytes[] memory pieces, bytes32[] memory hashes) = world.piecesOf(bounty, operator);
        escrow.publishWeights(bounty, world.submissionOf(bounty, operator), hashes, piece, pieces[piece]);
        world.recordPiece(bounty, operator, piece, pieces[piece]);
    }

    /// @dev Whether an operator may publish and claim now.
    function _isTurnOf(BountyId bounty, address operator) private view returns (bool) {
        (bool ranked, uint256 rank) = escrow.rankOf(bounty, operator);
        if (!ranked || escrow.submissionOf(bounty, operator).claimed) return false;
        uint256 prizes = escrow.termsOf(bounty).prizesBps.length;
        bool inClaiming = escrow.statusOf(bounty) == BountyStatus.Claiming;
        return inClaiming ? rank < prizes : rank == _runningRank(bounty, prizes);
    }

    /// @dev Turns of equal length, the last one up to the end.
    function _runningRank(BountyId bounty, uint256 prizes) private view returns (uint256) {
        BountyTerms memory terms = escrow.termsOf(bounty);
        uint256 turns = escrow.factsOf(bounty).ranked - prizes;
        uint256 turn =
            (block.timestamp - terms.windows.claimEnds) /
                ((terms.windows.reserveEnds - terms.windows.claimEnds) / turns);
        return prizes + (turn < turns ? turn : turns - 1);
    }
}
