// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, sharesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { senderOf, sendSimulated, simulate } from "./internal/send.ts";
import type { CommonweightClient, SenderParameters, SentOrDone, SharesParameters } from "./types.ts";

export interface DistributeRoyaltyParameters extends SharesParameters, SenderParameters {}
export type DistributeRoyaltyReturnType = SentOrDone & {
  /** What the parent was paid, in the token's smallest unit. */
  amount: bigint;
};
export type DistributeRoyaltyErrorType = WriteErrorType;

/**
 * Passes on to the parent of a model the royalty that has been collected for it. Anyone. Nothing is sent where there is none. Of a
 * longer line of models each level takes a call of its own.
 *
 * @throws the decoded `RevenueTooLarge` of the parent, if it can take no more
 *
 * @example
 * const { amount } = await distributeRoyalty(client, { shares });
 */
export async function distributeRoyalty(
  client: CommonweightClient,
  parameters: DistributeRoyaltyParameters,
): Promise<DistributeRoyaltyReturnType> {
  const { shares } = parameters;
  const call = contractCall(sharesAt(shares), "distribute", [], senderOf(client, parameters, "distributeRoyalty"));
  const amount = await simulate(client, call);
  if (amount === 0n) return { hash: undefined, receipt: undefined, amount };
  const sent = await sendSimulated(client, call);
  return { ...sent, amount: eventOf(sent, { ...sharesAt(shares), eventName: "RoyaltyDistributed" }).args.amount };
}
