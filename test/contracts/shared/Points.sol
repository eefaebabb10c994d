// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @dev The point of the twist of BN254 with x = 1, in the order of EIP-197: its order is not that of the group.
function outsideSubgroup() pure returns (uint256[2][2] memory) {
    return
        [
            [uint256(0), 1],
            [
                uint256(0x0d1271953ed9ea0836846e70a1934187998c7f790cb4d7511b7f8da82de048a4),
                0x2869111d5381f072f8e2728fdb825a51aadd70e52c9830e9ab4b871c0531f1bb
            ]
        ];
}
