// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {Groth16} from "../../../contracts/libraries/Groth16.sol";
import {Groth16Caller} from "../../../contracts/mocks/Groth16Caller.sol";
import {TrapdoorProver} from "../../../contracts/mocks/TrapdoorProver.sol";
import {Proof, VerifyingKey} from "../../../contracts/types/Proof.sol";
import {outsideSubgroup} from "../shared/Points.sol";

contract Groth16Test is Test {
    uint256 private constant P = Groth16.SCALAR_FIELD;
    uint256 private constant Q = Groth16.BASE_FIELD;
    uint256 private constant MOST_INPUTS = 6;
    uint256 private constant MOST_PROOFS = 8;

    Groth16Caller private caller;
    TrapdoorProver private prover;
    address[] private keys; // by number of inputs

    function setUp() public {
        caller = new Groth16Caller();
        prover = new TrapdoorProver();
        for (uint256 n = 0; n <= MOST_INPUTS; ++n) {
            keys.push(caller.store(prover.key(n), n));
        }
    }

    // ------------------------------------------------------------------ verify

    function testFuzz_verify_GivenValidProof(uint256 seed, uint256 count, uint256 c) external view {
        uint256[] memory inputs = _inputs(seed, bound(count, 0, MOST_INPUTS));
        assertTrue(caller.verify(keys[inputs.length], inputs, prover.prove(inputs)), "made proof");
        assertTrue(
            caller.verify(keys[inputs.length], inputs, prover.proveWith(inputs, bound(c, 1, P - 1))),
            "other proof"
        );
    }

    function test_verify_GivenInputsAtTheEndsOfTheField() external view {
        uint256[] memory inputs = new uint256[](3);
        (inputs[0], inputs[1], inputs[2]) = (0, 1, P - 1);
        assertTrue(caller.verify(keys[3], inputs, prover.prove(inputs)), "0, 1 and p - 1");
    }

    function test_verify_LeavesMemoryAsItWas() external view {
        uint256[] memory inputs = _inputs(1, 5);
        (bool valid, uint256[] memory inputsAfter, bytes memory before, bytes memory later, uint256 moved) = caller
            .verifyAmidMemory(keys[5], inputs, prover.prove(inputs));
        assertTrue(valid, "valid");
        assertEq(inputsAfter, inputs, "inputs");
        assertEq(before, "allocated before", "memory allocated before");
        assertEq(later, new bytes(1000), "memory allocated afterwards is zero");
        assertEq(moved, 0, "free memory pointer");
    }

    function testFuzz_verify_WhenNumberOfInputsIsNotTheKeys(uint256 count, uint256 keyCount) external view {
        count = bound(count, 0, MOST_INPUTS);
        keyCount = bound(keyCount, 0, MOST_INPUTS);
        vm.assume(count != keyCount);
        uint256[] memory inputs = _inputs(2, count);
        assertFalse(caller.verify(keys[keyCount], inputs, prover.prove(inputs)), "count");
    }

    /// @dev A further input of zero leaves the sum as it is: only the count can reject it.
    function test_verify_WhenAnInputOfZeroIsAppended() external view {
        uint256[] memory inputs = _inputs(3, 3);
        Proof memory proof = prover.prove(inputs);
        uint256[] memory longer = new uint256[](4);
        for (uint256 i = 0; i < 3; ++i) {
            longer[i] = inputs[i];
        }
        assertFalse(caller.verify(keys[3], longer, proof), "appended zero");
    }

    function testFuzz_verify_WhenInputIsAliased(uint256 seed, uint256 position, uint256 times) external view {
        uint256[] memory inputs = _inputs(seed, 5);
        Proof memory proof = prover.prove(inputs);
        position = bound(position, 0, 4);
        inputs[position] += P * bound(times, 1, (type(uint256).max - inputs[position]) / P);
        assertFalse(caller.verify(keys[5], inputs, proof), "aliased input");
    }

    function testFuzz_verify_WhenCoordinateIsAliased(uint256 seed, uint256 position, uint256 times) external view {
        uint256[] memory inputs = _inputs(seed, 4);
        uint256[8] memory words = _words(prover.prove(inputs));
        position = bound(position, 0, 7);
        words[position] += Q * bound(times, 1, (type(uint256).max - words[position]) / Q);
        assertFalse(caller.verify(keys[4], inputs, _proof(words)), "aliased coordinate");
    }

    function test_verify_WhenAyIsAnyOfItsAliases() external view {
        uint256[] memory inputs = _inputs(4, 4);
        uint256[8] memory words = _words(prover.prove(inputs));
        uint256 y = words[1];
        for (uint256 alias_ = y + Q; alias_ > y;) {
            words[1] = alias_;
            assertFalse(caller.verify(keys[4], inputs, _proof(words)), "alias of A.y");
            unchecked {
                alias_ += Q;
            }
        }
    }

    function test_verify_WhenPointIsAtInfinity() external view {
        uint256[] memory inputs = _inputs(5, 4);
        // With C at infinity, (r·G1, G2, 0) satisfies the equation.
        Proof memory proof = prover.proveWith(inputs, 0);
        assertEq(proof.c[0] | proof.c[1], 0, "C is the point at infinity");
        assertFalse(caller.verify(keys[4], inputs, proof), "C");
        // With this c, r is 0: both (0, G2, c·G1) and (G1, 0, c·G1) satisfy it.
        uint256 c = _cOfZeroR(inputs);
        proof = prover.proveWith(inputs, c);
        assertEq(proof.a[0] | proof.a[1], 0, "A is the point at infinity");
        assertFalse(caller.verify(keys[4], inputs, proof), "A");
        (proof.a[0], proof.a[1]) = (1, 2);
        delete proof.b;
        assertFalse(caller.verify(keys[4], inputs, proof), "B");
    }

    /// @dev What the checks in front of the precompiles are for: a rejecting precompile takes all gas that is left.
    function test_verify_WhenMalformed_TakesLittleGas() external view {
        uint256[] memory inputs = _inputs(11, 4);
        Proof memory proof = prover.prove(inputs);
        for (uint256 position = 0; position < 8; ++position) {
            uint256[8] memory words = _words(proof);
            words[position] += Q;
            assertLt(_gasOf(inputs, _proof(words)), 20_000, "aliased coordinate");
        }
        for (uint256 point = 0; point < 3; ++point) {
            Proof memory without = prover.prove(inputs);
            if (point == 0) delete without.a;
            else if (point == 1) delete without.b;
            else delete without.c;
            assertLt(_gasOf(inputs, without), 20_000, "point at infinity");
        }
        assertGt(_gasOf(inputs, proof), 200_000, "a proof that the precompiles see");
    }

    function _gasOf(uint256[] memory inputs, Proof memory proof) private view returns (uint256 used) {
        used = gasleft();
        caller.verify(keys[4], inputs, proof);
        used -= gasleft();
    }

    function test_verify_WhenPointIsNegated() external view {
        uint256[] memory inputs = _inputs(6, 4);
        for (uint256 position = 1; position < 8; ++position) {
            // A.y, both parts of B.y together, C.y.
            if (position != 1 && position != 4 && position != 7) continue;
            uint256[8] memory words = _words(prover.prove(inputs));
            words[position] = Q - words[position];
            if (position == 4) words[5] = Q - words[5];
            assertFalse(caller.verify(keys[4], inputs, _proof(words)), "negated");
        }
    }

    function test_verify_WhenPointsAreExchanged() external view {
        uint256[] memory inputs = _inputs(7, 4);
        Proof memory proof = prover.prove(inputs);
        (proof.a, proof.c) = (proof.c, proof.a);
        assertFalse(caller.verify(keys[4], inputs, proof), "A and C");
        proof = prover.prove(inputs);
        (proof.b[0][0], proof.b[0][1], proof.b[1][0], proof.b[1][1]) = (
            proof.b[0][1],
            proof.b[0][0],
            proof.b[1][1],
            proof.b[1][0]
        );
        assertFalse(caller.verify(keys[4], inputs, proof), "real parts of B first");
    }

    function test_verify_WhenBIsOutsideTheSubgroup() external view {
        uint256[] memory inputs = _inputs(8, 4);
        Proof memory proof = prover.prove(inputs);
        proof.b = outsideSubgroup();
        assertFalse(caller.verify(keys[4], inputs, proof), "B outside the subgroup");
    }

    function testFuzz_verify_WhenAnyBitIsFlipped(uint256 seed, uint256 position, uint256 bit) external view {
        uint256[] memory inputs = _inputs(seed, 4);
        uint256[8] memory words = _words(prover.prove(inputs));
        position = bound(position, 0, 11);
        uint256 flip = 1 << bound(bit, 0, 255);
        if (position < 8) words[position] ^= flip;
        else inputs[position - 8] ^= flip;
        assertFalse(caller.verify(keys[4], inputs, _proof(words)), "flipped bit");
    }

    function testFuzz_verify_WhenAllIsRandom(uint256[8] memory words, uint256[4] memory values) external view {
        uint256[] memory inputs = new uint256[](4);
        for (uint256 i = 0; i < 4; ++i) {
            inputs[i] = values[i];
        }
        assertFalse(caller.verify(keys[4], inputs, _proof(words)), "random words");
    }

    function test_verify_WhenProofIsMadeForAnotherKey() external {
        uint256[] memory inputs = _inputs(9, 4);
        VerifyingKey memory key = prover.key(4);
        key.ic[1] = key.ic[2];
        assertFalse(caller.verify(caller.store(key, 4), inputs, prover.prove(inputs)), "other key");
    }

    function test_verify_WhenAddressHoldsNoKey() external {
        uint256[] memory inputs = _inputs(10, 4);
        Proof memory proof = prover.prove(inputs);
        assertFalse(caller.verify(address(0), inputs, proof), "zero address");
        assertFalse(caller.verify(makeAddr("nobody"), inputs, proof), "account without code");
        assertFalse(caller.verify(address(0x08), inputs, proof), "precompile");
        assertFalse(caller.verify(address(prover), inputs, proof), "some contract");
        bytes memory data = SSTORE2.read(keys[4]);
        assertTrue(caller.verify(SSTORE2.write(data), inputs, proof), "the same data");
        assertFalse(caller.verify(SSTORE2.write(bytes.concat(data, hex"00")), inputs, proof), "a byte more");
    }

    // ------------------------------------------------------------------ verifyBatch

    function testFuzz_verifyBatch_GivenValidProofs(uint256 seed, uint256 count, uint256 inputsEach) external view {
        (count, inputsEach) = (bound(count, 1, MOST_PROOFS), bound(inputsEach, 0, MOST_INPUTS));
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(seed, count, inputsEach);
        assertTrue(caller.verifyBatch(keys[inputsEach], inputs, proofs), "valid batch");
    }

    /// @dev Whatever one proof is changed into, the batch is valid just where the proof alone is.
    function testFuzz_verifyBatch_IsValidWhereEveryProofIs(
        uint256 seed,
        uint256 count,
        uint256 place,
        uint256 word,
        uint256 value
    ) external view {
        count = bound(count, 1, MOST_PROOFS);
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(seed, count, 4);
        place = bound(place, 0, count - 1);
        word = bound(word, 0, 11);
        if (word < 8) {
            uint256[8] memory words = _words(proofs[place]);
            words[word] = value;
            proofs[place] = _proof(words);
        } else {
            inputs[4 * place + word - 8] = value;
        }
        bool expected = caller.verify(keys[4], _part(inputs, place, 4), proofs[place]);
        assertEq(caller.verifyBatch{gas: GAS}(keys[4], inputs, proofs), expected, "as the proof alone");
    }

    function test_verifyBatch_WhenOneProofIsOfOtherInputs_AtEachPlace() external view {
        for (uint256 count = 1; count <= MOST_PROOFS; ++count) {
            for (uint256 place = 0; place < count; ++place) {
                (uint256[] memory inputs, Proof[] memory proofs) = _batch(count, count, 4);
                proofs[place] = prover.prove(_inputs(99, 4));
                assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "proof of other inputs");
                (inputs, proofs) = _batch(count, count, 4);
                inputs[4 * place + 2] = addmod(inputs[4 * place + 2], 1, P);
                assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "other input");
            }
        }
    }

    function test_verifyBatch_GivenOneProofAgainAndAgain() external view {
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(1, MOST_PROOFS, 4);
        for (uint256 i = 0; i < MOST_PROOFS; ++i) {
            proofs[i] = proofs[0];
            for (uint256 j = 0; j < 4; ++j) {
                inputs[4 * i + j] = inputs[j];
            }
        }
        assertTrue(caller.verifyBatch(keys[4], inputs, proofs), "repeated");
    }

    function test_verifyBatch_WhenInputsOrProofsAreSwapped() external view {
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(2, 3, 4);
        (proofs[0], proofs[2]) = (proofs[2], proofs[0]);
        assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "proofs swapped");
        for (uint256 j = 0; j < 4; ++j) {
            (inputs[j], inputs[8 + j]) = (inputs[8 + j], inputs[j]);
        }
        assertTrue(caller.verifyBatch(keys[4], inputs, proofs), "both swapped");
        (inputs[3], inputs[4]) = (inputs[4], inputs[3]);
        assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "inputs of two proofs swapped");
    }

    /// @dev Both equations fail, by factors that are each other's inverse: with equal coefficients nobody would notice.
    function test_verifyBatch_WhenErrorsCancel() external view {
        for (uint256 place = 1; place < 4; ++place) {
            (uint256[] memory inputs, Proof[] memory proofs) = _batch(3, 4, 4);
            // Of the same inputs C, and A with it, are free: C alone is moved, by the same multiple up and down.
            proofs[0].c = prover.proveWith(_part(inputs, 0, 4), _cOf(inputs, 0) + 1).c;
            proofs[place].c = prover.proveWith(_part(inputs, place, 4), _cOf(inputs, place) - 1).c;
            assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "errors that cancel");
        }
    }

    function test_verifyBatch_WhenNumbersDoNotFit() external view {
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(4, 3, 4);
        assertFalse(caller.verifyBatch(keys[4], inputs, new Proof[](0)), "no proofs");
        assertFalse(caller.verifyBatch(keys[4], new uint256[](0), new Proof[](0)), "nothing");
        assertFalse(caller.verifyBatch(keys[5], inputs, proofs), "a key of more inputs");
        assertFalse(caller.verifyBatch(keys[3], inputs, proofs), "a key of fewer inputs");
        assertFalse(caller.verifyBatch(address(0xdead), inputs, proofs), "no key");
        assertFalse(caller.verifyBatch(keys[4], _inputs(4, 11), proofs), "inputs that do not divide");
        assertFalse(caller.verifyBatch(keys[0], inputs, proofs), "a key of none");
        assertFalse(caller.verifyBatch(keys[4], _inputs(4, 15), proofs), "more inputs");
    }

    function testFuzz_verifyBatch_WhenInputIsAliased(uint256 seed, uint256 position, uint256 times) external view {
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(seed, 3, 4);
        position = bound(position, 0, 11);
        inputs[position] += P * bound(times, 1, (type(uint256).max - inputs[position]) / P);
        assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "aliased input");
    }

    /// @dev Each satisfies the equation, see `test_verify_WhenPointIsAtInfinity`. Other words stand before a proof than where it is alone.
    function test_verifyBatch_WhenAPointIsAtInfinity_AtEachPlace() external view {
        for (uint256 count = 1; count <= 3; ++count) {
            for (uint256 place = 0; place < count; ++place) {
                (uint256[] memory inputs, Proof[] memory proofs) = _batch(5, count, 4);
                uint256[] memory part = _part(inputs, place, 4);
                proofs[place] = prover.proveWith(part, 0);
                assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "C");
                proofs[place] = prover.proveWith(part, _cOfZeroR(part));
                assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "A");
                (proofs[place].a[0], proofs[place].a[1]) = (1, 2);
                delete proofs[place].b;
                assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "B");
            }
        }
    }

    function test_verifyBatch_WhenMalformed_TakesLittleGas() external view {
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(6, MOST_PROOFS, 4);
        uint256[8] memory words = _words(proofs[7]);
        words[7] += Q;
        proofs[7] = _proof(words);
        uint256 before = gasleft();
        assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "aliased coordinate");
        assertLt(before - gasleft(), 60_000, "gas");

        (inputs, proofs) = _batch(6, MOST_PROOFS, 4);
        proofs[7].c[1] ^= 1;
        before = gasleft();
        assertFalse(caller.verifyBatch(keys[4], inputs, proofs), "C off the curve");
        assertLt(before - gasleft(), 60_000, "gas");
    }

    function test_verifyBatch_LeavesMemoryAsItWas() external view {
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(7, 3, 4);
        (bool valid, uint256[] memory inputsAfter, bytes memory before, bytes memory later) = caller
            .verifyBatchAmidMemory(keys[4], inputs, proofs);
        assertTrue(valid, "valid");
        assertEq(inputsAfter, inputs, "inputs");
        assertEq(before, "allocated before", "memory allocated before");
        assertEq(later, new bytes(3000), "memory allocated afterwards is zero");
    }

    function testFuzz_batchCoefficients(uint256 seed, uint256 place, uint256 word) external view {
        (uint256[] memory inputs, Proof[] memory proofs) = _batch(seed, 3, 4);
        uint256[] memory coefficients = caller.batchCoefficients(keys[4], inputs, proofs);
        assertEq(coefficients.length, 3, "one a proof");
        assertEq(coefficients[0], 1, "first");
        for (uint256 i = 1; i < 3; ++i) {
            assertGt(coefficients[i], 0, "not zero");
            assertLe(coefficients[i], 1 << 128, "128 bits");
        }
        assertNotEq(coefficients[1], coefficients[2], "of each other");

        // Whatever is changed, wherever: others.
        (place, word) = (bound(place, 0, 2), bound(word, 0, 12));
        if (word < 8) {
            uint256[8] memory words = _words(proofs[place]);
            words[word] ^= 1;
            proofs[place] = _proof(words);
        } else if (word < 12) {
            inputs[4 * place + word - 8] ^= 1;
        }
        uint256[] memory others = caller.batchCoefficients(keys[word == 12 ? 3 : 4], inputs, proofs);
        assertNotEq(coefficients[1], others[1], "second");
        assertNotEq(coefficients[2], others[2], "third");
    }

    // ------------------------------------------------------------------ store and decode

    function testFuzz_store_WhenKeyIsSound(uint256 count) external {
        count = bound(count, 0, 12);
        VerifyingKey memory key = prover.key(count);
        address keyData = caller.store(key, count);
        assertEq(abi.encode(caller.decode(keyData)), abi.encode(key), "decoded key");
        assertEq(keyData.code.length, 1 + 32 * (14 + 2 * (count + 1)), "bytes of code");
    }

    function test_store_RevertWhen_LengthOfIcIsWrong() external {
        VerifyingKey memory key = prover.key(4);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 4, 5));
        caller.store(key, 3);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 6, 5));
        caller.store(key, 5);
        key.ic = new uint256[2][](0);
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyLengthMismatch.selector, 1, 0));
        caller.store(key, 0);
    }

    /// @dev A precompile that rejects a point takes all the gas it is given: without a bound, the first test would use up all.
    uint256 private constant GAS = 2_000_000;

    /// @dev The points of a key of 4 inputs: alpha, beta, gamma, delta, ic[0] … ic[4].
    uint256 private constant POINTS = 9;

    function test_store_RevertWhen_CoordinateIsNotCanonical() external {
        for (uint256 point = 0; point < POINTS; ++point) {
            for (uint256 i = 0; i < _coordinates(point); ++i) {
                VerifyingKey memory key = prover.key(4);
                (string memory name, uint256 index) = _name(point);
                uint256 coordinate = _coordinate(key, point, i) + Q;
                _setCoordinate(key, point, i, coordinate);
                vm.expectRevert(
                    abi.encodeWithSelector(Groth16.KeyCoordinateNotCanonical.selector, name, index, coordinate)
                );
                caller.store(key, 4);
            }
        }
    }

    function test_store_RevertWhen_PointIsAtInfinity() external {
        for (uint256 point = 0; point < POINTS; ++point) {
            VerifyingKey memory key = prover.key(4);
            for (uint256 i = 0; i < _coordinates(point); ++i) {
                _setCoordinate(key, point, i, 0);
            }
            (string memory name, uint256 index) = _name(point);
            vm.expectRevert(abi.encodeWithSelector(Groth16.KeyPointAtInfinity.selector, name, index));
            caller.store(key, 4);
        }
    }

    function test_store_RevertWhen_PointIsOffItsCurve() external {
        for (uint256 point = 0; point < POINTS; ++point) {
            for (uint256 i = 0; i < _coordinates(point); ++i) {
                VerifyingKey memory key = prover.key(4);
                _setCoordinate(key, point, i, (_coordinate(key, point, i) + 1) % Q);
                (string memory name, uint256 index) = _name(point);
                vm.expectRevert(abi.encodeWithSelector(Groth16.KeyPointNotInGroup.selector, name, index));
                caller.store{gas: GAS}(key, 4);
            }
        }
    }

    function test_store_RevertWhen_PointHasOneCoordinateOfInfinity() external {
        for (uint256 i = 0; i < 2; ++i) {
            VerifyingKey memory key = prover.key(4);
            key.alpha[i] = 0;
            vm.expectRevert(abi.encodeWithSelector(Groth16.KeyPointNotInGroup.selector, "alpha", 0));
            caller.store(key, 4);
        }
    }

    function test_store_RevertWhen_PointIsOutsideTheSubgroup() external {
        uint256[2][2] memory outside = outsideSubgroup();
        for (uint256 point = 1; point < 4; ++point) {
            VerifyingKey memory key = prover.key(4);
            for (uint256 i = 0; i < 4; ++i) {
                _setCoordinate(key, point, i, outside[i / 2][i % 2]);
            }
            (string memory name, ) = _name(point);
            vm.expectRevert(abi.encodeWithSelector(Groth16.KeyPointNotInGroup.selector, name, 0));
            caller.store{gas: GAS}(key, 4);
        }
    }

    function test_store_RevertWhen_GammaEqualsDelta() external {
        VerifyingKey memory key = prover.key(4);
        key.delta = key.gamma;
        vm.expectRevert(Groth16.KeyGammaEqualsDelta.selector);
        caller.store(key, 4);
        // The opposite point lets C cancel the public inputs as well. Taken from another copy of the key: what memory holds of
        // delta is gamma by now.
        key.delta = prover.key(4).gamma;
        (key.delta[1][0], key.delta[1][1]) = (Q - key.gamma[1][0], Q - key.gamma[1][1]);
        vm.expectRevert(Groth16.KeyGammaEqualsDelta.selector);
        caller.store(key, 4);
    }

    function test_decode_RevertWhen_CodeIsNoKey() external {
        bytes memory data = SSTORE2.read(keys[0]);
        bytes memory withoutIc = new bytes(14 * 32);
        _expectMalformed(makeAddr("nobody"));
        _expectMalformed(SSTORE2.write(withoutIc));
        _expectMalformed(SSTORE2.write(bytes.concat(data, hex"00")));
        _expectMalformed(SSTORE2.write(bytes.concat(data, bytes32(0))));
    }

    function _expectMalformed(address keyData) private {
        vm.expectRevert(abi.encodeWithSelector(Groth16.KeyDataMalformed.selector, keyData, keyData.code.length));
        caller.decode(keyData);
    }

    // ------------------------------------------------------------------ helpers

    function _inputs(uint256 seed, uint256 count) private pure returns (uint256[] memory inputs) {
        inputs = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            inputs[i] = uint256(keccak256(abi.encode(seed, i))) % P;
        }
    }

    /// @dev Proofs of random inputs, and all inputs in a row.
    function _batch(
        uint256 seed,
        uint256 count,
        uint256 inputsEach
    ) private view returns (uint256[] memory inputs, Proof[] memory proofs) {
        inputs = _inputs(seed, count * inputsEach);
        proofs = new Proof[](count);
        for (uint256 i = 0; i < count; ++i) {
            proofs[i] = prover.prove(_part(inputs, i, inputsEach));
        }
    }

    /// @dev The inputs of one proof of a batch.
    function _part(
        uint256[] memory inputs,
        uint256 place,
        uint256 inputsEach
    ) private pure returns (uint256[] memory part) {
        part = new uint256[](inputsEach);
        for (uint256 j = 0; j < inputsEach; ++j) {
            part[j] = inputs[place * inputsEach + j];
        }
    }

    /// @dev The scalar of C in the prover's proof.
    function _cOf(uint256[] memory inputs, uint256 place) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("c", _part(inputs, place, 4)))) % P;
    }

    function _words(Proof memory proof) private pure returns (uint256[8] memory) {
        return abi.decode(abi.encode(proof), (uint256[8]));
    }

    function _proof(uint256[8] memory words) private pure returns (Proof memory) {
        return abi.decode(abi.encode(words), (Proof));
    }

    /// @dev The c for which the prover's A is the point at infinity: -(α + sum·γ)/δ, with the prover's own constants.
    function _cOfZeroR(uint256[] memory inputs) private pure returns (uint256) {
        uint256 n = inputs.length;
        uint256 sum = uint256(keccak256(abi.encode("ic", n, uint256(0)))) % P;
        for (uint256 i = 0; i < n; ++i) {
            sum = addmod(sum, mulmod(inputs[i], uint256(keccak256(abi.encode("ic", n, i + 1))) % P, P), P);
        }
        uint256 inverseOf7 = 0x6e9c21069503b73ac9dc0d0edede80d4ee2d80a5a8834a709b290cbfdb6db6e;
        return mulmod(P - addmod(3, mulmod(sum, 5, P), P), inverseOf7, P);
    }

    function _name(uint256 point) private pure returns (string memory, uint256) {
        if (point == 0) return ("alpha", 0);
        if (point == 1) return ("beta", 0);
        if (point == 2) return ("gamma", 0);
        if (point == 3) return ("delta", 0);
        return ("ic", point - 4);
    }

    function _coordinates(uint256 point) private pure returns (uint256) {
        return point >= 1 && point <= 3 ? 4 : 2;
    }

    function _coordinate(VerifyingKey memory key, uint256 point, uint256 i) private pure returns (uint256) {
        if (point == 0) return key.alpha[i];
        if (point == 1) return key.beta[i / 2][i % 2];
        if (point == 2) return key.gamma[i / 2][i % 2];
        if (point == 3) return key.delta[i / 2][i % 2];
        return key.ic[point - 4][i];
    }

    function _setCoordinate(VerifyingKey memory key, uint256 point, uint256 i, uint256 value) private pure {
        if (point == 0) key.alpha[i] = value;
        else if (point == 1) key.beta[i / 2][i % 2] = value;
        else if (point == 2) key.gamma[i / 2][i % 2] = value;
        else if (point == 3) key.delta[i / 2][i % 2] = value;
        else key.ic[point - 4][i] = value;
    }
}
