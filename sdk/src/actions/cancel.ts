// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { getFacts } from "./getFacts.ts";
import { escrowCall } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentOrDone } from "./types.ts";

export interface CancelParameters extends BountyParameters, SenderParameters {}
export type CancelReturnType = SentOrDone;
export type CancelErrorType = WriteErrorType;

/**
 * Ends a bounty in Draft, or in Funding while nothing is in. Sponsor only. Nothing is sent where it is cancelled already.
 *
 * @throws the decoded `OnlySponsor`, `StatusMismatch` or `BountyHasContributions`
 *
 * @example
 * await cancel(client, { escrow, bounty: 1n });
 */
export async function cancel(client: CommonweightClient, parameters: CancelParameters): Promise<CancelReturnType> {
  const { escrow, bounty } = parameters;
  const account = senderOf(client, parameters, "cancel");
  if ((await getFacts(client, parameters)).cancelled) return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, escrowCall(escrow, "cancel", [bounty], account));
  return { hash, receipt };
}
