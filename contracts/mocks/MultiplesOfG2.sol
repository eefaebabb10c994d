// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// Points of G2 whose discrete logarithms are published by these names, in the order of EIP-197.

/// @notice The generator of G2.
function oneG2() pure returns (uint256[2][2] memory) {
    return
        [
            [
                uint256(0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2),
                0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed
            ],
            [
                uint256(0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b),
                0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa
            ]
        ];
}

/// @notice Five times the generator.
function fiveG2() pure returns (uint256[2][2] memory) {
    return
        [
            [
                uint256(0x0a09ccf561b55fd99d1c1208dee1162457b57ac5af3759d50671e510e428b2a1),
                0x2e539c423b302d13f4e5773c603948eaf5db5df8ae8a9a9113708390a06410d8
            ],
            [
                uint256(0x19b763513924a736e4eebd0d78c91c1bc1d657fee4214057d21414011cfcc763),
                0x2f8d9f9ab83727c77a2fec063cb7b6e5eb23044ccf535ad49d46d394fb6f6bf6
            ]
        ];
}

/// @notice Seven times the generator.
function sevenG2() pure returns (uint256[2][2] memory) {
    return
        [
            [
                uint256(0x2903ba015a9abde26a5d081e84551e63be0fd4516e46ee6d593edeba46362455),
                0x224bdc5d4327fcf8ed702e01de1c2f1657a253ba75e32a89c390142aaa28b308
            ],
            [
                uint256(0x03c8b7cda6b2dedb7aeeaf5fda464ad17036bea1c4e6f7adbaed1ebe0335e0d8),
                0x1d92fff52a265017eeccb372e37d7a7bd431800eca28dfd82e21e8054114233f
            ]
        ];
}
