// SPDX-License-Identifier: MIT
import { encodeInitialLiquidity } from "@commonweight/sdk";
import type { Context } from "../../../context.ts";
import { formatSharePrice, formatShares } from "../../../format/numbers.ts";
import type { Result } from "../../../output.ts";
import { governanceOf, settledModel } from "../../../settledModel.ts";
import { formatAmount, SHARE } from "../../../token.ts";
import { parsePrice } from "../../market/price.ts";
import { type FeeOptions, parsePositive } from "../../market/trade.ts";
import { defaultPath, type ProposeOptions, submit } from "./submit.ts";

const DAY = 86_400;

export interface LiquidityOptions extends ProposeOptions, FeeOptions {
  price: string;
  /** In bps. */
  slippage: number;
  days: number;
}

/** Proposes that the treasury opens the market of the shares. */
export async function proposeLiquidity(
  context: Context,
  bounty: bigint,
  sharesText: string,
  tokenText: string,
  options: LiquidityOptions,
): Promise<Result> {
  const { fee, slippage: slippageBps } = options;
  const { shares, token } = await settledModel(context, bounty);
  const { governor, treasury } = await governanceOf(context, bounty);
  const amounts = { sharesAmount: parsePositive(sharesText, SHARE), tokenAmount: parsePositive(tokenText, token) };
  const price = parsePrice(options.price, token);
  const deadline = BigInt((await context.chainTime()) + options.days * DAY);
  const uniswap = await context.uniswap();
  const pair = { uniswap, shares, token: token.address, fee };
  const calls = encodeInitialLiquidity({ ...pair, ...amounts, price, slippageBps, recipient: treasury, deadline });
  const money = `${formatShares(amounts.sharesAmount)} and ${formatAmount(amounts.tokenAmount, token)}`;
  const description = options.description ?? `Open the market with ${money} at ${formatSharePrice(price, token)}`;
  const path = options.out ?? defaultPath("liquidity", bounty);
  return submit(context, { bounty, governor }, { calls, description }, path);
}
