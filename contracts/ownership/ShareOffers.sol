// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IShareOffers} from "../interfaces/IShareOffers.sol";
import {ExactTransfer} from "../libraries/ExactTransfer.sol";
import {ShareOffer} from "../types/ShareOffer.sol";

/// @title Sales of shares without a pool
/// @notice Implements `IShareOffers`.
/// @dev Accounts approve this contract, so what it may be made to move is the whole danger: the payer is always the sender, and
/// the seller always a maker whose signature over the offer was just verified.
contract ShareOffers is IShareOffers, EIP712, ReentrancyGuardTransient {
    /// @dev EIP-712 names the types of the ABI: a contract's is `address`.
    bytes32 private constant OFFER_TYPE = keccak256(
        "ShareOffer(address maker,address taker,address sellToken,address buyToken,uint128 sellAmount,uint128 buyAmount,"
        "uint40 expiry,uint256 epoch,uint256 nonce)"
    );

    struct State {
        uint128 filled;
        bool cancelled;
    }

    mapping(bytes32 hash => State) private _states;

    /// @inheritdoc IShareOffers
    mapping(address maker => uint256) public epochOf;

    constructor() EIP712("Commonweight Share Offers", "1") {}

    // ------------------------------------------------------------------ takers

    /// @inheritdoc IShareOffers
    function fill(
        ShareOffer calldata offer,
        bytes calldata signature,
        uint128 amount
    ) external nonReentrant returns (uint256 paid) {
        paid = _record(offer, signature, amount);
        _exchange(offer, amount, paid);
    }

    /// @inheritdoc IShareOffers
    function fillWithPermit(
        ShareOffer calldata offer,
        bytes calldata signature,
        uint128 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 paid) {
        paid = _record(offer, signature, amount);
        IERC20Permit token = IERC20Permit(address(offer.buyToken));
        // Anybody can spend a permit that they saw; then the allowance is there all the same.
        // solhint-disable-next-line no-empty-blocks
        try token.permit(msg.sender, address(this), paid, deadline, v, r, s) {} catch {}
        _exchange(offer, amount, paid);
    }

    // ------------------------------------------------------------------ makers

    /// @inheritdoc IShareOffers
    function cancel(ShareOffer calldata offer) external {
        if (msg.sender != offer.maker) revert OnlyMaker(offer.maker, msg.sender);
        bytes32 hash = hashOf(offer);
        _states[hash].cancelled = true;
        emit OfferCancelled(hash, msg.sender);
    }

    /// @inheritdoc IShareOffers
    function cancelAll() external returns (uint256 epoch) {
        epoch = ++epochOf[msg.sender];
        emit AllOffersCancelled(msg.sender, epoch);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IShareOffers
    function hashOf(ShareOffer calldata offer) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(OFFER_TYPE, offer)));
    }

    /// @inheritdoc IShareOffers
    function stateOf(bytes32 hash) external view returns (uint128 filled, bool cancelled) {
        State storage state = _states[hash];
        return (state.filled, state.cancelled);
    }

    /// @inheritdoc IShareOffers
    function leftOf(ShareOffer calldata offer) external view returns (uint128) {
        State storage state = _states[hashOf(offer)];
        bool isOpen = block.timestamp < offer.expiry && offer.epoch == epochOf[offer.maker] && !state.cancelled;
        return isOpen ? offer.sellAmount - state.filled : 0;
    }

    /// @inheritdoc IShareOffers
    function priceOf(ShareOffer calldata offer, uint128 amount) public pure returns (uint256) {
        // The product of two numbers of 128 bits fits.
        return Math.ceilDiv(uint256(amount) * offer.buyAmount, offer.sellAmount);
    }

    // ------------------------------------------------------------------ internals

    /// @dev Checks that the sender may take `amount`, and notes that it did, before any token is called. The maker's contract is
    /// asked first, by a static call: it can change nothing.
    function _record(
        ShareOffer calldata offer,
        bytes calldata signature,
        uint128 amount
    ) private returns (uint256 paid) {
        // Check: the offer stands, for this sender, for this much, and its maker signed it.
        bytes32 hash = hashOf(offer);
        State storage state = _states[hash];
        if (block.timestamp >= offer.expiry) revert OfferExpired(hash, offer.expiry);
        if (state.cancelled) revert OfferAlreadyCancelled(hash);
        uint256 epoch = epochOf[offer.maker];
        if (offer.epoch != epoch) revert OfferEpochMismatch(offer.maker, epoch, offer.epoch);
        if (offer.taker != address(0) && offer.taker != msg.sender) revert OnlyTaker(offer.taker, msg.sender);
        if (offer.maker == msg.sender) revert TakerIsMaker(msg.sender);
        if (offer.buyAmount == 0) revert OfferPriceZero(hash);
        if (amount == 0) revert AmountZero();
        uint128 left = offer.sellAmount - state.filled;
        if (amount > left) revert OfferOverfilled(hash, amount, left);
        if (!SignatureChecker.isValidSignatureNowCalldata(offer.maker, hash, signature)) {
            revert OfferSignatureInvalid(hash, offer.maker);
        }

        // Effect: so much less is left, whatever the tokens do.
        state.filled += amount;
        paid = priceOf(offer, amount);
        emit OfferFilled(hash, offer.maker, msg.sender, offer.sellToken, offer.buyToken, amount, paid);
    }

    function _exchange(ShareOffer calldata offer, uint256 amount, uint256 paid) private {
        // Interaction: the taker pays, then the maker gives.
        ExactTransfer.move(offer.buyToken, msg.sender, offer.maker, paid);
        ExactTransfer.move(offer.sellToken, offer.maker, msg.sender, amount);
    }
}
