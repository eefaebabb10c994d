// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ShareOffer} from "../types/ShareOffer.sol";

/// @title Sales of shares without a pool
/// @notice A maker signs an offer and hands it on in any way; whoever likes its price fills it here, all or a part. Both tokens go
/// straight from one side to the other: this contract holds nothing, takes no fee, and nobody administers it. An offer is known by its
/// EIP-712 hash, under a domain that names the chain and this contract.
/// @dev Warning: an offer binds for as long as it is neither expired nor cancelled, and the maker's allowance stands. The contract does
/// not look whether a token is the shares of a model, nor of which: clients do, by `ITrainingBounties.factsOf(bounty).shares`.
interface IShareOffers {
    // ------------------------------------------------------------------ events

    event OfferFilled(
        bytes32 indexed hash,
        address indexed maker,
        address indexed taker,
        IERC20 sellToken,
        IERC20 buyToken,
        uint256 sold,
        uint256 paid
    );
    event OfferCancelled(bytes32 indexed hash, address indexed maker);
    /// @dev Every offer of the maker with an epoch below this one is cancelled.
    event AllOffersCancelled(address indexed maker, uint256 epoch);

    // ------------------------------------------------------------------ errors

    /// @dev The offer can be filled before `expiry`, and no longer at it.
    error OfferExpired(bytes32 hash, uint256 expiry);
    error OfferAlreadyCancelled(bytes32 hash);
    /// @dev The offer was signed in another epoch of its maker than the one that runs.
    error OfferEpochMismatch(address maker, uint256 expected, uint256 actual);
    /// @dev More was asked for than is left, perhaps because somebody else was faster.
    error OfferOverfilled(bytes32 hash, uint256 asked, uint256 left);
    /// @dev An offer for nothing is no sale.
    error OfferPriceZero(bytes32 hash);
    /// @dev Neither a signature of the maker's key, nor accepted by the maker's contract (ERC-1271).
    error OfferSignatureInvalid(bytes32 hash, address maker);
    error OnlyMaker(address maker, address sender);
    error OnlyTaker(address taker, address sender);
    /// @dev Nobody sells to itself.
    error TakerIsMaker(address maker);
    error AmountZero();

    // ------------------------------------------------------------------ takers

    /// @notice Takes `amount` of what an offer sells, for its part of the price, rounded up: a maker never gets less than its price.
    /// @dev The sender has approved this contract for what it pays. A token that moves another amount than it was asked to is refused.
    /// @param signature Of the maker: 65 bytes of its key, or what its contract takes by ERC-1271.
    /// @param amount In `sellToken`; all of it or nothing.
    /// @return paid In `buyToken`.
    function fill(ShareOffer calldata offer, bytes calldata signature, uint128 amount) external returns (uint256 paid);

    /// @notice As `fill`, with an EIP-2612 permit of the sender for exactly what it pays, see `priceOf`. A permit that somebody else
    /// has already spent does no harm: what counts is the allowance.
    function fillWithPermit(
        ShareOffer calldata offer,
        bytes calldata signature,
        uint128 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 paid);

    // ------------------------------------------------------------------ makers

    /// @notice Cancels one offer for ever. Its maker only; it need not be signed, nor be open.
    function cancel(ShareOffer calldata offer) external;

    /// @notice Cancels every offer that the sender has signed so far.
    /// @return epoch The one to sign the next offers with.
    function cancelAll() external returns (uint256 epoch);

    // ------------------------------------------------------------------ views

    /// @notice The EIP-712 hash that a maker signs, and by which an offer is known.
    function hashOf(ShareOffer calldata offer) external view returns (bytes32);

    /// @notice The epoch to sign offers with: how often the maker has cancelled all of them.
    function epochOf(address maker) external view returns (uint256);

    /// @notice What became of an offer.
    /// @return filled In its `sellToken`.
    /// @return cancelled By `cancel`; `cancelAll` leaves no mark on an offer.
    function stateOf(bytes32 hash) external view returns (uint128 filled, bool cancelled);

    /// @notice How much can still be taken, at this time: nothing if the offer is expired, cancelled, or of another epoch.
    /// @dev Looks neither at a signature nor at what the maker holds and has approved.
    function leftOf(ShareOffer calldata offer) external view returns (uint128);

    /// @notice What a taker pays for `amount`, in `buyToken`.
    function priceOf(ShareOffer calldata offer, uint128 amount) external pure returns (uint256);
}
