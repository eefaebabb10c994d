// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, offersAt } from "./internal/contract.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, OffersParameters, SenderParameters, SentTransaction, ShareOffer } from "./types.ts";

export interface CancelShareOfferParameters extends OffersParameters, SenderParameters {
  offer: ShareOffer;
}
export type CancelShareOfferReturnType = SentTransaction;
export type CancelShareOfferErrorType = WriteErrorType;

/**
 * Cancels one offer of the sender for ever.
 *
 * @throws the decoded `OnlyMaker` where it is another's
 *
 * @example
 * await cancelShareOffer(client, { offers, offer });
 */
export async function cancelShareOffer(
  client: CommonweightClient,
  parameters: CancelShareOfferParameters,
): Promise<CancelShareOfferReturnType> {
  const { offers, offer } = parameters;
  const account = senderOf(client, parameters, "cancelShareOffer");
  const { hash, receipt } = await send(client, contractCall(offersAt(offers), "cancel", [offer], account));
  return { hash, receipt };
}
