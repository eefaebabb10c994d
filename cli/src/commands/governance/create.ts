// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";

/** Creates the governor and the treasury of a model, where they were known to be. */
export async function create(context: Context, bounty: bigint): Promise<Result> {
  const { hash, governor, treasury } = await (await context.writer()).createGovernance({ bounty });
  return {
    json: { bounty, governor, treasury, hash },
    text: formatFacts([
      ["Governor", governor],
      ["Treasury", treasury],
      ["Sent", hash ?? "nothing: they exist"],
    ]),
  };
}
