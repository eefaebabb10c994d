// SPDX-License-Identifier: MIT
// What a purchase and a renewal have in common: periods, a tier on sale, and a price that is agreed to.
import { type GetLicenseTiersReturnType, InvalidValueError } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import type { SettledModel } from "../../settledModel.ts";
import { formatAmount, parseAmount } from "../../token.ts";

const MOST_PERIODS = 12;
const PERIOD_DAYS = 30;

export interface PurchaseOptions {
  periods: number;
  maxPrice?: string;
}

/** A tier on sale for some periods. */
export interface Offer {
  offered: GetLicenseTiersReturnType[number];
  /** For all periods together, and the most that is paid, in the token's smallest unit. */
  price: bigint;
  maxPrice: bigint;
  /** How long, of what, and under which text. */
  length: string;
}

/** @throws {@link InvalidValueError} where periods or tier are none that are sold, or the price is above the highest that was given */
export async function offerOf(
  context: Context,
  { shares, token }: SettledModel,
  { tier, ...options }: PurchaseOptions & { tier: bigint },
): Promise<Offer> {
  const { periods } = options;
  if (periods < 1 || periods > MOST_PERIODS) {
    throw new InvalidValueError({ subject: "--periods", value: periods, expected: `1 to ${MOST_PERIODS}` });
  }
  const { modelLicenses: licenses } = await context.deployment();
  const onSale = await (await context.reader()).getLicenseTiers({ licenses, shares });
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
  const length = `${periods * PERIOD_DAYS} days of tier ${tier}, under ${offered.termsUri}`;
  return { offered, price, maxPrice, length };
}
