// SPDX-License-Identifier: MIT
import type { SpendErrorType } from "../errors/types.ts";
import { contractCall, read, sharesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { senderOf } from "./internal/send.ts";
import { type SpendParameters, type Spent, spend } from "./internal/spend.ts";
import type { CommonweightClient, SenderParameters, SharesParameters } from "./types.ts";

export interface PayRevenueParameters extends SharesParameters, SenderParameters, SpendParameters {
  /** In the smallest unit of the token in which the model earns. */
  amount: bigint;
}
export type PayRevenueReturnType = Spent & {
  /** What waits for the parent of the model. */
  royalty: bigint;
  /** In how many seconds all that has not streamed to the holders yet will have. */
  timeLeft: bigint;
};
export type PayRevenueErrorType = SpendErrorType;

/**
 * Pays a model's holders, after an approval where the allowance is short. A payment can be repeated: check `getModel` after a
 * crash.
 *
 * @throws the decoded revert: `AmountZero`, `RevenueTooLarge`
 * @throws {@link InsufficientBalanceError} where the sender holds less than the amount
 * @example
 * const { timeLeft } = await payRevenue(client, { shares, amount: 500_000_000n });
 */
export async function payRevenue(
  client: CommonweightClient,
  parameters: PayRevenueParameters,
): Promise<PayRevenueReturnType> {
  const { shares, amount, approve = true } = parameters;
  const account = senderOf(client, parameters, "payRevenue");
  const call = contractCall(sharesAt(shares), "pay", [amount], account);
  const token = await read(client, sharesAt(shares), "token", []);
  const sent = await spend(client, call, { token, needed: async () => amount, approve });
  const { royalty, timeLeft } = eventOf(sent, { ...sharesAt(shares), eventName: "RevenuePaid" }).args;
  return { ...sent, royalty, timeLeft };
}
