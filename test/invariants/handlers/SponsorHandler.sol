// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyStatus, BountyTerms, Chunk} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

/// @title Sponsors, and the owner and the guardian, who can do so little that they fit in here
abstract contract SponsorHandler is Handler {
    function createBounty(uint256 seed) external recorded {
        if (world.bountyCount() >= world.MAXIMUM_BOUNTIES() || escrow.entryPaused()) return;
        if (!escrow.tokenAllowed(world.termsOf(seed).token)) return;
        world.create(seed);
    }

    function cancel(uint256 bountySeed, uint256 rarely) external recorded {
        (bool found, BountyId bounty) = _find(rarely % 2 == 0 ? BountyStatus.Draft : BountyStatus.Funding, bountySeed);
        if (!found || escrow.factsOf(bounty).contributed != 0 || rarely % 8 > 1) return;
        vm.prank(escrow.termsOf(bounty).sponsor);
        escrow.cancel(bounty);
    }

    /// @dev Seals one chunk, or all at once, some of them perhaps again.
    function sealChunks(uint256 bountySeed, uint256 which) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Draft, bountySeed);
        if (found) sealSome(bounty, which);
    }

    function sealSome(BountyId bounty, uint256 which) public {
        BountyTerms memory terms = escrow.termsOf(bounty);
        (uint256 from, uint256 to) = _range(terms, which);
        Chunk[] memory chunks = new Chunk[](to - from);
        Proof[] memory proofs = new Proof[](to - from);
        for (uint256 i = from; i < to; ++i) {
            (Chunk memory chunk, ) = world.chunkOf(terms, i);
            uint256[] memory inputs = new uint256[](3);
            inputs[0] = chunk.dataCommitment;
            inputs[1] = world.challenge("commonweight.chunk", terms.sponsor, i, chunk.dataCommitment, chunk.bytesHash);
            inputs[2] = chunk.digest;
            (chunks[i - from], proofs[i - from]) = (chunk, world.prover().prove(inputs));
        }
        escrow.sealChunks(bounty, chunks, proofs);
    }

    function drawChunks(uint256 bountySeed, uint256 which) external recorded {
        (bool found, BountyId bounty) = _find(which % 2 == 0 ? BountyStatus.Draft : BountyStatus.Opening, bountySeed);
        if (found && _canDraw(bounty)) draw(bounty);
    }

    /// @dev Waits for the round where it is to come.
    function draw(BountyId bounty) public {
        bool isSample = escrow.statusOf(bounty) == BountyStatus.Draft;
        uint64 round = _roundOf(bounty);
        uint256 time = world.beacon().timeOf(round);
        if (block.timestamp < time) vm.warp(time);
        BountyTerms memory terms = escrow.termsOf(bounty);
        uint256 drawn =
            isSample
                ? world.drawOf(bounty, round, "commonweight.sample", 0, (terms.chunks + 3) / 4)
                : world.drawOf(bounty, round, "commonweight.score", world.recordOf(bounty).sample, terms.drawnChunks);
        escrow.drawChunks(bounty, world.signer().sign(round));
        world.recordDraw(bounty, isSample, drawn);
    }

    function openChunks(uint256 bountySeed, uint256 which) external recorded {
        (bool found, BountyId bounty) = _find(which % 2 == 0 ? BountyStatus.Draft : BountyStatus.Opening, bountySeed);
        if (found) openSome(bounty, which / 2);
    }

    /// @dev Opens one of the chunks drawn, or all at once, one of them perhaps again.
    function openSome(BountyId bounty, uint256 which) public {
        World.Record memory record = world.recordOf(bounty);
        uint256 drawn = escrow.statusOf(bounty) == BountyStatus.Draft ? record.sample : record.scored;
        if (drawn == 0) return;
        BountyTerms memory terms = escrow.termsOf(bounty);
        uint256[] memory indices = _some(drawn, which);
        Chunk[] memory chunks = new Chunk[](indices.length);
        bytes[] memory words = new bytes[](indices.length);
        for (uint256 i = 0; i < indices.length; ++i) {
            (chunks[i], words[i]) = world.chunkOf(terms, indices[i]);
        }
        escrow.openChunks(bounty, chunks, words);
    }

    function administer(uint256 fee, uint256 token, bool allowed, uint256 pause) external recorded {
        vm.startPrank(world.owner());
        escrow.setFee(uint16(fee % 251));
        escrow.allowToken(address(world.tokens(token % 2)), allowed || token % 4 < 2);
        vm.stopPrank();
        vm.prank(world.guardian());
        escrow.pauseEntry(pause % 4 == 0);
    }

    /// @dev Whether there is a round to draw with before the status ends.
    function _canDraw(BountyId bounty) private view returns (bool) {
        uint64 round = _roundOf(bounty);
        return round != 0 && world.beacon().timeOf(round) < escrow.nextDeadline(bounty);
    }

    function _roundOf(BountyId bounty) private view returns (uint64) {
        ITrainingBounties.BountyFacts memory facts = escrow.factsOf(bounty);
        return escrow.statusOf(bounty) == BountyStatus.Draft ? facts.sampleRound : facts.scoreRound;
    }

    function _range(BountyTerms memory terms, uint256 which) private pure returns (uint256 from, uint256 to) {
        if (which % 4 != 0) return (0, terms.chunks);
        from = (which / 4) % terms.chunks;
        to = from + 1;
    }
}
