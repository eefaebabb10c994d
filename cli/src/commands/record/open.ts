// SPDX-License-Identifier: MIT
import { keepRecordSalt } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { warn } from "../../submission/warnings.ts";
import { readBountyRecords, recordFolder, recordKey } from "../../training/record.ts";

/** Opens the wallet's record in a bounty. */
export async function openTrainingRecord(context: Context, bounty: bigint): Promise<Result> {
  const key = await recordKey(context, bounty);
  const { recipe } = await readBountyRecords(context, bounty);
  const writer = await context.writer();
  // The salt first: whatever the chain knows of is in the store.
  await keepRecordSalt({ ...key, store: await context.store() });
  warn(context, `${recordFolder(context, key)} will hold the checkpoints, which are the model, in plain.`);
  const { seedRound, hash } = await writer.openRecord({ bounty });
  const [time, now] = [Number(await writer.getRoundTime({ round: seedRound })), await context.chainTime()];
  const head = hash === undefined ? "Open already is" : "Opened";
  return {
    json: { bounty, seedRound, seedTime: time, now, hash },
    text: `${head} a training record in bounty ${bounty}, by the recipe ${recipe.name}.\nIts seed comes at ${formatTime(time, now)}; then: train --bounty ${bounty}.`,
  };
}
