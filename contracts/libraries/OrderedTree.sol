// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title Keccak trees whose leaves stand in order
/// @notice A binary tree of depth ⌈log2 n⌉ over n leaves. It is ordered by index, so that an index has exactly one leaf: bit k of the
/// index says whether the node at level k is a right child. Leaves beyond the last are zero.
/// @dev A node hashes 64 bytes. The caller sees to it that a leaf does not, so that neither can stand for the other.
library OrderedTree {
    /// @notice Whether the leaf stands at the index of the tree with this root.
    /// @param path Siblings from the leaf to the root.
    function contains(
        bytes32 root,
        uint256 leaves,
        uint256 index,
        bytes32 leaf,
        bytes32[] calldata path
    ) internal pure returns (bool) {
        if (index >= leaves || !_isDepth(path.length, leaves)) return false;
        return _climb(leaf, index, path, 0) == root;
    }

    /// @notice Whether two leaves stand next to each other, the left one at the index. One path serves both.
    /// @param path From the leaves to the root: while the two have different parents, the sibling of the left one's node, then that of
    /// the right one's; above, the siblings of the node that both lie under.
    function containsPair(
        bytes32 root,
        uint256 leaves,
        uint256 index,
        bytes32 left,
        bytes32 right,
        bytes32[] calldata path
    ) internal pure returns (bool) {
        if (leaves < 2 || index >= leaves - 1) return false;
        uint256 used = 0;
        // The last level on which the left one is a right child ends below the root: there index + 1 still has a leaf.
        uint256 rest = index;
        for (; _isRight(rest); rest >>= 1) {
            if (used + 2 > path.length) return false;
            left = _join(path[used], left);
            right = _join(right, path[used + 1]);
            used += 2;
        }
        // So far used / 2 levels are behind, and the next is where the two meet.
        if (!_isDepth(path.length - used / 2 + 1, leaves)) return false;
        return _climb(_join(left, right), rest >> 1, path, used) == root;
    }

    /// @dev The node at the end of a path, from a node at an index of its level on; the part of the path before `from` is not read.
    function _climb(
        bytes32 node,
        uint256 index,
        bytes32[] calldata path,
        uint256 from
    ) private pure returns (bytes32 top) {
        // Memory-safe: it writes to the scratch words 0x00 and 0x20 only. Written in assembly because a call climbs dozens of
        // levels, which are 100 gas each here, and 500 with the checks that Solidity adds to each.
        assembly ("memory-safe") {
            let end := add(path.offset, shl(5, path.length))
            for {
                let at := add(path.offset, shl(5, from))
            } lt(at, end) {
                at := add(at, 0x20)
            } {
                // The node goes to the left where the lowest bit of its index is 0, and its sibling to the other side.
                let side := shl(5, and(index, 1))
                mstore(side, node)
                mstore(xor(side, 0x20), calldataload(at))
                node := keccak256(0x00, 0x40)
                index := shr(1, index)
            }
            top := node
        }
    }

    /// @dev Whether the depth is ⌈log2 leaves⌉, of at least one leaf: the last index has as many bits.
    function _isDepth(uint256 depth, uint256 leaves) private pure returns (bool) {
        uint256 last = leaves - 1;
        return last >> depth == 0 && (depth == 0 || last >> (depth - 1) != 0);
    }

    function _isRight(uint256 position) private pure returns (bool) {
        return position & 1 == 1;
    }

    function _join(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return Hashes.efficientKeccak256(left, right);
    }
}
