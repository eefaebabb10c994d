// SPDX-License-Identifier: MIT
import type { SpendErrorType } from "../errors/types.ts";
import { contractCall, offersAt, read } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { senderOf } from "./internal/send.ts";
import { type SpendParameters, type Spent, spend } from "./internal/spend.ts";
import type { CommonweightClient, OffersParameters, SenderParameters, SignedShareOffer } from "./types.ts";

export interface FillShareOfferParameters
  extends OffersParameters,
    SenderParameters,
    SpendParameters,
    SignedShareOffer {
  /** How much to take, in the smallest unit of what is sold; all that is left unless given. */
  amount?: bigint | undefined;
}
export type FillShareOfferReturnType = Spent & {
  /** In the smallest unit of what is sold. */
  sold: bigint;
  /** In the smallest unit of what is paid: the part of the price, rounded up. */
  paid: bigint;
};
export type FillShareOfferErrorType = SpendErrorType;

/**
 * Takes what an offer sells, all or a part, after an approval where the allowance is short. Look first whose shares are sold:
 * the contract moves any token.
 *
 * @throws the decoded revert: `OfferExpired`, `OfferAlreadyCancelled`, `OfferEpochMismatch`, `OfferOverfilled` where somebody
 * was faster, `OfferSignatureInvalid`, `OnlyTaker`
 * @throws {@link InsufficientBalanceError} where the sender holds less than the price
 * @example
 * const { paid } = await fillShareOffer(client, { offers, offer, signature, amount: 10n ** 18n });
 */
export async function fillShareOffer(
  client: CommonweightClient,
  parameters: FillShareOfferParameters,
): Promise<FillShareOfferReturnType> {
  const { offers, offer, signature, approve = true } = parameters;
  const account = senderOf(client, parameters, "fillShareOffer");
  const amount = parameters.amount ?? (await read(client, offersAt(offers), "leftOf", [offer]));
  const call = contractCall(offersAt(offers), "fill", [offer, signature, amount], account);
  const needed = () => read(client, offersAt(offers), "priceOf", [offer, amount]);
  const spent = await spend(client, call, { token: offer.buyToken, needed, approve });
  const { sold, paid } = eventOf(spent, { ...offersAt(offers), eventName: "OfferFilled" }).args;
  return { ...spent, sold, paid };
}
