// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IArchitectureRegistry} from "../interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {BountyTerms, ShareSplit, Windows} from "../types/Bounty.sol";
import {Bounty, Escrow} from "../types/BountyStorage.sol";
import {ArchitectureId, BountyId, RecipeId} from "../types/Ids.sol";
import {LicenseTier} from "../types/Model.sol";
import {BountyTraining, TrainingTerms} from "../types/Training.sol";
import {Draws} from "./Draws.sol";
import {Ledger} from "./Ledger.sol";
import {LicenseTiers} from "./LicenseTiers.sol";
import {Pot} from "./Pot.sol";
import {Status} from "./Status.sol";

/// @title The terms of a bounty: their bounds, and how they are frozen
library Terms {
    /// @notice Bounds that the escrow was deployed with.
    struct Minimums {
        uint256 window; // seconds
        uint256 samples; // over all drawn chunks
    }

    /// @dev Sets of chunks are kept in bitmaps of 64 bits.
    uint256 internal constant MAXIMUM_CHUNKS = 64;
    uint256 internal constant MINIMUM_CHUNKS = 2;
    uint256 internal constant MAXIMUM_DRAWN_CHUNKS = 16;
    uint256 internal constant MAXIMUM_PRIZES = 8;
    uint256 internal constant MINIMUM_BACKERS_BPS = 2_000;
    /// @dev The treasury's shares never vote; a quorum of 2,000 has to stay within reach of those that do.
    uint256 internal constant MAXIMUM_TREASURY_BPS = 5_000;
    uint256 internal constant MAXIMUM_ROYALTY_BPS = 2_000;
    /// @dev The first step, the last, and one between; as many as a record's bitmap holds.
    uint256 internal constant MINIMUM_DRAWN_STEPS = 3;
    uint256 internal constant MAXIMUM_DRAWN_STEPS = 16;
    /// @dev Drawn steps pack into one word: 14 of 18 bits between the first and the last.
    uint256 internal constant MAXIMUM_STEPS = 1 << 18;
    /// @dev At least half of the pot is for results.
    uint256 internal constant MAXIMUM_STIPEND_BPS = 5_000;
    /// @dev Amounts of 96 bits, 79 billion tokens of 18 decimals: they pack with an address, and see `Pot` for products.
    uint256 internal constant MAXIMUM_AMOUNT = type(uint96).max;
    /// @dev The entry fee is at most a tenth of the operator's bond.
    uint256 internal constant BOND_PER_ENTRY_FEE = 10;
    uint256 internal constant MAXIMUM_WINDOW = 180 days;
    uint256 internal constant MAXIMUM_SPEC_URI_BYTES = 1_024;

    /// @notice Implements `ITrainingBounties.createBounty`.
    function freeze(
        Escrow storage escrow,
        BountyTerms calldata terms,
        IArchitectureRegistry registry,
        Minimums memory minimums
    ) external returns (BountyId id) {
        // Check: who may, in which token, on what, and every bound.
        if (escrow.entryPaused) revert ITrainingBounties.EntryIsPaused();
        if (terms.sponsor != msg.sender) revert ITrainingBounties.SponsorNotSender(terms.sponsor, msg.sender);
        if (!escrow.tokenAllowed[terms.token]) revert ITrainingBounties.TokenNotAllowed(terms.token);
        id = BountyId.wrap(escrow.bountyCount + 1);
        IArchitectureRegistry.Task memory task = _admit(id, terms, registry);
        _checkParent(escrow, terms.parent, terms.token);
        _checkBounds(terms, task.samples, minimums);
        address trainStepKey = _checkTraining(id, terms, registry);

        // Effect: the terms are stored, and what the registry says of the task with them.
        ++escrow.bountyCount;
        Bounty storage bounty = escrow.bounties[id];
        _storeTerms(bounty, terms);
        _storeModel(bounty, terms);
        _storeTraining(bounty, terms.training, trainStepKey);
        _storeSchedule(bounty, terms.windows);
        (bounty.sealChunkKey, bounty.chunkWords, bounty.samples) = (task.sealChunkKey, task.chunkWords, task.samples);
        bounty.feeBps = escrow.feeBps;
        emit ITrainingBounties.BountyCreated(id, terms.sponsor, terms, bounty.feeBps);

        // Interaction: the token moves.
        Ledger.pull(terms.token, terms.sponsorBond);
    }

    /// @notice Implements `ITrainingBounties.termsOf`: the terms as they were given.
    function read(Escrow storage escrow, BountyId id) external view returns (BountyTerms memory terms) {
        Bounty storage bounty = Status.load(escrow, id);

        terms.token = bounty.token;
        terms.sponsor = bounty.sponsor;
        terms.task = bounty.task;
        terms.architecture = bounty.architecture;
        terms.architecturesUntil = bounty.architecturesUntil;
        terms.ordering = bounty.ordering;
        terms.minimumScore = bounty.minimumScore;
        terms.chunks = bounty.chunks;
        terms.drawnChunks = bounty.drawnChunks;
        terms.chunksRoot = bounty.chunksRoot;
        terms.prizesBps = new uint16[](bounty.prizes);
        for (uint256 i = 0; i < terms.prizesBps.length; ++i) {
            terms.prizesBps[i] = bounty.prizesBps[i];
        }
        terms.shares = ShareSplit({
            backersBps: bounty.backersBps,
            operatorsBps: bounty.operatorsBps,
            sponsorBps: bounty.sponsorBps,
            treasuryBps: bounty.treasuryBps
        });
        terms.goal = bounty.goal;
        terms.cap = bounty.cap;
        terms.sponsorBond = bounty.sponsorBond;
        terms.operatorBond = bounty.operatorBond;
        terms.entryFee = bounty.entryFee;
        terms.windows = Windows({
            draftEnds: bounty.draftEnds,
            fundingEnds: bounty.fundingEnds,
            trainingEnds: bounty.trainingEnds,
            openingEnds: bounty.openingEnds,
            provingEnds: bounty.provingEnds,
            claimEnds: bounty.claimEnds,
            reserveEnds: bounty.reserveEnds
        });
        terms.parent = BountyId.wrap(bounty.parent);
        terms.royaltyBps = bounty.royaltyBps;
        terms.licenseTiers = bounty.licenseTiers;
        terms.training = _training(bounty);
        terms.specUri = bounty.specUri;
        terms.specHash = bounty.specHash;
    }

    /// @notice Implements `ITrainingBounties.trainingOf`.
    function training(Escrow storage escrow, BountyId id) external view returns (BountyTraining memory) {
        Bounty storage bounty = Status.load(escrow, id);
        return
            BountyTraining({
                recipe: bounty.recipe,
                batchesRoot: bounty.batchesRoot,
                batches: bounty.batches,
                steps: bounty.steps,
                drawnSteps: bounty.drawnSteps,
                trainStepKey: bounty.trainStepKey,
                trainingEnds: bounty.trainingEnds,
                provingEnds: bounty.provingEnds
            });
    }

    /// @notice Implements `ITrainingBounties.licenseTierOf`.
    function licenseTier(Escrow storage escrow, BountyId id, uint256 tier) internal view returns (LicenseTier memory) {
        LicenseTier[] storage tiers = Status.load(escrow, id).licenseTiers;
        if (tier >= tiers.length) revert ITrainingBounties.LicenseTierUnknown(id, tier, tiers.length);
        return tiers[tier];
    }

    /// @dev The task and, where the terms name one, the architecture must be open to new bounties.
    function _admit(
        BountyId id,
        BountyTerms calldata terms,
        IArchitectureRegistry registry
    ) private view returns (IArchitectureRegistry.Task memory task) {
        task = registry.taskOf(terms.task);
        if (task.retired) revert ITrainingBounties.TaskNotAdmitted(terms.task);
        if (ArchitectureId.unwrap(terms.architecture) == 0) return task;
        if (registry.pairOf(terms.task, terms.architecture).retired) {
            revert ITrainingBounties.ArchitectureNotAdmitted(id, terms.architecture);
        }
    }

    /// @dev A model is settled before another is made from it, so that royalties never run in a circle, and they arrive in its
    /// own token.
    function _checkParent(Escrow storage escrow, BountyId parent, address token) private view {
        if (BountyId.unwrap(parent) == 0) return;
        Bounty storage bounty = Status.load(escrow, parent);
        if (address(bounty.shares) == address(0)) revert ITrainingBounties.NotSettled(parent);
        if (bounty.token != token) revert ITrainingBounties.ParentTokenMismatch(parent, bounty.token, token);
    }

    /// @dev The table of bounds: term, value, minimum, maximum.
    function _checkBounds(BountyTerms calldata terms, uint256 samplesPerChunk, Minimums memory minimums) private view {
        _bound("chunks", terms.chunks, MINIMUM_CHUNKS, MAXIMUM_CHUNKS);
        uint256 unshown = terms.chunks - Draws.sampleSize(terms.chunks);
        _bound("drawnChunks", terms.drawnChunks, 1, Math.min(unshown, MAXIMUM_DRAWN_CHUNKS));
        uint256 samples = terms.drawnChunks * samplesPerChunk;
        _bound("drawnSamples", samples, minimums.samples, type(uint32).max);
        _bound("minimumScore", terms.minimumScore, 0, samples);

        _bound("prizes", terms.prizesBps.length, 1, MAXIMUM_PRIZES);
        uint256 prizesSum = 0;
        uint256 prizeBefore = Pot.BPS; // a better rank is never paid less
        for (uint256 i = 0; i < terms.prizesBps.length; ++i) {
            _bound("prizeBps", terms.prizesBps[i], 1, prizeBefore);
            prizeBefore = terms.prizesBps[i];
            prizesSum += prizeBefore;
        }
        _bound("prizesBps", prizesSum, Pot.BPS, Pot.BPS);

        _boundShares(terms.shares);
        _boundAmounts(terms);
        _boundWindows(terms.windows, minimums.window);
        if (ArchitectureId.unwrap(terms.architecture) == 0) {
            _bound("architecturesUntil", terms.architecturesUntil, 0, terms.windows.trainingEnds);
        }
        _bound("specUri", bytes(terms.specUri).length, 0, MAXIMUM_SPEC_URI_BYTES);
        _boundModel(terms);
    }

    function _boundShares(ShareSplit calldata shares) private pure {
        uint256 sum = uint256(shares.backersBps) + shares.operatorsBps + shares.sponsorBps + shares.treasuryBps;
        _bound("backersBps", shares.backersBps, MINIMUM_BACKERS_BPS, Pot.BPS);
        _bound("treasuryBps", shares.treasuryBps, 0, MAXIMUM_TREASURY_BPS);
        _bound("sharesBps", sum, Pot.BPS, Pot.BPS);
    }

    function _boundAmounts(BountyTerms calldata terms) private pure {
        _bound("cap", terms.cap, 1, MAXIMUM_AMOUNT);
        _bound("goal", terms.goal, 1, terms.cap);
        _bound("sponsorBond", terms.sponsorBond, 1, MAXIMUM_AMOUNT);
        _bound("operatorBond", terms.operatorBond, 1, MAXIMUM_AMOUNT);
        _bound("entryFee", terms.entryFee, 0, terms.operatorBond / BOND_PER_ENTRY_FEE);
    }

    function _boundModel(BountyTerms calldata terms) private pure {
        _bound("royaltyBps", terms.royaltyBps, 0, BountyId.unwrap(terms.parent) == 0 ? 0 : MAXIMUM_ROYALTY_BPS);
        LicenseTiers.check(terms.licenseTiers);
    }

    /// @dev A recipe that is open to new bounties, of an architecture that is admitted. A record that begins with a parent's model
    /// needs a parent. Without a recipe every other term of training is zero.
    function _checkTraining(
        BountyId id,
        BountyTerms calldata terms,
        IArchitectureRegistry registry
    ) private view returns (address trainStepKey) {
        TrainingTerms calldata given = terms.training;
        bool has = RecipeId.unwrap(given.recipe) != 0;
        uint256 most = has ? type(uint256).max : 0;
        _bound("stipendBps", given.stipendBps, 0, Math.min(most, MAXIMUM_STIPEND_BPS));
        _bound("steps", given.steps, has ? MINIMUM_DRAWN_STEPS : 0, Math.min(most, MAXIMUM_STEPS));
        uint256 drawable = Math.min(given.steps, MAXIMUM_DRAWN_STEPS);
        _bound("drawnSteps", given.drawnSteps, has ? MINIMUM_DRAWN_STEPS : 0, drawable);
        _bound("batches", given.batches, has ? 1 : 0, Math.min(most, type(uint32).max));
        _bound("batchesRoot", uint256(given.batchesRoot), 0, most);
        if (!has) return address(0);

        IArchitectureRegistry.Recipe memory recipe = registry.recipeOf(given.recipe);
        if (recipe.retired) revert ITrainingBounties.RecipeNotAdmitted(given.recipe);
        if (recipe.inherits && BountyId.unwrap(terms.parent) == 0) {
            revert ITrainingBounties.RecipeNotAdmitted(given.recipe);
        }
        bytes32 only = ArchitectureId.unwrap(terms.architecture);
        if (only != 0 && only != ArchitectureId.unwrap(recipe.architecture)) {
            revert ITrainingBounties.ArchitectureNotAdmitted(id, recipe.architecture);
        }
        return recipe.trainStepKey;
    }

    function _boundWindows(Windows calldata windows, uint256 minimum) private view {
        _boundEnd("draftEnds", windows.draftEnds, block.timestamp, minimum);
        _boundEnd("fundingEnds", windows.fundingEnds, windows.draftEnds, minimum);
        _boundEnd("trainingEnds", windows.trainingEnds, windows.fundingEnds, minimum);
        _boundEnd("openingEnds", windows.openingEnds, windows.trainingEnds, minimum + Draws.DELAY);
        _boundEnd("provingEnds", windows.provingEnds, windows.openingEnds, minimum);
        _boundEnd("claimEnds", windows.claimEnds, windows.provingEnds, minimum);
        _boundEnd("reserveEnds", windows.reserveEnds, windows.claimEnds, minimum);
    }

    function _boundEnd(string memory term, uint256 end, uint256 start, uint256 minimum) private pure {
        _bound(term, end, start + minimum, start + MAXIMUM_WINDOW);
    }

    function _bound(string memory term, uint256 value, uint256 minimum, uint256 maximum) private pure {
        if (value < minimum || value > maximum) {
            revert ITrainingBounties.TermOutOfBounds(term, value, minimum, maximum);
        }
    }

    function _storeTerms(Bounty storage bounty, BountyTerms calldata terms) private {
        bounty.token = terms.token;
        bounty.sponsor = terms.sponsor;
        bounty.task = terms.task;
        bounty.architecture = terms.architecture;
        bounty.architecturesUntil = terms.architecturesUntil;
        bounty.ordering = terms.ordering;
        bounty.minimumScore = terms.minimumScore;
        bounty.chunks = terms.chunks;
        bounty.drawnChunks = terms.drawnChunks;
        bounty.chunksRoot = terms.chunksRoot;
        bounty.prizes = uint8(terms.prizesBps.length); // Cast: at most MAXIMUM_PRIZES.
        for (uint256 i = 0; i < terms.prizesBps.length; ++i) {
            bounty.prizesBps[i] = terms.prizesBps[i];
        }
        bounty.backersBps = terms.shares.backersBps;
        bounty.operatorsBps = terms.shares.operatorsBps;
        bounty.sponsorBps = terms.shares.sponsorBps;
        bounty.treasuryBps = terms.shares.treasuryBps;
        // Casts: amounts are at most MAXIMUM_AMOUNT, which has 96 bits.
        bounty.goal = uint96(terms.goal);
        bounty.cap = uint96(terms.cap);
        bounty.sponsorBond = uint96(terms.sponsorBond);
        bounty.operatorBond = uint96(terms.operatorBond);
        bounty.entryFee = uint96(terms.entryFee);
        bounty.specUri = terms.specUri;
        bounty.specHash = terms.specHash;
    }

    function _storeModel(Bounty storage bounty, BountyTerms calldata terms) private {
        bounty.royaltyBps = terms.royaltyBps;
        // Cast: the parent exists, and bounties are counted in 64 bits. A first bounty does not pay for the slot.
        if (BountyId.unwrap(terms.parent) != 0) bounty.parent = uint64(BountyId.unwrap(terms.parent));
        for (uint256 i = 0; i < terms.licenseTiers.length; ++i) {
            bounty.licenseTiers.push(terms.licenseTiers[i]);
        }
    }

    /// @dev A bounty without records does not pay for the slots.
    function _storeTraining(Bounty storage bounty, TrainingTerms calldata given, address trainStepKey) private {
        if (RecipeId.unwrap(given.recipe) == 0) return;
        bounty.recipe = given.recipe;
        bounty.batchesRoot = given.batchesRoot;
        bounty.trainStepKey = trainStepKey;
        bounty.batches = given.batches;
        bounty.steps = given.steps;
        bounty.drawnSteps = given.drawnSteps;
        bounty.stipendBps = given.stipendBps;
    }

    function _training(Bounty storage bounty) private view returns (TrainingTerms memory) {
        return
            TrainingTerms({
                recipe: bounty.recipe,
                batchesRoot: bounty.batchesRoot,
                batches: bounty.batches,
                steps: bounty.steps,
                drawnSteps: bounty.drawnSteps,
                stipendBps: bounty.stipendBps
            });
    }

    function _storeSchedule(Bounty storage bounty, Windows calldata windows) private {
        bounty.createdAt = uint40(block.timestamp); // Cast: 40 bits of seconds last 34,000 years.
        bounty.draftEnds = windows.draftEnds;
        bounty.fundingEnds = windows.fundingEnds;
        bounty.trainingEnds = windows.trainingEnds;
        bounty.openingEnds = windows.openingEnds;
        bounty.provingEnds = windows.provingEnds;
        bounty.claimEnds = windows.claimEnds;
        bounty.reserveEnds = windows.reserveEnds;
    }
}
