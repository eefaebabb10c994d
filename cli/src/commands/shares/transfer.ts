// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatShares } from "../../format/numbers.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { parseAmount, SHARE } from "../../token.ts";

/** Gives shares away. */
export async function transfer(context: Context, bounty: bigint, to: Address, text: string): Promise<Result> {
  const amount = parseAmount("The amount", text, SHARE);
  const writer = await context.writer();
  const { shares } = await settledModel(context, bounty);
  const { hash } = await writer.transferShares({ shares, to, amount });
  return { json: { bounty, shares, to, amount, hash }, text: `${to} got ${formatShares(amount)} (${hash}).` };
}
