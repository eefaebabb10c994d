// SPDX-License-Identifier: MIT
import { InvalidValueError } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount, parseAmount } from "../../token.ts";

const MOST_PERIODS = 12;
const PERIOD_DAYS = 30;

export interface BuyOptions {
  periods: number;
  maxPrice?: string;
  recipient?: Address;
  permit?: true;
}

/** Buys a licence. */
export async function buy(context: Context, bounty: bigint, tier: bigint, options: BuyOptions): Promise<Result> {
  const { periods, permit } = options;
  if (periods < 1 || periods > MOST_PERIODS) {
    throw new InvalidValueError({ subject: "--periods", value: periods, expected: `1 to ${MOST_PERIODS}` });
  }
  const { shares, token } = await settledModel(context, bounty);
  const { modelLicenses: licenses } = await context.deployment();
  const writer = await context.writer();
  const onSale = await writer.getLicenseTiers({ licenses, shares });
  const offered = onSale.find((candidate) => candidate.tier === tier);
  if (offered === undefined) {
    const expected =
      onSale.length > 0 ? `one on sale: ${onSale.map((one) => one.tier).join(", ")}` : "none: no licences are on sale";
    throw new InvalidValueError({ subject: "The tier", value: tier, expected });
  }
  const price = offered.price * BigInt(periods);
  const maxPrice = options.maxPrice === undefined ? price : parseAmount("--max-price", options.maxPrice, token);
  if (price > maxPrice) {
    const expected = `at least the price, ${formatAmount(price, token)}`;
    throw new InvalidValueError({ subject: "--max-price", value: formatAmount(maxPrice, token), expected });
  }
  const recipient = options.recipient ?? writer.account.address;
  const length = `${periods * PERIOD_DAYS} days of tier ${tier}, under ${offered.termsUri}`;
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
