// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Public randomness, round by round
/// @notice The rounds of a drand network with signatures on G1 of BN254 (scheme bls-bn254-unchained-on-g1, as evmnet has it).
/// Anyone can bring a round's signature: it is verified against the network's key and stored once. A signature is unique, so
/// that nobody can choose randomness; and nobody can know it before the network signs the round.
interface IBeacon {
    /// @notice The network's public key on G2, in the order of EIP-197: imaginary part first.
    struct Key {
        uint256[2] x;
        uint256[2] y;
    }

    event RoundProven(uint64 indexed round, bytes32 randomness);

    /// @dev Not canonical, the point at infinity, not on the curve, or outside the subgroup of prime order.
    error BeaconKeyInvalid();
    error BeaconPeriodZero();
    /// @dev A signature is 64 bytes: x and y.
    error SignatureLengthInvalid(uint256 actual, uint256 expected);
    /// @dev A coordinate is not below the base field's order, or the point is not on the curve, or it is the one at infinity.
    error SignaturePointInvalid(uint256 x, uint256 y);
    /// @dev The signature is not the network's of this round.
    error SignatureInvalid(uint64 round);
    /// @dev Rounds count from 1.
    error RoundZero();
    error RoundNotProven(uint64 round);
    /// @dev Before the network's first round there is none.
    error TimeBeforeGenesis(uint256 time, uint256 genesis);

    /// @notice Verifies a round's signature and stores its randomness. Does nothing if that is stored already.
    /// @param signature The point's coordinates, 32 bytes each, as the network publishes them.
    /// @return randomness sha256 of the signature.
    function proveRound(uint64 round, bytes calldata signature) external returns (bytes32 randomness);

    /// @notice The network's public key.
    function key() external view returns (Key memory);

    /// @notice Time of round 1, in seconds.
    function genesis() external view returns (uint64);

    /// @notice Seconds from a round to the next.
    function period() external view returns (uint64);

    /// @notice The randomness of a round. Reverts with RoundNotProven if nobody has brought it.
    function randomnessOf(uint64 round) external view returns (bytes32);

    function isProven(uint64 round) external view returns (bool);

    /// @notice The time, in seconds, at which the network signs a round.
    function timeOf(uint64 round) external view returns (uint256);

    /// @notice The first round whose time is not before `time`, in seconds.
    function firstRoundFrom(uint256 time) external view returns (uint64 round);
}
