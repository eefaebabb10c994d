// SPDX-License-Identifier: MIT
import { type Address, type ContractFunctionArgs, type Hex, hashTypedData } from "viem";
import type { shareOffersAbi } from "../abis/shareOffers.ts";

/**
 * What a maker signs: up to `sellAmount` of one token for another, at one price. Shares are what is sold, or what is bought.
 * Amounts are in the smallest unit of their token, `expiry` is in seconds; the zero address as `taker` is anybody.
 */
export type ShareOffer = ContractFunctionArgs<typeof shareOffersAbi, "nonpayable", "fill">[0];

const types = {
  ShareOffer: [
    { name: "maker", type: "address" },
    { name: "taker", type: "address" },
    { name: "sellToken", type: "address" },
    { name: "buyToken", type: "address" },
    { name: "sellAmount", type: "uint128" },
    { name: "buyAmount", type: "uint128" },
    { name: "expiry", type: "uint40" },
    { name: "epoch", type: "uint256" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

/** An offer, and the chain and contract on which it can be filled. */
export interface ShareOfferPlace {
  chainId: number;
  /** Address of `ShareOffers`. */
  offers: Address;
  offer: ShareOffer;
}

/** An offer as typed data (EIP-712), for `signTypedData` of any wallet. */
export function shareOfferTypedData({ chainId, offers, offer }: ShareOfferPlace) {
  const domain = { name: "Commonweight Share Offers", version: "1", chainId, verifyingContract: offers };
  return { domain, types, primaryType: "ShareOffer", message: offer } as const;
}

/** The hash that a maker signs, and by which the contract knows an offer. */
export function hashShareOffer(place: ShareOfferPlace): Hex {
  return hashTypedData(shareOfferTypedData(place));
}
