// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatSharePrice, formatShares } from "../../format/numbers.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount, SHARE } from "../../token.ts";
import { deadlineIn, type FeeOptions, type LimitOptions, parsePositive } from "./trade.ts";

/** Puts shares and tokens into their pool, at its price. */
export async function addLiquidity(
  context: Context,
  bounty: bigint,
  sharesText: string,
  tokenText: string,
  options: FeeOptions & LimitOptions,
): Promise<Result> {
  const { fee, slippage: slippageBps, recipient } = options;
  const { shares, token } = await settledModel(context, bounty);
  const most = { sharesAmount: parsePositive(sharesText, SHARE), tokenAmount: parsePositive(tokenText, token) };
  const writer = await context.writer();
  const pair = { shares, token: token.address, fee };
  const { price } = await writer.getPool(pair);
  const deadline = await deadlineIn(context, options.minutes);
  const offer = `at most ${formatShares(most.sharesAmount)} and ${formatAmount(most.tokenAmount, token)}`;
  const until = formatTime(Number(deadline), await context.chainTime());
  await context.confirm(`Put ${offer} into the pool at ${formatSharePrice(price, token)}, by ${until}?`);
  const added = await writer.addLiquidity({ ...pair, ...most, slippageBps, deadline, recipient });
  const { hash, position, liquidity, sharesAmount, tokenAmount } = added;
  return {
    json: { bounty, shares, token, fee, position, liquidity, sharesAmount, tokenAmount, hash },
    text: `Position ${position}: ${formatShares(sharesAmount)} and ${formatAmount(tokenAmount, token)} went in (${hash}).`,
  };
}
