// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatShares } from "../../format/numbers.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount } from "../../token.ts";
import { deadlineIn, type LimitOptions } from "./trade.ts";

/** Takes a position of liquidity out of its pool, whole or in part, with the fees that it has earned. */
export async function removeLiquidity(
  context: Context,
  bounty: bigint,
  position: bigint,
  options: LimitOptions & { part?: number },
): Promise<Result> {
  const { slippage: slippageBps, recipient, part: partBps } = options;
  const { shares, token } = await settledModel(context, bounty);
  const writer = await context.writer();
  const deadline = await deadlineIn(context, options.minutes);
  const out = await writer.removeLiquidity({ shares, position, partBps, slippageBps, deadline, recipient });
  const { hash, sharesAmount, tokenAmount, liquidity } = out;
  const rest = liquidity === 0n ? "The position is gone." : `${liquidity} of its liquidity stay.`;
  return {
    json: { bounty, shares, token, position, sharesAmount, tokenAmount, liquidity, hash },
    text: `${formatShares(sharesAmount)} and ${formatAmount(tokenAmount, token)} came out (${hash}). ${rest}`,
  };
}
