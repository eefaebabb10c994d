// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice The trees of training records, written out once more: all levels of nodes, instead of the one path that the contracts climb.
abstract contract Trees {
    function leafOf(string memory domain, uint256 index, uint256 commitment) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(domain)), index, commitment));
    }

    function treeRoot(bytes32[] memory leaves) internal pure returns (bytes32) {
        return level(leaves, depthOf(leaves.length))[0];
    }

    function treePath(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory path) {
        path = new bytes32[](depthOf(leaves.length));
        for (uint256 k = 0; k < path.length; ++k) {
            path[k] = level(leaves, k)[(index >> k) ^ 1];
        }
    }

    /// @dev One path for the leaves at the index and after it.
    function pairPath(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory path) {
        path = new bytes32[](2 * depthOf(leaves.length));
        uint256 used = 0;
        for (uint256 k = 0; k < depthOf(leaves.length); ++k) {
            bytes32[] memory nodes = level(leaves, k);
            (uint256 left, uint256 right) = (index >> k, (index + 1) >> k);
            if (left == right) path[used++] = nodes[left ^ 1];
            else if (left ^ 1 != right)
                (path[used], path[used + 1], used) = (nodes[left ^ 1], nodes[right ^ 1], used + 2);
        }
        assembly ("memory-safe") {
            mstore(path, used)
        }
    }

    function depthOf(uint256 count) internal pure returns (uint256 depth) {
        while (1 << depth < count) ++depth;
    }

    /// @dev The nodes so many levels above the leaves.
    function level(bytes32[] memory leaves, uint256 height) internal pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](1 << depthOf(leaves.length));
        for (uint256 i = 0; i < leaves.length; ++i) nodes[i] = leaves[i];
        for (uint256 k = 0; k < height; ++k) {
            bytes32[] memory parents = new bytes32[](nodes.length / 2);
            for (uint256 i = 0; i < parents.length; ++i) {
                parents[i] = keccak256(bytes.concat(nodes[2 * i], nodes[2 * i + 1]));
            }
            nodes = parents;
        }
    }
}
