// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { inheritsModel, inspectRecord, verifyRecord } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { type BatchOptions, readBatches } from "../../training/batches.ts";
import { publicFacts, recordText } from "./inspect.ts";

/** Takes every step of a record again. */
export async function verify(context: Context, given: string, options: BatchOptions): Promise<Result> {
  const folder = resolve(context.io.cwd, given);
  const { recipe } = (await inspectRecord(folder)).terms;
  const { chunks } = await readBatches(context, recipe, options);
  const record = await context.output.progress("Verifying", (update) =>
    verifyRecord({ folder, batches: chunks, isSeeded: !inheritsModel(recipe), onProgress: update }),
  );
  return { json: publicFacts(record), text: `${recordText(record)}\nEvery step follows from the one before.` };
}
