// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IArchitectureRegistry} from "../../../contracts/interfaces/IArchitectureRegistry.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {BountyTerms} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId, RecipeId} from "../../../contracts/types/Ids.sol";
import {BountyTraining} from "../../../contracts/types/Training.sol";
import {RecordsFixture} from "../shared/RecordsFixture.sol";

contract TrainingTermsTest is RecordsFixture {
    function _expectRevert(bytes memory revertData) private {
        BountyTerms memory given = terms;
        vm.expectRevert(revertData);
        vm.prank(sponsor);
        escrow.createBounty(given);
    }

    function _expectOutOfBounds(string memory term, uint256 value, uint256 minimum, uint256 maximum) private {
        _expectRevert(
            abi.encodeWithSelector(ITrainingBounties.TermOutOfBounds.selector, term, value, minimum, maximum)
        );
    }

    function test_Bounds() external {
        terms.training.stipendBps = 5_001;
        _expectOutOfBounds("stipendBps", 5_001, 0, 5_000);
        terms.training.stipendBps = 5_000;
        terms.training.steps = 2;
        _expectOutOfBounds("steps", 2, 3, 1 << 18);
        terms.training.steps = (1 << 18) + 1;
        _expectOutOfBounds("steps", (1 << 18) + 1, 3, 1 << 18);
        terms.training.steps = 1 << 18;
        terms.training.drawnSteps = 17;
        _expectOutOfBounds("drawnSteps", 17, 3, 16);
        terms.training.drawnSteps = 2;
        _expectOutOfBounds("drawnSteps", 2, 3, 16);
        (terms.training.steps, terms.training.drawnSteps) = (5, 6);
        _expectOutOfBounds("drawnSteps", 6, 3, 5);
        (terms.training.drawnSteps, terms.training.batches) = (5, 0);
        _expectOutOfBounds("batches", 0, 1, type(uint32).max);
        (terms.training.batches, terms.training.stipendBps) = (type(uint32).max, 0);
        draft();
        (terms.training.steps, terms.training.drawnSteps, terms.training.batches) = (1 << 18, 16, 1);
        terms.training.stipendBps = 5_000;
        draft();
        (terms.training.steps, terms.training.drawnSteps) = (3, 3);
        draft();
    }

    function test_Bounds_WithoutARecipe() external {
        terms.training.recipe = RecipeId.wrap(0);
        _expectOutOfBounds("stipendBps", STIPEND_BPS, 0, 0);
        terms.training.stipendBps = 0;
        _expectOutOfBounds("steps", STEPS, 0, 0);
        terms.training.steps = 0;
        _expectOutOfBounds("drawnSteps", DRAWN, 0, 0);
        terms.training.drawnSteps = 0;
        _expectOutOfBounds("batches", BATCHES, 0, 0);
        terms.training.batches = 0;
        _expectOutOfBounds("batchesRoot", uint256(terms.training.batchesRoot), 0, 0);
        terms.training.batchesRoot = 0;
        BountyId id = draft();
        assertEq(abi.encode(escrow.termsOf(id)), abi.encode(terms), "terms");
    }

    function test_RevertWhen_RecipeIsNotAdmitted() external {
        terms.training.recipe = RecipeId.wrap("unknown");
        _expectRevert(abi.encodeWithSelector(IArchitectureRegistry.RecipeUnknown.selector, terms.training.recipe));
        // Without a parent there is no model to begin with.
        terms.training.recipe = inheriting;
        _expectRevert(abi.encodeWithSelector(ITrainingBounties.RecipeNotAdmitted.selector, inheriting));
        terms.training.recipe = recipe;
        BountyId before = draft();
        vm.prank(owner);
        registry.retireRecipe(recipe);
        _expectRevert(abi.encodeWithSelector(ITrainingBounties.RecipeNotAdmitted.selector, recipe));
        assertEq(RecipeId.unwrap(escrow.trainingOf(before).recipe), RecipeId.unwrap(recipe), "it keeps its own");
    }

    function test_RevertWhen_RecipeIsOfAnotherArchitecture() external {
        vm.startPrank(owner);
        ArchitectureId other = registry.registerArchitecture("other", MODEL_WORDS, prover.key(5));
        registry.registerPair(task, other, prover.key(4));
        vm.stopPrank();
        terms.architecture = other;
        _expectRevert(abi.encodeWithSelector(ITrainingBounties.ArchitectureNotAdmitted.selector, 1, architecture));
        // Where any is admitted, so is the recipe's.
        terms.architecture = ArchitectureId.wrap(0);
        draft();
    }

    function test_FreezesAndGivesOut() external {
        BountyId id = draft();
        assertEq(abi.encode(escrow.termsOf(id)), abi.encode(terms), "terms");
        BountyTraining memory training_ = escrow.trainingOf(id);
        assertEq(RecipeId.unwrap(training_.recipe), RecipeId.unwrap(recipe), "recipe");
        assertEq(training_.batchesRoot, terms.training.batchesRoot, "root of batches");
        assertEq(training_.batches, BATCHES, "batches");
        assertEq(training_.steps, STEPS, "steps");
        assertEq(training_.drawnSteps, DRAWN, "drawn");
        assertEq(training_.trainStepKey, registry.recipeOf(recipe).trainStepKey, "key");
        assertEq(training_.trainingEnds, terms.windows.trainingEnds, "end of Training");
        assertEq(training_.provingEnds, terms.windows.provingEnds, "end of Proving");
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 9));
        escrow.trainingOf(BountyId.wrap(9));
    }
}
