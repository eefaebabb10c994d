// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {FormatsCaller} from "../../../contracts/mocks/FormatsCaller.sol";
import {RecordsFixture} from "../shared/RecordsFixture.sol";

contract OrderedTreeTest is RecordsFixture {
    FormatsCaller private tree;

    function setUp() public override {
        tree = new FormatsCaller();
    }

    function _leaves(uint256 count) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) leaves[i] = keccak256(abi.encode("leaf", count, i, uint256(0)));
    }

    function _shorter(bytes32[] memory path, uint256 by) private pure returns (bytes32[] memory cut) {
        cut = new bytes32[](path.length - by);
        for (uint256 i = 0; i < cut.length; ++i) cut[i] = path[i];
    }

    function _longer(bytes32[] memory path, uint256 by) private pure returns (bytes32[] memory more) {
        more = new bytes32[](path.length + by);
        for (uint256 i = 0; i < path.length; ++i) more[i] = path[i];
    }

    function test_containsPair_GivenEveryPairOfEverySize() external view {
        for (uint256 count = 2; count <= 40; ++count) {
            bytes32[] memory leaves = _leaves(count);
            bytes32 root = treeRoot(leaves);
            for (uint256 i = 0; i + 1 < count; i += 1 + count / 12) {
                bytes32[] memory path = pairPath(leaves, i);
                assertTrue(tree.containsPair(root, count, i, leaves[i], leaves[i + 1], path), "next to each other");
                assertFalse(tree.containsPair(root, count, i, leaves[i + 1], leaves[i], path), "changed places");
                assertTrue(tree.containsLeaf(root, count, i, leaves[i], treePath(leaves, i)), "alone too");
            }
        }
    }

    function test_containsPair_WhenTheIndexIsTheLast() external view {
        bytes32[] memory leaves = _leaves(3);
        bytes32 root = treeRoot(leaves);
        // The place after the third leaf is there, and zero.
        bytes32[] memory path = new bytes32[](1);
        path[0] = level(leaves, 1)[0];
        assertTrue(tree.containsPair(root, 4, 2, leaves[2], 0, path), "of four");
        assertFalse(tree.containsPair(root, 3, 2, leaves[2], 0, path), "of three");
        assertFalse(tree.containsPair(root, 3, 3, 0, 0, path), "beyond");
        // Of an index beyond the tree the path reads the low bits alone: those of 4 are those of 0.
        path = pairPath(leaves, 0);
        assertTrue(tree.containsPair(root, 3, 0, leaves[0], leaves[1], path), "at 0");
        assertFalse(tree.containsPair(root, 3, 4, leaves[0], leaves[1], path), "at 0 and a whole tree");
        assertFalse(tree.containsPair(root, 3, type(uint256).max, leaves[0], leaves[0], path), "without overflow");
        assertFalse(tree.containsPair(root, 0, 0, leaves[0], leaves[1], path), "of none");
        assertFalse(tree.containsPair(leaves[0], 1, 0, leaves[0], leaves[0], new bytes32[](0)), "of one");
    }

    function test_containsPair_WhenThePathHasAnotherLength() external view {
        bytes32[] memory leaves = _leaves(16);
        bytes32 root = treeRoot(leaves);
        for (uint256 i = 0; i < 15; ++i) {
            bytes32[] memory path = pairPath(leaves, i);
            for (uint256 by = 1; by <= path.length; ++by) {
                assertFalse(tree.containsPair(root, 16, i, leaves[i], leaves[i + 1], _shorter(path, by)), "shorter");
                assertFalse(tree.containsPair(root, 16, i, leaves[i], leaves[i + 1], _longer(path, by)), "longer");
            }
        }
        // A subtree's root under which both lie, said to be the whole: the depth is another.
        bytes32[] memory none = new bytes32[](0);
        assertFalse(tree.containsPair(level(leaves, 1)[0], 16, 0, leaves[0], leaves[1], none), "a node as the root");
        assertTrue(tree.containsPair(level(leaves, 1)[0], 2, 0, leaves[0], leaves[1], none), "of two leaves");
    }

    function testFuzz_containsPair_WhenAnythingIsAnother(uint256 count, uint256 index, uint256 what) external view {
        count = bound(count, 2, 40);
        index = bound(index, 0, count - 2);
        bytes32[] memory leaves = _leaves(count);
        bytes32 root = treeRoot(leaves);
        bytes32[] memory path = pairPath(leaves, index);
        (bytes32 left, bytes32 right) = (leaves[index], leaves[index + 1]);
        what = bound(what, 0, 2 + path.length);
        if (what == 0) left = ~left;
        else if (what == 1) right = ~right;
        else if (what == 2) root = ~root;
        else path[what - 3] = ~path[what - 3];
        assertFalse(tree.containsPair(root, count, index, left, right, path), "changed");
    }

    function testFuzz_containsPair_WhenGivenAtAnotherIndex(uint256 count, uint256 from, uint256 to) external view {
        count = bound(count, 3, 40);
        from = bound(from, 0, count - 2);
        to = bound(to, 0, count - 2);
        vm.assume(from != to);
        bytes32[] memory leaves = _leaves(count);
        bytes32[] memory path = pairPath(leaves, from);
        assertFalse(tree.containsPair(treeRoot(leaves), count, to, leaves[from], leaves[from + 1], path), "moved");
    }
}
