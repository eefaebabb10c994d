// SPDX-License-Identifier: MIT
import { type Address, isAddressEqual } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, read, sharesAt } from "./internal/contract.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, SenderParameters, SentOrDone, SharesParameters } from "./types.ts";

export interface DelegateParameters extends SharesParameters, SenderParameters {
  /** Who votes with the sender's shares; the sender unless given. */
  delegatee?: Address | undefined;
}
export type DelegateReturnType = SentOrDone;
export type DelegateErrorType = WriteErrorType;

/**
 * Lets an account vote with the sender's shares, those it has and those it gets. Without this, shares do not vote. Nothing is
 * sent where it is so already.
 *
 * @throws the decoded `TreasuryNeverVotes` where the sender is the model's treasury
 *
 * @example
 * await delegate(client, { shares });
 */
export async function delegate(
  client: CommonweightClient,
  parameters: DelegateParameters,
): Promise<DelegateReturnType> {
  const { shares } = parameters;
  const account = senderOf(client, parameters, "delegate");
  const delegatee = parameters.delegatee ?? account.address;
  const call = contractCall(sharesAt(shares), "delegate", [delegatee], account);
  const present = await read(client, sharesAt(shares), "delegates", [account.address]);
  if (isAddressEqual(present, delegatee)) return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, call);
  return { hash, receipt };
}
