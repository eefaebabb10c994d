// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";
import {Words} from "./Words.sol";

/// @title Checks of what callers bring: lists of one length, and published words
library Batch {
    /// @notice Proofs verified in one call, at most.
    uint256 internal constant MAXIMUM_PROOFS = 8;

    /// @notice Reverts unless a list has the length of the first, and neither is too long.
    function check(uint256 size, uint256 otherSize, uint256 maximum) internal pure {
        if (size > maximum) revert ITrainingBounties.BatchTooLarge(size, maximum);
        if (otherSize != size) revert ITrainingBounties.LengthMismatch(size, otherSize);
    }

    /// @notice Reverts unless the bytes are `count` canonical words with this hash, and this digest at the challenge.
    function checkWords(
        bytes calldata words,
        uint256 count,
        bytes32 bytesHash,
        uint256 challenge,
        uint256 digest
    ) internal pure {
        if (words.length != count * 32) revert ITrainingBounties.WordsLengthMismatch(count, words.length);
        bytes32 actualHash = Words.hash(words);
        if (actualHash != bytesHash) revert ITrainingBounties.BytesHashMismatch(bytesHash, actualHash);
        uint256 actualDigest = Words.digest(words, challenge);
        if (actualDigest != digest) revert ITrainingBounties.DigestMismatch(digest, actualDigest);
    }
}
