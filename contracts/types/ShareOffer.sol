// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What a maker signs (EIP-712, a field for each of these in this order): up to `sellAmount` of one token for another,
/// at one price. Shares are what is sold, or what is bought. Amounts are in the smallest unit of their token.
struct ShareOffer {
    /// Signs, gives `sellToken` and gets `buyToken`. As the signature covers it, no other account can be made to keep the
    /// offer, not even one that the same key signs for.
    address maker;
    /// The one account that may fill the offer; zero for anyone.
    address taker;
    IERC20 sellToken;
    IERC20 buyToken;
    uint128 sellAmount;
    /// For all of `sellAmount`.
    uint128 buyAmount;
    /// First second in which the offer can no longer be filled.
    uint40 expiry;
    /// The maker's `epochOf` when signing: one step of it cancels all offers at once.
    uint256 epoch;
    /// Tells apart two offers that are otherwise equal: each can be filled once.
    uint256 nonce;
}
