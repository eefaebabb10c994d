// SPDX-License-Identifier: MIT
import { leastOf, mostOf } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { formatShares } from "../../format/numbers.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount, SHARE } from "../../token.ts";
import { deadlineIn, type FeeOptions, type LimitOptions, parseBuy, parsePositive } from "./trade.ts";

/** Buys shares in their pool, within a limit that is shown before. */
export async function buy(
  context: Context,
  bounty: bigint,
  sharesText: string | undefined,
  options: FeeOptions & LimitOptions & { spend?: string; limit?: string },
): Promise<Result> {
  const { fee, slippage, recipient } = options;
  const { shares, token } = await settledModel(context, bounty);
  const amount = parseBuy(sharesText, options.spend, token);
  const isForExactly = amount.tokenAmount !== undefined;
  const given = options.limit === undefined ? undefined : parsePositive(options.limit, isForExactly ? SHARE : token);
  const writer = await context.writer();
  const pair = { shares, token: token.address, fee };
  const quoted = await writer.quoteBuy({ ...pair, ...amount });
  const limit = given ?? (isForExactly ? leastOf(quoted.sharesAmount, slippage) : mostOf(quoted.tokenAmount, slippage));
  const deadline = await deadlineIn(context, options.minutes);

  const trade = `Buy ${formatShares(quoted.sharesAmount)} for ${formatAmount(quoted.tokenAmount, token)}`;
  const bound = isForExactly ? `at least ${formatShares(limit)}` : `at most ${formatAmount(limit, token)}`;
  await context.confirm(`${trade}, ${bound}, by ${formatTime(Number(deadline), await context.chainTime())}?`);
  const bought = await writer.buyShares({ ...pair, ...amount, limit, deadline, recipient });
  const { hash, sharesAmount, tokenAmount } = bought;
  return {
    json: { bounty, shares, token, fee, sharesAmount, tokenAmount, limit, deadline, hash },
    text: `${formatShares(sharesAmount)} bought for ${formatAmount(tokenAmount, token)} (${hash}).`,
  };
}
