// SPDX-License-Identifier: MIT
import { zeroAddress } from "viem";
import type { Context } from "../../../context.ts";
import { formatFacts } from "../../../format/table.ts";
import { formatTime } from "../../../format/time.ts";
import type { Result } from "../../../output.ts";
import { formatAmount, readAllowance, readBalance } from "../../../token.ts";
import { type CheckedOffer, readOffer } from "./file.ts";

/** What an offer says, what became of it, and how much of it its maker could deliver now. */
export async function show(context: Context, path: string): Promise<Result> {
  const checked = await readOffer(context, path);
  const { file, sells, buys, isSale } = checked;
  const { offer, bounty } = file;
  const [{ status, filled, left, hash }, deliverable, now] = await Promise.all([
    (await context.reader()).getShareOfferState({ offers: file.offers, offer }),
    deliverableOf(context, checked),
    context.chainTime(),
  ]);
  const fillable = lesser(left, deliverable);
  const taker = offer.taker === zeroAddress ? undefined : offer.taker;
  return {
    json: { bounty, side: isSale ? "sell" : "buy", status, filled, left, fillable, hash, offer },
    text: formatFacts([
      ["Status", status],
      ["Sells", `${formatAmount(offer.sellAmount, sells)} for ${formatAmount(offer.buyAmount, buys)}`],
      ["Model", `of bounty ${bounty}`],
      ["Maker", offer.maker],
      ["Taker", taker ?? "anybody"],
      ["Expires", formatTime(offer.expiry, now)],
      ["Filled", formatAmount(filled, sells)],
      ["Left", formatAmount(left, sells)],
      [
        "Deliverable",
        left > fillable ? `${formatAmount(fillable, sells)}: the maker holds, or has approved, no more` : undefined,
      ],
    ]),
  };
}

/** What the maker holds of what it sells, and lets the contract take. */
async function deliverableOf(context: Context, { file }: CheckedOffer): Promise<bigint> {
  const reader = await context.reader();
  const { sellToken: token, maker: account } = file.offer;
  const [balance, allowance] = await Promise.all([
    readBalance(reader, token, account),
    readAllowance(reader, { token, account, spender: file.offers }),
  ]);
  return lesser(balance, allowance);
}

/** Math.min takes no bigints. */
function lesser(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}
