// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { inspectRecord, type RecordOnDisk } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";

/** What the files of a record say. */
export async function inspect(context: Context, folder: string): Promise<Result> {
  const record = await inspectRecord(resolve(context.io.cwd, folder));
  return { json: publicFacts(record), text: recordText(record) };
}

/** A record without its salt, which nobody has to see. */
export function publicFacts({ terms, progress, root, isComplete }: RecordOnDisk) {
  const { recipe, seed, operator, steps, batches, batchesRoot } = terms;
  const { step, points } = progress;
  return { recipe: recipe.name, seed, operator, steps, batches, batchesRoot, step, isComplete, root, points };
}

/** The same, a name and a value each. */
export function recordText({ terms, progress, root, isComplete }: RecordOnDisk): string {
  const last = progress.points.at(-1);
  return formatFacts([
    ["recipe", terms.recipe.name],
    ["operator", terms.operator],
    ["steps", `${progress.step} of ${terms.steps}${isComplete ? "" : ": train goes on"}`],
    ["batches", `${terms.batches}, with the root ${terms.batchesRoot}`],
    ["at the end", last && `loss ${last.loss.toFixed(2)}, ${(100 * last.accuracy).toFixed(1)} % right before learning`],
    ["root", isComplete ? root : undefined],
  ]);
}
