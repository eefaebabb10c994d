// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatPercent, formatSharePrice } from "../../format/numbers.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount, readBalance } from "../../token.ts";
import { parsePrice } from "./price.ts";
import type { FeeOptions } from "./trade.ts";

/** The pool of a model's shares, created or excluded from revenue before where asked for. */
export async function pool(
  context: Context,
  bounty: bigint,
  options: FeeOptions & { create?: string; exclude?: true },
): Promise<Result> {
  const { fee, create, exclude } = options;
  const { shares, token } = await settledModel(context, bounty);
  const pair = { shares, token: token.address, fee };
  const price = create === undefined ? undefined : parsePrice(create, token);
  const created = price === undefined ? undefined : await (await context.writer()).createPool({ ...pair, price });
  const reader = await context.reader();
  const facts = await reader.getPool(pair);
  const excluded = exclude ? await (await context.writer()).excludePool({ shares, pool: facts.address }) : undefined;
  const [sharesIn, tokenIn] = await Promise.all([
    readBalance(reader, shares, facts.address),
    readBalance(reader, token.address, facts.address),
  ]);
  const hashes = [created?.hash, excluded?.hash].filter((hash) => hash !== undefined);
  return {
    json: { bounty, shares, token, ...facts, sharesAmount: sharesIn, tokenAmount: tokenIn, hashes },
    text: formatFacts([
      ["Pool", facts.address],
      ["Price", formatSharePrice(facts.price, token)],
      ["Fee", `${formatPercent(fee / 100)} of each trade`],
      ["Holds", `${formatAmount(sharesIn, { symbol: "shares", decimals: 18 })}, ${formatAmount(tokenIn, token)}`],
      ["Sent", hashes.length > 0 ? hashes.join(", ") : undefined],
    ]),
  };
}
