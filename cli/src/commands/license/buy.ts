// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount } from "../../token.ts";
import { offerOf, type PurchaseOptions } from "./purchase.ts";

export interface BuyOptions extends PurchaseOptions {
  recipient?: Address;
  permit?: true;
}

/** Buys a licence. */
export async function buy(context: Context, bounty: bigint, tier: bigint, options: BuyOptions): Promise<Result> {
  const { periods, permit } = options;
  const writer = await context.writer();
  const model = await settledModel(context, bounty);
  const { shares, token } = model;
  const { modelLicenses: licenses } = await context.deployment();
  const { offered, price, maxPrice, length } = await offerOf(context, model, { ...options, tier });
  const recipient = options.recipient ?? writer.account.address;
  await context.confirm(`Buy a licence for ${recipient}, ${length}, for ${formatAmount(price, token)}?`);
  const purchase = { licenses, shares, tier, periods, maxPrice, recipient };
  const bought = permit ? await writer.buyLicenseWithPermit(purchase) : await writer.buyLicense(purchase);
  const { tokenId, expiry, hash } = bought;
  const until = formatTime(Number(expiry), await context.chainTime());
  const { termsUri, termsHash } = offered;
  return {
    json: { bounty, shares, tokenId, tier, recipient, token, price: bought.price, expiry, termsUri, termsHash, hash },
    text: `Licence ${tokenId} for ${formatAmount(bought.price, token)}: ${recipient} is licensed until ${until} (${hash}).`,
  };
}
