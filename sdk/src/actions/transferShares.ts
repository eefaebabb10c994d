// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { InsufficientBalanceError } from "../errors/funds.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, read, sharesAt } from "./internal/contract.ts";
import { send, senderOf } from "./internal/send.ts";
import type { CommonweightClient, SenderParameters, SentTransaction, SharesParameters } from "./types.ts";

export interface TransferSharesParameters extends SharesParameters, SenderParameters {
  to: Address;
  /** In the smallest unit of the shares. */
  amount: bigint;
}
export type TransferSharesReturnType = SentTransaction;
export type TransferSharesErrorType = WriteErrorType | InsufficientBalanceError;

/**
 * Gives shares away. Revenue that they have earned stays the sender's, their votes go to whom the receiver has delegated. Not to be repeated blindly:
 * a second call gives as many again.
 *
 * @throws {@link InsufficientBalanceError} where the sender holds fewer
 * @example
 * await transferShares(client, { shares, to, amount: 100n * ONE_SHARE });
 */
export async function transferShares(
  client: CommonweightClient,
  parameters: TransferSharesParameters,
): Promise<TransferSharesReturnType> {
  const { shares, to, amount } = parameters;
  const account = senderOf(client, parameters, "transferShares");
  const call = contractCall(sharesAt(shares), "transfer", [to, amount], account);
  const balance = await read(client, sharesAt(shares), "balanceOf", [account.address]);
  if (balance < amount) {
    throw new InsufficientBalanceError({ token: shares, account: account.address, needed: amount, balance });
  }
  const { hash, receipt } = await send(client, call);
  return { hash, receipt };
}
