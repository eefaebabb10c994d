// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IArchitectureRegistry} from "../interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyStatus, Submission} from "../types/Bounty.sol";
import {Bounty, Entry, Escrow} from "../types/BountyStorage.sol";
import {ArchitectureId, BountyId} from "../types/Ids.sol";
import {Ledger} from "./Ledger.sol";
import {Status} from "./Status.sol";
import {Words} from "./Words.sol";

/// @title What operators commit to while Training
library Submissions {
    /// @notice Implements `ITrainingBounties.commit`; the submission's operator is the sender.
    function commit(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        IArchitectureRegistry registry
    ) external {
        // Check: the time, the operator, the model.
        Bounty storage bounty = escrow.bounties[id];
        Entry storage entry = bounty.entries[submission.operator];
        Status.check(bounty, id, BountyStatus.Training);
        if (entry.submissionHash != 0) revert ITrainingBounties.SubmissionExists(id, submission.operator);
        _checkSubmission(bounty, id, submission, registry);

        // Effect: the submission stands; the fee is due once.
        uint32 sequence = _store(bounty, entry, submission);
        ++bounty.submissions;
        uint256 due = bounty.operatorBond;
        if (!entry.feePaid) {
            entry.feePaid = true;
            ++bounty.entrants;
            due += bounty.entryFee;
        }
        emit ITrainingBounties.Committed(
            id,
            submission.operator,
            submission.architecture,
            submission.modelCommitment,
            submission.bytesHash,
            submission.payee,
            sequence
        );

        // Interaction: the token moves.
        Ledger.pull(bounty.token, due);
    }

    /// @notice Implements `ITrainingBounties.replace`; the submission's operator is the sender.
    function replace(
        Escrow storage escrow,
        BountyId id,
        Submission calldata submission,
        IArchitectureRegistry registry
    ) external {
        Bounty storage bounty = escrow.bounties[id];
        Entry storage entry = bounty.entries[submission.operator];
        Status.check(bounty, id, BountyStatus.Training);
        if (entry.submissionHash == 0) revert ITrainingBounties.SubmissionMissing(id, submission.operator);
        _checkSubmission(bounty, id, submission, registry);

        uint32 sequence = _store(bounty, entry, submission);
        emit ITrainingBounties.Replaced(
            id,
            submission.operator,
            submission.architecture,
            submission.modelCommitment,
            submission.bytesHash,
            submission.payee,
            sequence
        );
    }

    /// @notice Implements `ITrainingBounties.withdrawSubmission`.
    function withdrawSubmission(Escrow storage escrow, BountyId id) external {
        // Check: there is something to withdraw.
        Bounty storage bounty = escrow.bounties[id];
        Entry storage entry = bounty.entries[msg.sender];
        Status.check(bounty, id, BountyStatus.Training);
        if (entry.submissionHash == 0) revert ITrainingBounties.SubmissionMissing(id, msg.sender);

        // Effect: the submission is gone and the bond free. That the fee was paid is remembered.
        (entry.submissionHash, entry.sequence) = (0, 0);
        --bounty.submissions;
        emit ITrainingBounties.SubmissionWithdrawn(id, msg.sender);
        Ledger.credit(escrow, id, bounty.token, msg.sender, bounty.operatorBond);
    }

    function _checkSubmission(
        Bounty storage bounty,
        BountyId id,
        Submission calldata submission,
        IArchitectureRegistry registry
    ) private view {
        if (submission.payee == address(0)) revert ITrainingBounties.AccountZero();
        if (submission.modelCommitment >= Words.FIELD) {
            revert ITrainingBounties.CommitmentNotCanonical(submission.modelCommitment);
        }
        if (!_isAdmitted(bounty, submission.architecture, registry)) {
            revert ITrainingBounties.ArchitectureNotAdmitted(id, submission.architecture);
        }
    }

    /// @dev Where the terms name no architecture, one is admitted if it was registered in time, and not retired before the
    /// bounty was created. Whatever is admitted stays so until Training ends: the registry never alters an entry, and so
    /// its keys are the ones that proofs will be verified with.
    function _isAdmitted(
        Bounty storage bounty,
        ArchitectureId architecture,
        IArchitectureRegistry registry
    ) private view returns (bool) {
        ArchitectureId only = bounty.architecture;
        if (ArchitectureId.unwrap(only) != 0) return ArchitectureId.unwrap(architecture) == ArchitectureId.unwrap(only);

        uint256 createdAt = bounty.createdAt;
        uint256 until = bounty.architecturesUntil;
        if (until == 0) until = createdAt;
        IArchitectureRegistry.Pair memory pair = registry.pairOf(bounty.task, architecture);
        return pair.registeredAt < until && (!pair.retired || pair.retiredAt >= createdAt);
    }

    /// @dev Every `commit` and `replace` has a sequence number of its own, by which equals are ordered.
    function _store(
        Bounty storage bounty,
        Entry storage entry,
        Submission calldata submission
    ) private returns (uint32 sequence) {
        sequence = ++bounty.sequence;
        entry.submissionHash = keccak256(abi.encode(submission));
        entry.sequence = sequence;
    }
}
