// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, EscrowParameters, SenderParameters, SentTransaction } from "./types.ts";

export interface WithdrawParameters extends EscrowParameters, SenderParameters {
  token: Address;
  /** Where the tokens go; the sender unless given. */
  to?: Address | undefined;
}
export type WithdrawReturnType = SentTransaction & {
  /** What was paid, in the token's smallest unit. */
  amount: bigint;
};
export type WithdrawErrorType = WriteErrorType;

/**
 * Pays out all that the ledger owes the sender in a token: the one way out of the escrow.
 *
 * @throws the decoded `NothingOwed`
 *
 * @example
 * const { amount } = await withdraw(client, { escrow, token });
 */
export async function withdraw(
  client: CommonweightClient,
  parameters: WithdrawParameters,
): Promise<WithdrawReturnType> {
  const { escrow, token } = parameters;
  const account = senderOf(client, parameters, "withdraw");
  const call = escrowCall(escrow, "withdraw", [token, parameters.to ?? account.address], account);
  const { hash, receipt } = await send(client, call);
  return { hash, receipt, amount: escrowEvent({ hash, receipt }, escrow, "Withdrawn").args.amount };
}
