// SPDX-License-Identifier: MIT
import { leastOf } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { formatShares } from "../../format/numbers.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount, SHARE } from "../../token.ts";
import { deadlineIn, type FeeOptions, type LimitOptions, parsePositive } from "./trade.ts";

/** Sells shares in their pool, within a limit that is shown before. */
export async function sell(
  context: Context,
  bounty: bigint,
  sharesText: string,
  options: FeeOptions & LimitOptions & { limit?: string },
): Promise<Result> {
  const { fee, slippage, recipient } = options;
  const sharesAmount = parsePositive(sharesText, SHARE);
  const { shares, token } = await settledModel(context, bounty);
  const given = options.limit === undefined ? undefined : parsePositive(options.limit, token);
  const writer = await context.writer();
  const pair = { shares, token: token.address, fee };
  const quoted = await writer.quoteSell({ ...pair, sharesAmount });
  const limit = given ?? leastOf(quoted.tokenAmount, slippage);
  const deadline = await deadlineIn(context, options.minutes);

  const trade = `Sell ${formatShares(sharesAmount)} for ${formatAmount(quoted.tokenAmount, token)}`;
  const until = formatTime(Number(deadline), await context.chainTime());
  await context.confirm(`${trade}, at least ${formatAmount(limit, token)}, by ${until}?`);
  const { hash, tokenAmount } = await writer.sellShares({ ...pair, sharesAmount, limit, deadline, recipient });
  return {
    json: { bounty, shares, token, fee, sharesAmount, tokenAmount, limit, deadline, hash },
    text: `${formatShares(sharesAmount)} sold for ${formatAmount(tokenAmount, token)} (${hash}).`,
  };
}
