// SPDX-License-Identifier: MIT
import { SlippageExceededError } from "../../errors/market.ts";
import type { SideAmounts } from "../../market/mint.ts";
import type { CommonweightClient } from "../types.ts";
import { type Pool, poolOf } from "./uniswap.ts";

/**
 * The error where more or less liquidity would have moved than was agreed to.
 *
 * @param least - the least to move of each
 * @param amountsAt - what would move at a price, by its square root
 */
export async function liquiditySlipped(
  client: CommonweightClient,
  pool: Pool,
  least: SideAmounts,
  amountsAt: (sqrtRatio: bigint) => SideAmounts,
  cause: unknown,
): Promise<SlippageExceededError> {
  const now = amountsAt((await poolOf(client, pool)).sqrtRatio);
  const side = now.sharesAmount < least.sharesAmount ? "sharesAmount" : "tokenAmount";
  const token = side === "sharesAmount" ? pool.shares : pool.token;
  // The price may have come back since.
  const actual = now[side] < least[side] ? now[side] : undefined;
  return new SlippageExceededError({ token, limit: least[side], actual, bound: "least", cause });
}
