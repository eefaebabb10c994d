// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ArchitectureRegistry} from "../../contracts/ArchitectureRegistry.sol";
import {IArchitectureRegistry} from "../../contracts/interfaces/IArchitectureRegistry.sol";
import {Groth16} from "../../contracts/libraries/Groth16.sol";
import {TrapdoorProver} from "../../contracts/mocks/TrapdoorProver.sol";
import {ArchitectureId, RecipeId, TaskId} from "../../contracts/types/Ids.sol";
import {VerifyingKey} from "../../contracts/types/Proof.sol";
import {RecipeKeys} from "../../contracts/types/Training.sol";

contract ArchitectureRegistryTest is Test {
    string private constant TASK_JSON = "the definition of digits-28";
    string private constant ARCHITECTURE_JSON = "the definition of digits-mlp";
    string private constant RECIPE_JSON = "the definition of digits-mlp-sgd";
    RecipeId private constant RECIPE = RecipeId.wrap(keccak256(bytes(RECIPE_JSON)));
    TaskId private constant TASK = TaskId.wrap(keccak256(bytes(TASK_JSON)));
    ArchitectureId private constant ARCHITECTURE = ArchitectureId.wrap(keccak256(bytes(ARCHITECTURE_JSON)));

    address private owner = makeAddr("owner");
    address private stranger = makeAddr("stranger");
    TrapdoorProver private prover;
    ArchitectureRegistry private registry;
    VerifyingKey private sealChunkKey;
    VerifyingKey private sealModelKey;
    VerifyingKey private evaluateModelKey;

    function setUp() public {
        prover = new TrapdoorProver();
        registry = new ArchitectureRegistry(owner);
        sealChunkKey = prover.key(3);
        sealModelKey = prover.key(5);
        evaluateModelKey = prover.key(4);
        vm.warp(1_800_000_000);
    }

    modifier givenEntries() {
        vm.startPrank(owner);
        registry.registerTask(TASK_JSON, 32, 28, sealChunkKey);
        registry.registerArchitecture(ARCHITECTURE_JSON, 80, sealModelKey);
        registry.registerPair(TASK, ARCHITECTURE, evaluateModelKey);
        vm.stopPrank();
        _;
    }

    modifier givenRecipe() {
        vm.startPrank(owner);
        registry.registerArchitecture(ARCHITECTURE_JSON, 80, sealModelKey);
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, false, _recipeKeys(3));
        vm.stopPrank();
        _;
    }

    // ------------------------------------------------------------------ registerTask

    function test_registerTask() external {
        vm.recordLogs();
        vm.prank(owner);
        TaskId task = registry.registerTask(TASK_JSON, 32, 28, sealChunkKey);

        assertEq(TaskId.unwrap(task), TaskId.unwrap(TASK), "id");
        IArchitectureRegistry.Task memory entry = registry.taskOf(TASK);
        assertEq(entry.registeredAt, block.timestamp, "time");
        assertFalse(entry.retired, "retired");
        assertEq(entry.chunkWords, 32, "words");
        assertEq(entry.samples, 28, "samples");
        assertEq(abi.encode(registry.keyAt(entry.sealChunkKey)), abi.encode(sealChunkKey), "key");

        Log memory log = _onlyLog();
        assertEq(log.topic0, IArchitectureRegistry.TaskRegistered.selector, "event");
        assertEq(log.topic1, TaskId.unwrap(TASK), "task");
        assertEq(
            log.data,
            abi.encode(TASK_JSON, uint16(32), uint16(28), entry.sealChunkKey),
            "definition, words, samples, key"
        );
    }

    function test_registerTask_AtTheBounds() external {
        vm.startPrank(owner);
        registry.registerTask("smallest", 2, 1, sealChunkKey);
        registry.registerTask("largest", 750, type(uint16).max, sealChunkKey);
    }

    function test_registerTask_RevertWhen_SenderIsNotOwner() external {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        registry.registerTask(TASK_JSON, 32, 28, sealChunkKey);
    }

    function test_registerTask_RevertWhen_Registered() external givenEntries {
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.TaskAlreadyRegistered.selector, TASK));
        vm.prank(owner);
        registry.registerTask(TASK_JSON, 33, 29, sealChunkKey);
    }

    function test_registerTask_RevertWhen_WordsAreOutOfBounds() external {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.WordsOutOfBounds.selector, 1, 2, 750));
        registry.registerTask(TASK_JSON, 1, 28, sealChunkKey);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.WordsOutOfBounds.selector, 751, 2, 750));
        registry.registerTask(TASK_JSON, 751, 28, sealChunkKey);
    }

    function test_registerTask_RevertWhen_ThereAreNoSamples() external {
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.SamplesOutOfBounds.selector, 0, 1, 65_535));
        vm.prank(owner);
        registry.registerTask(TASK_JSON, 32, 0, sealChunkKey);
    }

    function test_registerTask_RevertWhen_KeyIsNotSound() external {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 4, 5));
        registry.registerTask(TASK_JSON, 32, 28, evaluateModelKey);
        sealChunkKey.delta = sealChunkKey.gamma;
        vm.expectRevert(Groth16.KeyGammaEqualsDelta.selector);
        registry.registerTask(TASK_JSON, 32, 28, sealChunkKey);
    }

    // ------------------------------------------------------------------ registerArchitecture

    function test_registerArchitecture() external {
        vm.recordLogs();
        vm.prank(owner);
        ArchitectureId architecture = registry.registerArchitecture(ARCHITECTURE_JSON, 80, sealModelKey);

        assertEq(ArchitectureId.unwrap(architecture), ArchitectureId.unwrap(ARCHITECTURE), "id");
        IArchitectureRegistry.Architecture memory entry = registry.architectureOf(ARCHITECTURE);
        assertEq(entry.registeredAt, block.timestamp, "time");
        assertEq(entry.modelWords, 80, "words");
        assertEq(abi.encode(registry.keyAt(entry.sealModelKey)), abi.encode(sealModelKey), "key");

        Log memory log = _onlyLog();
        assertEq(log.topic0, IArchitectureRegistry.ArchitectureRegistered.selector, "event");
        assertEq(log.topic1, ArchitectureId.unwrap(ARCHITECTURE), "architecture");
        assertEq(log.data, abi.encode(ARCHITECTURE_JSON, uint16(80), entry.sealModelKey), "definition, words, key");
    }

    function test_registerArchitecture_RevertWhen_SenderIsNotOwner() external {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        registry.registerArchitecture(ARCHITECTURE_JSON, 80, sealModelKey);
    }

    function test_registerArchitecture_RevertWhen_Registered() external givenEntries {
        vm.expectRevert(
            abi.encodeWithSelector(IArchitectureRegistry.ArchitectureAlreadyRegistered.selector, ARCHITECTURE)
        );
        vm.prank(owner);
        registry.registerArchitecture(ARCHITECTURE_JSON, 81, sealModelKey);
    }

    function test_registerArchitecture_RevertWhen_WordsAreOutOfBounds() external {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.WordsOutOfBounds.selector, 1, 2, 12_000));
        registry.registerArchitecture(ARCHITECTURE_JSON, 1, sealModelKey);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.WordsOutOfBounds.selector, 12_001, 2, 12_000));
        registry.registerArchitecture(ARCHITECTURE_JSON, 12_001, sealModelKey);
        registry.registerArchitecture(ARCHITECTURE_JSON, 12_000, sealModelKey);
    }

    function test_registerArchitecture_RevertWhen_KeyIsNotSound() external {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 6, 4));
        registry.registerArchitecture(ARCHITECTURE_JSON, 80, sealChunkKey);
        delete sealModelKey.ic[5];
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyPointAtInfinity.selector, "ic", 5));
        registry.registerArchitecture(ARCHITECTURE_JSON, 80, sealModelKey);
    }

    // ------------------------------------------------------------------ registerPair

    function test_registerPair() external givenEntries {
        vm.warp(block.timestamp + 1 days);
        vm.startPrank(owner);
        ArchitectureId other = registry.registerArchitecture("other", 81, sealModelKey);
        vm.recordLogs();
        registry.registerPair(TASK, other, evaluateModelKey);

        IArchitectureRegistry.Pair memory entry = registry.pairOf(TASK, other);
        assertEq(entry.registeredAt, block.timestamp, "time");
        assertFalse(entry.retired, "retired");
        assertEq(entry.retiredAt, 0, "time of retirement");
        assertEq(abi.encode(registry.keyAt(entry.evaluateModelKey)), abi.encode(evaluateModelKey), "key");

        Log memory log = _onlyLog();
        assertEq(log.topic0, IArchitectureRegistry.PairRegistered.selector, "event");
        assertEq(log.topic1, TaskId.unwrap(TASK), "task");
        assertEq(log.topic2, ArchitectureId.unwrap(other), "architecture");
        assertEq(log.data, abi.encode(entry.evaluateModelKey), "key");
    }

    function test_registerPair_RevertWhen_SenderIsNotOwner() external {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        registry.registerPair(TASK, ARCHITECTURE, evaluateModelKey);
    }

    function test_registerPair_RevertWhen_TaskIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.TaskUnknown.selector, TASK));
        vm.prank(owner);
        registry.registerPair(TASK, ARCHITECTURE, evaluateModelKey);
    }

    function test_registerPair_RevertWhen_ArchitectureIsUnknown() external {
        vm.startPrank(owner);
        registry.registerTask(TASK_JSON, 32, 28, sealChunkKey);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.ArchitectureUnknown.selector, ARCHITECTURE));
        registry.registerPair(TASK, ARCHITECTURE, evaluateModelKey);
    }

    function test_registerPair_RevertWhen_Registered() external givenEntries {
        vm.expectRevert(
            abi.encodeWithSelector(IArchitectureRegistry.PairAlreadyRegistered.selector, TASK, ARCHITECTURE)
        );
        vm.prank(owner);
        registry.registerPair(TASK, ARCHITECTURE, evaluateModelKey);
    }

    function test_registerPair_RevertWhen_KeyIsNotSound() external {
        vm.startPrank(owner);
        registry.registerTask(TASK_JSON, 32, 28, sealChunkKey);
        registry.registerArchitecture(ARCHITECTURE_JSON, 80, sealModelKey);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 5, 6));
        registry.registerPair(TASK, ARCHITECTURE, sealModelKey);
        evaluateModelKey.alpha[1] += Groth16.BASE_FIELD;
        vm.expectRevert(
            abi.encodeWithSelector(Groth16.KeyCoordinateNotCanonical.selector, "alpha", 0, evaluateModelKey.alpha[1])
        );
        registry.registerPair(TASK, ARCHITECTURE, evaluateModelKey);
    }

    // ------------------------------------------------------------------ registerRecipe

    function test_registerRecipe() external givenEntries {
        for (uint256 i = 0; i < 2; ++i) {
            bool inherits = i == 1;
            string memory definition = inherits ? "fine-tuning" : RECIPE_JSON;
            RecipeKeys memory keys = _recipeKeys(inherits ? 4 : 3);
            vm.recordLogs();
            vm.prank(owner);
            RecipeId recipe = registry.registerRecipe(definition, ARCHITECTURE, inherits, keys);

            assertEq(RecipeId.unwrap(recipe), keccak256(bytes(definition)), "id");
            IArchitectureRegistry.Recipe memory entry = registry.recipeOf(recipe);
            assertEq(entry.registeredAt, block.timestamp, "time");
            assertFalse(entry.retired, "retired");
            assertEq(entry.inherits, inherits, "inherits");
            assertEq(ArchitectureId.unwrap(entry.architecture), ArchitectureId.unwrap(ARCHITECTURE), "architecture");
            assertEq(abi.encode(registry.keyAt(entry.startKey)), abi.encode(keys.start), "key of the start");
            assertEq(abi.encode(registry.keyAt(entry.trainStepKey)), abi.encode(keys.trainStep), "key of a step");
            assertEq(abi.encode(registry.keyAt(entry.quantiseModelKey)), abi.encode(keys.quantiseModel), "of the end");

            Log memory log = _onlyLog();
            assertEq(log.topic0, IArchitectureRegistry.RecipeRegistered.selector, "event");
            assertEq(log.topic1, RecipeId.unwrap(recipe), "recipe");
            assertEq(
                log.data,
                abi.encode(definition, inherits, entry.startKey, entry.trainStepKey, entry.quantiseModelKey),
                "definition, keys"
            );
        }
    }

    function test_registerRecipe_RevertWhen_SenderIsNotOwner() external givenEntries {
        RecipeKeys memory keys = _recipeKeys(3);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, false, keys);
    }

    function test_registerRecipe_RevertWhen_ArchitectureIsUnknown() external {
        RecipeKeys memory keys = _recipeKeys(3);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.ArchitectureUnknown.selector, ARCHITECTURE));
        vm.prank(owner);
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, false, keys);
    }

    function test_registerRecipe_RevertWhen_Registered() external givenRecipe {
        RecipeKeys memory keys = _recipeKeys(4);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.RecipeAlreadyRegistered.selector, RECIPE));
        vm.prank(owner);
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, true, keys);
    }

    function test_registerRecipe_RevertWhen_AKeyIsNotSound() external givenEntries {
        vm.startPrank(owner);
        RecipeKeys memory keys = _recipeKeys(4); // of InheritModel
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 4, 5));
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, false, keys);
        keys = _recipeKeys(3); // of InitStep
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 5, 4));
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, true, keys);
        keys.trainStep = prover.key(4);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 6, 5));
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, false, keys);
        (keys.trainStep, keys.quantiseModel) = (prover.key(5), prover.key(3));
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 5, 4));
        registry.registerRecipe(RECIPE_JSON, ARCHITECTURE, false, keys);
    }

    function test_retireRecipe() external givenRecipe {
        IArchitectureRegistry.Recipe memory expected = registry.recipeOf(RECIPE);
        expected.retired = true;
        vm.startPrank(owner);
        vm.expectEmit(address(registry));
        emit IArchitectureRegistry.RecipeRetired(RECIPE);
        registry.retireRecipe(RECIPE);
        assertEq(abi.encode(registry.recipeOf(RECIPE)), abi.encode(expected), "entry");
        vm.recordLogs();
        registry.retireRecipe(RECIPE);
        assertEq(vm.getRecordedLogs().length, 0, "no event when retired again");
    }

    function test_retireRecipe_RevertWhen_NotOwnerOrUnknown() external givenRecipe {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        registry.retireRecipe(RECIPE);
        RecipeId unknown = RecipeId.wrap("unknown");
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.RecipeUnknown.selector, unknown));
        vm.prank(owner);
        registry.retireRecipe(unknown);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.RecipeUnknown.selector, unknown));
        registry.recipeOf(unknown);
    }

    function _recipeKeys(uint256 startInputs) private view returns (RecipeKeys memory) {
        return RecipeKeys({start: prover.key(startInputs), trainStep: prover.key(5), quantiseModel: prover.key(4)});
    }

    // ------------------------------------------------------------------ retirement

    function test_retireTask() external givenEntries {
        IArchitectureRegistry.Task memory expected = registry.taskOf(TASK);
        expected.retired = true;
        vm.expectEmit(address(registry));
        emit IArchitectureRegistry.TaskRetired(TASK);
        vm.startPrank(owner);
        registry.retireTask(TASK);
        assertEq(abi.encode(registry.taskOf(TASK)), abi.encode(expected), "entry");

        vm.recordLogs();
        registry.retireTask(TASK);
        assertEq(vm.getRecordedLogs().length, 0, "no event when retired again");
        assertEq(abi.encode(registry.taskOf(TASK)), abi.encode(expected), "entry when retired again");
    }

    function test_retirePair() external givenEntries {
        IArchitectureRegistry.Pair memory expected = registry.pairOf(TASK, ARCHITECTURE);
        vm.warp(block.timestamp + 1 days);
        (expected.retired, expected.retiredAt) = (true, uint40(block.timestamp));
        vm.expectEmit(address(registry));
        emit IArchitectureRegistry.PairRetired(TASK, ARCHITECTURE);
        vm.startPrank(owner);
        registry.retirePair(TASK, ARCHITECTURE);
        assertEq(abi.encode(registry.pairOf(TASK, ARCHITECTURE)), abi.encode(expected), "entry");

        vm.warp(block.timestamp + 1 days);
        vm.recordLogs();
        registry.retirePair(TASK, ARCHITECTURE);
        assertEq(vm.getRecordedLogs().length, 0, "no event when retired again");
        assertEq(abi.encode(registry.pairOf(TASK, ARCHITECTURE)), abi.encode(expected), "the first time stays");
    }

    function test_retire_RevertWhen_SenderIsNotOwner() external givenEntries {
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        registry.retireTask(TASK);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        registry.retirePair(TASK, ARCHITECTURE);
    }

    function test_retire_RevertWhen_Unknown() external {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.TaskUnknown.selector, TASK));
        registry.retireTask(TASK);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.PairUnknown.selector, TASK, ARCHITECTURE));
        registry.retirePair(TASK, ARCHITECTURE);
    }

    // ------------------------------------------------------------------ views and ownership

    function test_views_RevertWhen_Unknown() external {
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.TaskUnknown.selector, TASK));
        registry.taskOf(TASK);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.ArchitectureUnknown.selector, ARCHITECTURE));
        registry.architectureOf(ARCHITECTURE);
        vm.expectRevert(abi.encodeWithSelector(IArchitectureRegistry.PairUnknown.selector, TASK, ARCHITECTURE));
        registry.pairOf(TASK, ARCHITECTURE);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyDataMalformed.selector, stranger, 0));
        registry.keyAt(stranger);
    }

    function test_transferOwnership_TakesTwoSteps() external {
        vm.prank(owner);
        registry.transferOwnership(stranger);
        assertEq(registry.owner(), owner, "before acceptance");
        vm.prank(stranger);
        registry.acceptOwnership();
        assertEq(registry.owner(), stranger, "after acceptance");
    }

    // ------------------------------------------------------------------ helpers

    /// @dev A log, with zero for topics that are not there.
    struct Log {
        bytes32 topic0;
        bytes32 topic1;
        bytes32 topic2;
        bytes data;
    }

    /// @dev The addresses of data contracts are not known before the call, so that the log is read after it.
    function _onlyLog() private returns (Log memory log) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "logs");
        assertEq(logs[0].emitter, address(registry), "emitter");
        bytes32[] memory topics = logs[0].topics;
        log = Log(topics[0], topics[1], topics.length > 2 ? topics[2] : bytes32(0), logs[0].data);
    }
}
