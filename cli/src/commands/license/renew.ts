// SPDX-License-Identifier: MIT
import { InvalidValueError } from "@commonweight/sdk";
import { isAddressEqual } from "viem";
import type { Context } from "../../context.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount } from "../../token.ts";
import { offerOf, type PurchaseOptions } from "./purchase.ts";

/** Adds periods to a licence, whoever holds it: from its end on, or from now on where it has expired. */
export async function renew(
  context: Context,
  bounty: bigint,
  tokenId: bigint,
  options: PurchaseOptions,
): Promise<Result> {
  const writer = await context.writer();
  const model = await settledModel(context, bounty);
  const { shares, token } = model;
  const { modelLicenses: licenses } = await context.deployment();
  const { tier, licensee, expiry: before, ...license } = await writer.getLicense({ licenses, tokenId });
  if (!isAddressEqual(license.shares, shares)) {
    const expected = `one of the model of bounty ${bounty}, as \`license verify\` lists them`;
    throw new InvalidValueError({ subject: "The licence", value: tokenId, expected });
  }
  const { price, maxPrice, length } = await offerOf(context, model, { ...options, tier });
  const now = await context.chainTime();
  const held = before > now ? `holds until ${formatTime(before, now)}` : `expired ${formatTime(before, now)}`;
  await context.confirm(
    `Renew licence ${tokenId} of ${licensee}, which ${held}, by ${length}, for ${formatAmount(price, token)}?`,
  );
  const renewed = await writer.renewLicense({ licenses, tokenId, periods: options.periods, maxPrice });
  const { expiry, hash } = renewed;
  const until = formatTime(Number(expiry), await context.chainTime());
  return {
    json: { bounty, shares, tokenId, tier, licensee, token, price: renewed.price, before, expiry, hash },
    text: `Licence ${tokenId} for ${formatAmount(renewed.price, token)}: ${licensee} is licensed until ${until} (${hash}).`,
  };
}
