// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../interfaces/ITrainingBounties.sol";

/// @title Published words: their hash, their digest, and the challenge between the two
/// @notice Data and weights are published as words: 32-byte big-endian elements of BN254's scalar field, the first of them a
/// secret salt. Their hash is fixed first; the challenge follows from it and from the commitment; the digest is the value
/// at the challenge of the polynomial whose coefficients the words are. Other words of the same hash are out of reach, and
/// a proof that speaks of other words than these has another digest but with probability (K − 1)/p for K words.
library Words {
    /// @notice Order p of the scalar field. A word is canonical if it is below.
    uint256 internal constant FIELD = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;

    /// @dev The hash is taken over the hashes of pieces of 750 words, so that a piece can be hashed in a call of its own.
    uint256 internal constant PIECE_WORDS = 750;
    uint256 internal constant PIECE_BYTES = PIECE_WORDS * 32;

    bytes32 internal constant CHUNK_DOMAIN = keccak256("commonweight.chunk");
    bytes32 internal constant MODEL_DOMAIN = keccak256("commonweight.model");

    /// @notice keccak256 of the concatenated hashes of the pieces, also where there is only one.
    function hash(bytes calldata words) internal pure returns (bytes32) {
        bytes memory pieces;
        for (uint256 start = 0; start < words.length; start += PIECE_BYTES) {
            uint256 left = words.length - start;
            uint256 end = start + (left < PIECE_BYTES ? left : PIECE_BYTES);
            pieces = bytes.concat(pieces, keccak256(words[start:end]));
        }
        return keccak256(pieces);
    }

    /// @notice Σ word_i · challenge^i mod p, word_0 the first. Reverts with `WordNotCanonical` at a word of p or more: two
    /// encodings of one word would let different bytes pass for the same.
    /// @dev Warning: the caller must have checked the length; bytes after the last whole word are not read.
    function digest(bytes calldata words, uint256 challenge) internal pure returns (uint256 value) {
        // Horner's rule, from the last word to the first.
        for (uint256 position = words.length / 32; position > 0;) {
            uint256 word;
            // The position was at least 1 and stays below words.length / 32: the subtraction does not underflow, and the
            // load stays inside `words`. This saves the bounds checks of a slice, 150 gas a word.
            unchecked {
                --position;
            }
            assembly ("memory-safe") {
                word := calldataload(add(words.offset, shl(5, position)))
            }
            if (word >= FIELD) revert ITrainingBounties.WordNotCanonical(position, word);
            value = addmod(mulmod(value, challenge, FIELD), word, FIELD);
        }
    }

    /// @notice What a piece adds to the digest of all words: its own, times challenge^(750·piece), mod p.
    function digestOfPiece(bytes calldata words, uint256 piece, uint256 challenge) internal pure returns (uint256) {
        return mulmod(digest(words, challenge), _power(challenge, piece * PIECE_WORDS), FIELD);
    }

    /// @notice Challenge of a sealed chunk, for the escrow that executes this code.
    function chunkChallenge(
        address sponsor,
        uint256 index,
        uint256 commitment,
        bytes32 bytesHash
    ) internal view returns (uint256) {
        return _challenge(CHUNK_DOMAIN, sponsor, index, commitment, bytesHash);
    }

    /// @notice Challenge of a submitted model, for the escrow that executes this code.
    function modelChallenge(address operator, uint256 commitment, bytes32 bytesHash) internal view returns (uint256) {
        return _challenge(MODEL_DOMAIN, operator, 0, commitment, bytesHash);
    }

    /// @dev base^exponent mod p, by squaring.
    function _power(uint256 base, uint256 exponent) private pure returns (uint256 power) {
        power = 1;
        for (; exponent != 0; exponent >>= 1) {
            if (exponent & 1 == 1) power = mulmod(power, base, FIELD);
            base = mulmod(base, base, FIELD);
        }
    }

    /// @dev All that determines both the bytes and the circuit's words is hashed, besides where and for whom it counts.
    function _challenge(
        bytes32 domain,
        address account,
        uint256 index,
        uint256 commitment,
        bytes32 bytesHash
    ) private view returns (uint256) {
        bytes memory data = abi.encode(domain, block.chainid, address(this), account, index, commitment, bytesHash);
        return uint256(keccak256(data)) % FIELD;
    }
}
