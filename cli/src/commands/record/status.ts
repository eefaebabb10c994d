// SPDX-License-Identifier: MIT
import { hasRecord, inspectRecord, type TrainingRecordFacts } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatFacts } from "../../format/table.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { readBountyRecords, recordFolder, recordKey } from "../../training/record.ts";

/** Where a record stands, and what is due next. */
export async function status(context: Context, bounty: bigint, options: { account?: Address }): Promise<Result> {
  const reader = await context.reader();
  const operator = options.account ?? (await context.writer()).account.address;
  const { training, recipe, terms } = await readBountyRecords(context, bounty);
  const [record, drawn, now] = await Promise.all([
    reader.getTrainingRecord({ bounty, operator }),
    reader.getDrawnSteps({ bounty }),
    context.chainTime(),
  ]);
  const seedTime = record && Number(await reader.getRoundTime({ round: record.seedRound }));
  // The store of this wallet says nothing of others.
  const folder = options.account === undefined ? recordFolder(context, await recordKey(context, bounty)) : undefined;
  const onDisk = folder !== undefined && (await hasRecord(folder)) ? await inspectRecord(folder) : undefined;
  const { trainingEnds, provingEnds } = terms.windows;
  const next = nextOf({ record, bounty, seedTime, now, taken: onDisk?.progress.step, steps: training.steps });
  const until = record?.status === "Proving" ? provingEnds : trainingEnds;
  const isOver = record?.status === "Proven" || record?.status === "Lapsed" || now >= until;
  return {
    json: {
      bounty,
      operator,
      recipe: recipe.name,
      record,
      seedTime,
      drawn,
      folder,
      stepsTaken: onDisk?.progress.step,
      next,
      until: isOver ? undefined : until,
      now,
    },
    text: formatFacts([
      ["bounty", String(bounty)],
      ["operator", operator],
      ["record", record?.status ?? "none"],
      ["recipe", recipe.name],
      ["seed", seedTime === undefined ? undefined : `at ${formatTime(seedTime, now)}`],
      ["on the disk", onDisk && `${onDisk.progress.step} of ${training.steps} steps, in ${folder}`],
      ["root", record?.root],
      ["drawn steps", drawn?.join(", ")],
      ["proven steps", record && record.provenSteps.length > 0 ? record.provenSteps.join(", ") : undefined],
      ["next", isOver ? next : `${next}, before ${formatTime(until, now)}`],
    ]),
  };
}

function nextOf(parameters: {
  record: TrainingRecordFacts | undefined;
  bounty: bigint;
  seedTime: number | undefined;
  now: number;
  taken: number | undefined;
  steps: number;
}): string {
  const { record, bounty, seedTime = 0, now, taken = 0, steps } = parameters;
  switch (record?.status) {
    case undefined:
    case "None":
      return `record open ${bounty}`;
    case "Open":
      if (now < seedTime) return "wait for the seed";
      return taken < steps ? `train --bounty ${bounty}` : `record post ${bounty}`;
    case "Posted":
      return `submission commit ${bounty}, of the model that was trained`;
    case "Proving":
      return `record finish ${bounty}`;
    case "Proven":
      return "nothing is due any more: the prize of the submission brings its stipend";
    case "Lapsed":
      return "nothing is due any more: the time is over, and the stipend lost";
  }
}
