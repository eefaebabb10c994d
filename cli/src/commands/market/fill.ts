// SPDX-License-Identifier: MIT
import { InvalidValueError } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { formatAmount } from "../../token.ts";
import { readOffer } from "./offer/file.ts";
import { parsePositive } from "./trade.ts";

/** Takes what an offer sells, all that is left or a part. */
export async function fill(context: Context, path: string, text: string | undefined): Promise<Result> {
  const { file, sells, buys, model } = await readOffer(context, path);
  const { offers, offer, signature, bounty } = file;
  const given = text === undefined ? undefined : parsePositive(text, sells);
  const writer = await context.writer();
  const { status, left } = await writer.getShareOfferState({ offers, offer });
  const amount = given ?? left;
  if (amount > left || left === 0n) {
    const expected = `at most what is left of the offer, ${formatAmount(left, sells)} (${status})`;
    throw new InvalidValueError({ subject: "The amount", value: formatAmount(amount, sells), expected });
  }
  // The part of the price, rounded up as the contract does.
  const price = (offer.buyAmount * amount + offer.sellAmount - 1n) / offer.sellAmount;
  const trade = `Take ${formatAmount(amount, sells)} of ${offer.maker} for ${formatAmount(price, buys)}`;
  await context.confirm(`${trade}, of the model of bounty ${bounty}?`);
  const { hash, sold, paid } = await writer.fillShareOffer({ offers, offer, signature, amount });
  return {
    json: { bounty, shares: model.shares, sold, paid, left: left - sold, hash },
    text: `${formatAmount(sold, sells)} taken for ${formatAmount(paid, buys)} (${hash}).`,
  };
}
