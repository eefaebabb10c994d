// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { offersAt, read } from "./internal/contract.ts";
import type { CommonweightClient, OffersParameters, ShareOffer } from "./types.ts";

export interface GetShareOfferStateParameters extends OffersParameters {
  offer: ShareOffer;
}
export interface GetShareOfferStateReturnType {
  /** By which the contract's events name the offer. */
  hash: Hex;
  /** `Cancelled`: by itself, or with all others of its maker's epoch. */
  status: "Open" | "Filled" | "Cancelled" | "Expired";
  /** In the smallest unit of what is sold. */
  filled: bigint;
  /** What can still be taken; whether the maker holds it, and has approved the contract, is not looked at. */
  left: bigint;
}
export type GetShareOfferStateErrorType = ReadErrorType;

/**
 * What became of an offer.
 *
 * @example
 * const { status, left } = await getShareOfferState(client, { offers, offer });
 */
export async function getShareOfferState(
  client: CommonweightClient,
  parameters: GetShareOfferStateParameters,
): Promise<GetShareOfferStateReturnType> {
  const { offers, offer } = parameters;
  const hash = await read(client, offersAt(offers), "hashOf", [offer]);
  const [[filled, cancelled], left, epoch] = await Promise.all([
    read(client, offersAt(offers), "stateOf", [hash]),
    read(client, offersAt(offers), "leftOf", [offer]),
    read(client, offersAt(offers), "epochOf", [offer.maker]),
  ]);
  const status = () => {
    if (filled === offer.sellAmount) return "Filled";
    if (cancelled || offer.epoch !== epoch) return "Cancelled";
    return left === 0n ? "Expired" : "Open";
  };
  return { hash, status: status(), filled, left };
}
