// SPDX-License-Identifier: MIT
import type { SpendErrorType } from "../errors/types.ts";
import type { BuyLicenseParameters, BuyLicenseReturnType } from "./buyLicense.ts";
import { contractCall, licensesAt, read, sharesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { senderOf } from "./internal/send.ts";
import { spend } from "./internal/spend.ts";
import { signPermit } from "./signPermit.ts";
import type { CommonweightClient } from "./types.ts";

export interface BuyLicenseWithPermitParameters extends Omit<BuyLicenseParameters, "approve"> {
  /** Last second in which the permit can be used; an hour from the latest block unless given. */
  deadline?: bigint | undefined;
}
export type BuyLicenseWithPermitReturnType = Omit<BuyLicenseReturnType, "approval">;
export type BuyLicenseWithPermitErrorType = SpendErrorType;

/**
 * Buys a licence of a model whose token has EIP-2612: the sender signs a permit for the highest price, which travels with the purchase, so that
 * no approval has to be sent before. The account must be able to sign typed data.
 *
 * @throws the decoded revert: `LicenseTierNotSold`, `LicensePeriodsOutOfBounds`, `LicensePriceTooHigh`, `SharesUnknown`
 * @throws {@link InsufficientBalanceError} where the sender holds less than the price
 * @example
 * const { tokenId } = await buyLicenseWithPermit(client, { licenses, shares, tier: 0n, periods: 3 });
 */
export async function buyLicenseWithPermit(
  client: CommonweightClient,
  parameters: BuyLicenseWithPermitParameters,
): Promise<BuyLicenseWithPermitReturnType> {
  const { licenses, shares, tier } = parameters;
  const account = senderOf(client, parameters, "buyLicenseWithPermit");
  const recipient = parameters.recipient ?? account.address;
  const periods = BigInt(parameters.periods);
  const [token, offered] = await Promise.all([
    read(client, sharesAt(shares), "token", []),
    read(client, licensesAt(licenses), "tierOf", [shares, tier]),
  ]);
  const needed = offered.price * periods;
  const maxPrice = parameters.maxPrice ?? needed;
  const permit = { token, spender: licenses, value: maxPrice, deadline: parameters.deadline, account };
  const { deadline, v, r, s } = await signPermit(client, permit);
  const args = [shares, tier, periods, maxPrice, recipient, deadline, v, r, s] as const;
  const call = contractCall(licensesAt(licenses), "buyWithPermit", args, account);
  const { hash, receipt } = await spend(client, call, { token, needed: async () => needed, approve: false });
  const sold = eventOf({ hash, receipt }, { ...licensesAt(licenses), eventName: "LicenseSold" }).args;
  return { hash, receipt, tokenId: sold.tokenId, price: sold.price, expiry: sold.expiry };
}
