// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

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
        uint256 depth = path.length;
        if (index >= leaves || depth != _depthOf(leaves)) return false;

        bytes32 node = leaf;
        for (uint256 level = 0; level < depth; ++level) {
            node = _isRight(index >> level) ? _join(path[level], node) : _join(node, path[level]);
        }
        return node == root;
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
        if (index >= leaves || index + 1 >= leaves) return false;
        uint256 used = 0;
        uint256 depth = _depthOf(leaves);
        uint256 level = 0;
        // The last level on which the left one is a right child ends below the root: there index + 1 still has a leaf.
        for (; _isRight(index >> level); ++level) {
            if (used + 2 > path.length) return false;
            left = _join(path[used], left);
            right = _join(right, path[used + 1]);
            used += 2;
        }
        bytes32 node = _join(left, right);
        if (path.length - used != depth - level - 1) return false;
        for (++level; level < depth; ++level) {
            bytes32 sibling = path[used++];
            node = _isRight(index >> level) ? _join(sibling, node) : _join(node, sibling);
        }
        return node == root;
    }

    function _depthOf(uint256 leaves) private pure returns (uint256) {
        return Math.log2(leaves, Math.Rounding.Ceil);
    }

    function _isRight(uint256 position) private pure returns (bool) {
        return position & 1 == 1;
    }

    function _join(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encode(left, right));
    }
}
