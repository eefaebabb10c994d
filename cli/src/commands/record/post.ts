// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { requireFinished } from "../../training/record.ts";

/** Posts the root of the wallet's finished record. */
export async function post(context: Context, bounty: bigint): Promise<Result> {
  const { root, folder } = await requireFinished(context, bounty);
  const { hash } = await (await context.writer()).postRecord({ bounty, root });
  const head = hash === undefined ? "Posted already is" : "Posted";
  return {
    json: { bounty, root, folder, hash },
    text: `${head} the root ${root} of the training record in bounty ${bounty}${hash ? ` (${hash})` : ""}.\nKeep ${folder} until the record is proven.`,
  };
}
