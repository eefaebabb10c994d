// SPDX-License-Identifier: MIT
import type { SpendErrorType } from "../errors/types.ts";
import { getLicense } from "./getLicense.ts";
import { contractCall, licensesAt, read, sharesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { senderOf } from "./internal/send.ts";
import { type SpendParameters, type Spent, spend } from "./internal/spend.ts";
import type { CommonweightClient, LicensesParameters, SenderParameters } from "./types.ts";

export interface RenewLicenseParameters extends LicensesParameters, SenderParameters, SpendParameters {
  tokenId: bigint;
  /** Of 30 days, 1 to 12. */
  periods: number;
  /** For all periods together, in the token's smallest unit; what the tier costs unless given. */
  maxPrice?: bigint | undefined;
}
export type RenewLicenseReturnType = Spent & {
  /** For all periods together, in the token's smallest unit. */
  price: bigint;
  /** First second in which the licence no longer holds. */
  expiry: bigint;
};
export type RenewLicenseErrorType = SpendErrorType;

/**
 * Adds periods to a licence, whoever holds it, after an approval where the allowance is short.
 *
 * @throws the decoded revert: `LicenseTooLong`, `LicenseTierNotSold`, `LicensePeriodsOutOfBounds`, `LicensePriceTooHigh`
 * @throws {@link InsufficientBalanceError} where the sender holds less than the price
 * @example
 * const { expiry } = await renewLicense(client, { licenses, tokenId, periods: 1 });
 */
export async function renewLicense(
  client: CommonweightClient,
  parameters: RenewLicenseParameters,
): Promise<RenewLicenseReturnType> {
  const { licenses, tokenId, periods, approve = true } = parameters;
  const account = senderOf(client, parameters, "renewLicense");
  const { shares, price } = await getLicense(client, parameters);
  const needed = price * BigInt(periods);
  const args = [tokenId, BigInt(periods), parameters.maxPrice ?? needed] as const;
  const call = contractCall(licensesAt(licenses), "renew", args, account);
  const token = await read(client, sharesAt(shares), "token", []);
  const spent = await spend(client, call, { token, needed: async () => needed, approve });
  const { expiry, price: paid } = eventOf(spent, { ...licensesAt(licenses), eventName: "LicenseRenewed" }).args;
  return { ...spent, price: paid, expiry };
}
