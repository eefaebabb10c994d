// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {TrainingBounties} from "../../../contracts/TrainingBounties.sol";
import {TrainingRecords} from "../../../contracts/TrainingRecords.sol";
import {BountyStatus, Chunk, Submission} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {Trainings} from "../Trainings.sol";
import {World} from "../World.sol";

/// @title What handlers share
/// @notice A handler acts where its action is allowed, and does nothing elsewhere: no call of an honest role may revert.
abstract contract Handler is Test {
    World internal world;
    TrainingBounties internal escrow;
    TrainingRecords internal records;
    Trainings internal trainings;

    constructor(World world_) {
        world = world_;
        escrow = world_.escrow();
        (records, trainings) = (world_.records(), world_.trainings());
    }

    /// @dev Adds what the call credited to the record, and sees that no status went back.
    modifier recorded() {
        vm.recordLogs();
        _;
        world.recordLogs(vm.getRecordedLogs());
        world.observe();
    }

    /// @dev A bounty that has the status, if there is one: the next one after that which the seed picks.
    function _find(BountyStatus status, uint256 seed) internal view returns (bool found, BountyId bounty) {
        for (uint256 i = 0; i < world.bountyCount(); ++i) {
            bounty = world.pick((seed % 1_000) + i);
            if (escrow.statusOf(bounty) == status) return (true, bounty);
        }
    }

    function _operator(uint256 seed) internal view returns (address) {
        return world.operators(seed % 4);
    }

    function _backer(uint256 seed) internal view returns (address) {
        return world.backers(seed % 3);
    }

    function _account(uint256 seed) internal view returns (address) {
        return world.accounts(seed % world.accountCount());
    }

    /// @dev The indices in a bitmap: one of them, or all.
    function _some(uint256 bitmap, uint256 which) internal pure returns (uint256[] memory indices) {
        indices = new uint256[](8);
        uint256 count = 0;
        for (uint256 index = 0; index < 8; ++index) {
            if ((bitmap >> index) & 1 == 1) indices[count++] = index;
        }
        if (which % 4 == 0) (indices[0], count) = (indices[(which / 4) % count], 1);
        assembly ("memory-safe") {
            mstore(indices, count)
        }
    }

    function _sealModelProof(
        Submission memory submission,
        uint256 digest,
        uint256 bits
    ) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](5);
        inputs[0] = submission.modelCommitment;
        inputs[1] = world.modelChallenge(submission);
        inputs[2] = digest;
        inputs[3] = bits;
        inputs[4] = uint160(submission.operator);
        return world.prover().prove(inputs);
    }

    function _evaluateProof(
        Submission memory submission,
        Chunk memory chunk,
        uint256 correct
    ) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](4);
        inputs[0] = submission.modelCommitment;
        inputs[1] = chunk.dataCommitment;
        inputs[2] = correct;
        inputs[3] = uint160(submission.operator);
        return world.prover().prove(inputs);
    }
}
