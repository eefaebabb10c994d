// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Submission} from "./Bounty.sol";
import {RecipeId} from "./Ids.sol";
import {Proof, VerifyingKey} from "./Proof.sol";

/// @notice What a sponsor promises to operators that keep a training record. All zero where there are none.
struct TrainingTerms {
    /// How a model is trained, to the last bit; zero where no records are kept.
    RecipeId recipe;
    /// Root of the tree over the training batches, see `TrainingRecords`.
    bytes32 batchesRoot;
    /// How many there are.
    uint32 batches;
    /// Steps of a training (T), at most 2^18.
    uint32 steps;
    /// Steps that have to be proven (m), 3 to 16: the first, the last, and others drawn of those between.
    uint8 drawnSteps;
    /// Part of the pot set aside for stipends, at most 5,000. A prize's stipend is as large a part of it as the prize is of the
    /// rest, and is paid where its claimant's record is proven; what is not paid goes back to the backers.
    uint16 stipendBps;
}

/// @notice The circuits' keys of a recipe, in the order of a record.
struct RecipeKeys {
    /// InitStep, or InheritModel where a record begins with a parent's model.
    VerifyingKey start;
    VerifyingKey trainStep;
    VerifyingKey quantiseModel;
}

/// @notice What `TrainingRecords` needs to know of a bounty; see `TrainingTerms`.
struct BountyTraining {
    RecipeId recipe;
    bytes32 batchesRoot;
    uint32 batches;
    uint32 steps;
    uint8 drawnSteps;
    /// Data contract of the recipe's TrainStep key.
    address trainStepKey;
    uint40 trainingEnds;
    uint40 provingEnds;
}

/// @notice Where a training record stands. Derived from stored facts and the clock. Every status ends by time at the latest.
enum RecordStatus {
    /// The operator has opened none.
    None,
    /// The round of its seed is fixed. The operator: `postRecord`, until `trainingEnds` (Lapsed).
    Open,
    /// Its root is posted, and may be replaced. At `trainingEnds`: Proving.
    Posted,
    /// Anyone: `drawSteps`, `proveSteps`, `finishRecord`, until `provingEnds` (Lapsed).
    Proving,
    /// The drawn steps and both ends are proven, for the model that was submitted.
    Proven,
    /// Time ran out. Nothing is lost but the stipend.
    Lapsed
}

/// @notice A training record.
struct TrainingRecord {
    /// Of the beacon: its randomness gives the seed.
    uint64 seedRound;
    /// Bitmap by place among the drawn steps.
    uint16 provenSteps;
    bool proven;
    /// Of the tree over the checkpoints 0 to T; zero before it is posted.
    bytes32 root;
    /// Zero before the root is posted; see `seedOf`.
    uint256 seed;
}

/// @notice One drawn step of a record: the checkpoints before and after it, and its batch.
struct TrainingStep {
    /// From 0; it takes checkpoint `step` to checkpoint `step` + 1.
    uint32 step;
    uint256 commitmentBefore;
    uint256 commitmentAfter;
    uint256 dataCommitment;
    /// Of both checkpoints, see `OrderedTree.containsPair`.
    bytes32[] path;
    /// Siblings of the batch, from the leaf to the root.
    bytes32[] batchPath;
}

/// @notice Both ends of a record: the first checkpoint, which nobody chose, and the last, which rounds to the submitted model.
struct RecordEnds {
    uint256 firstCommitment;
    bytes32[] firstPath;
    /// Of InitStep, or of InheritModel.
    Proof start;
    /// Whose published model the record begins with; only read where the recipe says that it does.
    Submission parent;
    uint256 lastCommitment;
    bytes32[] lastPath;
    Proof quantiseModel;
}
