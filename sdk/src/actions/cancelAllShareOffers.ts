// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, offersAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, OffersParameters, SenderParameters, SentTransaction } from "./types.ts";

export type CancelAllShareOffersParameters = OffersParameters & SenderParameters;
export type CancelAllShareOffersReturnType = SentTransaction & {
  /** Offers of this epoch and later can be filled. */
  epoch: bigint;
};
export type CancelAllShareOffersErrorType = WriteErrorType;

/**
 * Cancels every offer that the sender has signed so far.
 *
 * @example
 * const { epoch } = await cancelAllShareOffers(client, { offers });
 */
export async function cancelAllShareOffers(
  client: CommonweightClient,
  parameters: CancelAllShareOffersParameters,
): Promise<CancelAllShareOffersReturnType> {
  const { offers } = parameters;
  const account = senderOf(client, parameters, "cancelAllShareOffers");
  const sent = await send(client, contractCall(offersAt(offers), "cancelAll", [], account));
  const { epoch } = eventOf(sent, { ...offersAt(offers), eventName: "AllOffersCancelled" }).args;
  return { hash: sent.hash, receipt: sent.receipt, epoch };
}
