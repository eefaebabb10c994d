// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Submission} from "../types/Bounty.sol";
import {ArchitectureId, BountyId} from "../types/Ids.sol";
import {Proof} from "../types/Proof.sol";
import {RecordEnds, RecordStatus, TrainingRecord, TrainingStep} from "../types/Training.sol";
import {IArchitectureRegistry} from "./IArchitectureRegistry.sol";
import {IBeacon} from "./IBeacon.sol";
import {ITrainingBounties} from "./ITrainingBounties.sol";

/// @title Records of training
/// @notice An operator may keep a record of the training of its model: commitments to the checkpoints 0 to T, under one root that is posted
/// before Training ends. Then a round of the beacon draws steps, of which the operator proves that each follows the recipe of the
/// terms on the batch that the record's seed chose; that the first checkpoint was nobody's choice; and that the last one rounds to its
/// submission. A proven record raises the prize that its submission wins by a stipend. It holds no money.
/// @dev A false step that is neither the first nor the last is missed with probability 1 − (m − 2)/(T − 2).
interface ITrainingRecords {
    // ------------------------------------------------------------------ events

    event RecordOpened(BountyId indexed bounty, address indexed operator, uint64 seedRound);
    event RecordPosted(BountyId indexed bounty, address indexed operator, bytes32 root);
    /// @dev The first, the last, then those between: the steps that all records of the bounty have to prove.
    event StepsDrawn(BountyId indexed bounty, uint256[] steps);
    /// @dev `steps` is a bitmap of the places, among the drawn steps, of those that were counted.
    event StepsProven(BountyId indexed bounty, address indexed operator, uint16 steps);
    event RecordProven(BountyId indexed bounty, address indexed operator, uint256 modelCommitment);

    // ------------------------------------------------------------------ errors

    /// @dev The escrow was deployed with another address of its records.
    error RecordsMismatch(address expected, address actual);
    /// @dev The terms have no recipe.
    error RecordsNotKept(BountyId bounty);
    error RecordExists(BountyId bounty, address operator);
    /// @dev `expected` is a status in which the action can be taken.
    error RecordStatusMismatch(BountyId bounty, address operator, RecordStatus actual, RecordStatus expected);
    /// @dev The round that gives the seed is not before `trainingEnds`, so that no root could follow it.
    error SeedTooLate(BountyId bounty, uint256 seedTime, uint256 trainingEnds);
    error RootZero();
    /// @dev Until `trainingEnds` roots may be posted anew.
    error TooEarlyToDraw(BountyId bounty, uint256 trainingEnds);
    error StepsNotDrawn(BountyId bounty);
    error StepNotDrawn(BountyId bounty, uint256 step);
    /// @dev The two checkpoints do not stand at `step` and `step` + 1 under the posted root.
    error StepNotInRoot(BountyId bounty, address operator, uint256 step);
    error CheckpointNotInRoot(BountyId bounty, address operator, uint256 step);
    /// @dev The batch does not stand at the place that the seed chose, under the root of the terms.
    error BatchNotInRoot(BountyId bounty, uint256 step, uint256 batch);
    /// @dev Bitmaps by place among the drawn steps.
    error StepsMissing(BountyId bounty, address operator, uint256 proven, uint256 expected);
    /// @dev The recipe trains another architecture than the submission's.
    error RecipeArchitectureMismatch(BountyId bounty, ArchitectureId expected, ArchitectureId actual);
    /// @dev Of the bounty's parent, the record has to begin with the model that was published best.
    error ParentMismatch(BountyId parent, address expected, address actual);

    // ------------------------------------------------------------------ a record

    /// @notice Opens the sender's record while Training, once. Its seed follows from the first round of the beacon at least 30 minutes
    /// later, and from whose record it is.
    /// @return seedRound That round.
    function openRecord(BountyId bounty) external returns (uint64 seedRound);

    /// @notice Posts the root of the sender's checkpoints until `trainingEnds`; it may be posted anew until then. The beacon has to have the
    /// round of the seed.
    /// @dev Warning: write the salt and the checkpoints to disk before sending this; without them nothing can be proven.
    function postRecord(BountyId bounty, bytes32 root) external;

    /// @notice Draws the steps that all records of a bounty have to prove, by the round that draws the chunks to be scored. Anyone; what is
    /// drawn already stays.
    /// @param signature The round's; not read where the beacon has it already.
    function drawSteps(BountyId bounty, bytes calldata signature) external;

    /// @notice Verifies TrainStep proofs of drawn steps, at most eight a call, as one batch. Anyone, for the operator. A step already
    /// counted is not counted again.
    function proveSteps(
        BountyId bounty,
        address operator,
        TrainingStep[] calldata steps,
        Proof[] calldata proofs
    ) external;

    /// @notice Verifies the proofs of both ends of a record whose drawn steps are all proven. Anyone, for the operator.
    /// @param submission The one that stands.
    function finishRecord(BountyId bounty, Submission calldata submission, RecordEnds calldata ends) external;

    // ------------------------------------------------------------------ views

    function bounties() external view returns (ITrainingBounties);
    function beacon() external view returns (IBeacon);
    function registry() external view returns (IArchitectureRegistry);

    /// @notice Whether an operator's record is proven, for the submission that stands.
    function isProven(BountyId bounty, address operator) external view returns (bool);

    function recordOf(BountyId bounty, address operator) external view returns (TrainingRecord memory);
    function recordStatusOf(BountyId bounty, address operator) external view returns (RecordStatus);

    /// @notice The seed of an opened record: keccak256(abi.encode(randomness, chain id, this contract, bounty, operator)). Reverts with
    /// `RoundNotProven` while the beacon does not have the round.
    function seedOf(BountyId bounty, address operator) external view returns (uint256);

    /// @notice The round that draws the steps: the one that draws the chunks to be scored.
    function drawRound(BountyId bounty) external view returns (uint64);

    /// @notice The drawn steps: the first, the last, then those between. Reverts with `StepsNotDrawn` before.
    function drawnSteps(BountyId bounty) external view returns (uint256[] memory);
}
