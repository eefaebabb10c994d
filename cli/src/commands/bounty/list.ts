// SPDX-License-Identifier: MIT
import type { BountyStatus } from "@commonweight/sdk";
import { titleOf } from "../../bounty/spec.ts";
import { potOf } from "../../bounty/summary.ts";
import type { Context } from "../../context.ts";
import { formatTable } from "../../format/table.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { formatAmount } from "../../token.ts";

export interface ListOptions {
  status?: BountyStatus[];
  before?: bigint;
  limit: number;
}

/** The bounties there are, the newest first. */
export async function list(context: Context, options: ListOptions): Promise<Result> {
  const reader = await context.reader();
  const { status: statuses, before, limit } = options;
  const { bounties, next } = await reader.listBounties({ statuses, before, limit });
  const now = await context.chainTime();
  const rows = await Promise.all(
    bounties.map(async ({ bounty, status, terms, facts }) => {
      const [token, deadline] = await Promise.all([context.token(terms.token), reader.getNextDeadline({ bounty })]);
      return { bounty, title: titleOf(terms), status, pot: potOf(facts), token, deadline: Number(deadline) };
    }),
  );
  const table = formatTable(
    ["bounty", "title", "status", "pot", "until"],
    rows.map(({ bounty, title, status, pot, token, deadline }) => [
      String(bounty),
      title,
      status,
      formatAmount(pot, token),
      deadline === 0 ? "" : formatTime(deadline, now),
    ]),
    { left: ["title", "status", "until"] },
  );
  const more = next === undefined ? "" : `\nOlder ones: commonweight bounty list --before ${next}`;
  const text = rows.length === 0 ? "There is no such bounty." : `${table}${more}`;
  return { json: { bounties: rows, next, now }, text };
}
