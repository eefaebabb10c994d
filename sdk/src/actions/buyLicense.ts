// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { SpendErrorType } from "../errors/types.ts";
import { contractCall, licensesAt, read, sharesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { senderOf } from "./internal/send.ts";
import { type SpendParameters, type Spent, spend } from "./internal/spend.ts";
import type { CommonweightClient, LicensesParameters, SenderParameters, SharesParameters } from "./types.ts";

export interface BuyLicenseParameters extends LicensesParameters, SharesParameters, SenderParameters, SpendParameters {
  /** Number of the tier, see `getLicenseTiers`. */
  tier: bigint;
  /** Of 30 days, 1 to 12. */
  periods: number;
  /** For all periods together, in the token's smallest unit; what the tier costs unless given. */
  maxPrice?: bigint | undefined;
  /** For whom; the sender unless given. */
  recipient?: Address | undefined;
}
export type BuyLicenseReturnType = Spent & {
  tokenId: bigint;
  /** For all periods together, in the token's smallest unit. */
  price: bigint;
  /** First second in which the licence no longer holds. */
  expiry: bigint;
};
export type BuyLicenseErrorType = SpendErrorType;

/**
 * Buys a licence of a model, after an approval where the allowance is short. A purchase can be repeated: look for `LicenseSold`
 * after a crash.
 *
 * @throws the decoded revert: `LicenseTierNotSold`, `LicensePeriodsOutOfBounds`, `LicensePriceTooHigh`, `SharesUnknown`
 * @throws {@link InsufficientBalanceError} where the sender holds less than the price
 * @example
 * const { tokenId } = await buyLicense(client, { licenses, shares, tier: 0n, periods: 3 });
 */
export async function buyLicense(
  client: CommonweightClient,
  parameters: BuyLicenseParameters,
): Promise<BuyLicenseReturnType> {
  const { licenses, shares, tier, periods, approve = true } = parameters;
  const account = senderOf(client, parameters, "buyLicense");
  const recipient = parameters.recipient ?? account.address;
  const maxPrice = parameters.maxPrice ?? (await priceOf(client, parameters));
  const args = [shares, tier, BigInt(periods), maxPrice, recipient] as const;
  const call = contractCall(licensesAt(licenses), "buy", args, account);
  const token = await read(client, sharesAt(shares), "token", []);
  const spent = await spend(client, call, { token, needed: () => priceOf(client, parameters), approve });
  const { tokenId, price, expiry } = eventOf(spent, { ...licensesAt(licenses), eventName: "LicenseSold" }).args;
  return { ...spent, tokenId, price, expiry };
}

async function priceOf(
  client: CommonweightClient,
  { licenses, shares, tier, periods }: BuyLicenseParameters,
): Promise<bigint> {
  const { price } = await read(client, licensesAt(licenses), "tierOf", [shares, tier]);
  return price * BigInt(periods);
}
