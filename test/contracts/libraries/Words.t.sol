// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {Words} from "../../../contracts/libraries/Words.sol";
import {FormatsCaller} from "../../../contracts/mocks/FormatsCaller.sol";

contract WordsTest is Test {
    uint256 private constant P = Words.FIELD;

    FormatsCaller private caller;

    function setUp() public {
        caller = new FormatsCaller();
    }

    // ------------------------------------------------------------------ hash

    function testFuzz_hash_GivenOnePiece(uint256 seed, uint256 count) external view {
        bytes memory words = _bytes(seed, bound(count, 1, 60));
        assertEq(caller.hash(words), keccak256(abi.encode(keccak256(words))), "hash of the hash");
    }

    function test_hash_AtTheEndsOfPieces() external view {
        bytes memory a = _bytes(1, 750);
        bytes memory b = _bytes(2, 750);
        bytes memory c = _bytes(3, 1);
        assertEq(caller.hash(a), keccak256(abi.encode(keccak256(a))), "750 words");
        assertEq(caller.hash(bytes.concat(a, c)), keccak256(abi.encode(keccak256(a), keccak256(c))), "751 words");
        assertEq(caller.hash(bytes.concat(a, b)), keccak256(abi.encode(keccak256(a), keccak256(b))), "1,500 words");
        assertEq(
            caller.hash(bytes.concat(a, b, c)),
            keccak256(abi.encode(keccak256(a), keccak256(b), keccak256(c))),
            "1,501 words"
        );
    }

    function test_hash_GivenNothing() external view {
        assertEq(caller.hash(""), keccak256(""), "no piece");
    }

    // ------------------------------------------------------------------ digest

    function testFuzz_digest_GivenCanonicalWords(uint256 seed, uint256 count, uint256 challenge) external view {
        challenge = bound(challenge, 0, P - 1);
        bytes memory words = _bytes(seed, bound(count, 0, 60));
        uint256 expected;
        uint256 power = 1;
        for (uint256 i = 0; i < words.length / 32; ++i) {
            expected = addmod(expected, mulmod(_word(words, i), power, P), P);
            power = mulmod(power, challenge, P);
        }
        assertEq(caller.digest(words, challenge), expected, "sum of word times power");
    }

    function test_digest_GivenKnownWords() external view {
        assertEq(caller.digest(abi.encode(1, 2, 3), 10), 321, "1 + 2 * 10 + 3 * 100");
        assertEq(caller.digest(abi.encode(P - 1, P - 1), P - 1), 0, "p - 1 and its square");
        assertEq(caller.digest(abi.encode(7), 10), 7, "the salt alone");
        assertEq(caller.digest("", 10), 0, "nothing");
    }

    function testFuzz_digest_RevertWhen_WordIsNotCanonical(uint256 count, uint256 position, uint256 word) external {
        count = bound(count, 1, 60);
        position = bound(position, 0, count - 1);
        word = bound(word, P, type(uint256).max);
        bytes memory words = _bytes(4, count);
        _setWord(words, position, word);
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.WordNotCanonical.selector, position, word));
        caller.digest(words, 10);
    }

    function test_digest_AtTheOrderOfTheField() external {
        assertEq(caller.digest(abi.encode(P - 1), 10), P - 1, "p - 1");
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.WordNotCanonical.selector, 0, P));
        caller.digest(abi.encode(P), 10);
    }

    // ------------------------------------------------------------------ challenges

    function testFuzz_chunkChallenge(
        address sponsor,
        uint256 index,
        uint256 commitment,
        bytes32 bytesHash
    ) external view {
        bytes32 domain = keccak256("commonweight.chunk");
        bytes32 full = keccak256(
            abi.encode(domain, block.chainid, address(caller), sponsor, index, commitment, bytesHash)
        );
        assertEq(caller.chunkChallenge(sponsor, index, commitment, bytesHash), uint256(full) % P, "challenge");
    }

    function testFuzz_modelChallenge(address operator, uint256 commitment, bytes32 bytesHash) external view {
        bytes32 domain = keccak256("commonweight.model");
        bytes32 full = keccak256(
            abi.encode(domain, block.chainid, address(caller), operator, uint256(0), commitment, bytesHash)
        );
        assertEq(caller.modelChallenge(operator, commitment, bytesHash), uint256(full) % P, "challenge");
    }

    function test_challenges_DifferWithEachPart() external {
        address a = makeAddr("a");
        uint256 base = caller.chunkChallenge(a, 0, 1, bytes32(0));
        assertNotEq(caller.modelChallenge(a, 1, bytes32(0)), base, "domain");
        assertNotEq(caller.chunkChallenge(makeAddr("b"), 0, 1, bytes32(0)), base, "account");
        assertNotEq(caller.chunkChallenge(a, 1, 1, bytes32(0)), base, "index");
        assertNotEq(caller.chunkChallenge(a, 0, 2, bytes32(0)), base, "commitment");
        assertNotEq(caller.chunkChallenge(a, 0, 1, bytes32(uint256(1))), base, "hash");
        assertNotEq(new FormatsCaller().chunkChallenge(a, 0, 1, bytes32(0)), base, "escrow");
        vm.chainId(block.chainid + 1);
        assertNotEq(caller.chunkChallenge(a, 0, 1, bytes32(0)), base, "chain");
    }

    // ------------------------------------------------------------------ helpers

    function _bytes(uint256 seed, uint256 count) private pure returns (bytes memory words) {
        words = new bytes(32 * count);
        for (uint256 i = 0; i < count; ++i) {
            _setWord(words, i, uint256(keccak256(abi.encode(seed, i))) % P);
        }
    }

    function _word(bytes memory words, uint256 position) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(words, 0x20), mul(position, 0x20)))
        }
    }

    function _setWord(bytes memory words, uint256 position, uint256 word) private pure {
        assembly ("memory-safe") {
            mstore(add(add(words, 0x20), mul(position, 0x20)), word)
        }
    }
}
