// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { UsageError } from "../../errors.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { SHARE } from "../../token.ts";
import { type FeeOptions, parseBuy, parsePositive, quoteFacts } from "./trade.ts";

/** What a trade would cost or bring now. */
export async function quote(
  context: Context,
  bounty: bigint,
  side: "buy" | "sell",
  shares: string | undefined,
  options: FeeOptions & { spend?: string },
): Promise<Result> {
  const { fee, spend } = options;
  const model = await settledModel(context, bounty);
  const pair = { shares: model.shares, token: model.token.address, fee };
  const reader = await context.reader();
  const ask = () => {
    if (side === "buy") return reader.quoteBuy({ ...pair, ...parseBuy(shares, spend, model.token) });
    if (shares === undefined || spend !== undefined) {
      throw new UsageError("A sale is of a number of shares; expected [shares], and no --spend.");
    }
    return reader.quoteSell({ ...pair, sharesAmount: parsePositive(shares, SHARE) });
  };
  const quoted = await ask();
  return {
    json: { bounty, side, shares: model.shares, token: model.token, fee, ...quoted },
    text: formatFacts([["Side", side], ...quoteFacts(quoted, model.token)]),
  };
}
