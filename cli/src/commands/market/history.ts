// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatSharePrice, formatShares } from "../../format/numbers.ts";
import { formatTable } from "../../format/table.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount } from "../../token.ts";
import type { FeeOptions } from "./trade.ts";

/** Every trade of a pool, the oldest first. */
export async function history(
  context: Context,
  bounty: bigint,
  options: FeeOptions & { fromBlock?: bigint },
): Promise<Result> {
  const { fee, fromBlock } = options;
  const { shares, token } = await settledModel(context, bounty);
  const reader = await context.reader();
  const now = await context.chainTime();
  const trades = await context.output.progress("Read trades", (update) =>
    reader.getPriceHistory({
      ...{ shares, token: token.address, fee },
      ...(fromBlock === undefined ? {} : { fromBlock }),
      onProgress: (done, total) => update(Number(done), Number(total)),
    }),
  );
  const rows = trades.map((trade) => [
    formatTime(Number(trade.time), now),
    trade.side,
    formatShares(trade.sharesAmount),
    formatAmount(trade.tokenAmount, token),
    formatSharePrice(trade.price, token),
  ]);
  return {
    json: { bounty, shares, token, fee, trades },
    text: rows.length > 0 ? formatTable(["Time", "Side", "Shares", "Token", "Price after"], rows) : "No trades yet.",
  };
}
