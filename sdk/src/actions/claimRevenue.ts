// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, sharesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { senderOf, sendSimulated, simulate } from "./internal/send.ts";
import type { CommonweightClient, SenderParameters, SentOrDone, SharesParameters } from "./types.ts";

export interface ClaimRevenueParameters extends SharesParameters, SenderParameters {
  /** Whose revenue, paid to itself; the sender's unless given. */
  beneficiary?: Address | undefined;
  /** Where the sender's own revenue goes; the sender unless given. */
  to?: Address | undefined;
}
export type ClaimRevenueReturnType = SentOrDone & {
  /** What was paid, in the token's smallest unit. */
  amount: bigint;
};
export type ClaimRevenueErrorType = WriteErrorType;

/**
 * Pays out what a holder's shares have earned: the sender's, to any address, or somebody else's, to that holder. Nothing is sent
 * where there is nothing to pay.
 *
 * @throws the decoded `AccountIsPool` for a pool of the shares
 * @throws {@link InvalidValueError} where both a beneficiary and a recipient are given
 *
 * @example
 * const { amount } = await claimRevenue(client, { shares });
 */
export async function claimRevenue(
  client: CommonweightClient,
  parameters: ClaimRevenueParameters,
): Promise<ClaimRevenueReturnType> {
  const { shares, beneficiary, to } = parameters;
  const account = senderOf(client, parameters, "claimRevenue");
  if (to !== undefined && beneficiary !== undefined) {
    throw new InvalidValueError({
      subject: "to",
      value: to,
      expected: "none beside a beneficiary, who is paid itself",
    });
  }
  const call =
    to === undefined
      ? contractCall(sharesAt(shares), "claimRevenue", [beneficiary ?? account.address], account)
      : contractCall(sharesAt(shares), "claimRevenueTo", [to], account);
  const amount = await simulate(client, call);
  if (amount === 0n) return { hash: undefined, receipt: undefined, amount };
  const sent = await sendSimulated(client, call);
  return { ...sent, amount: eventOf(sent, { ...sharesAt(shares), eventName: "RevenueClaimed" }).args.amount };
}
