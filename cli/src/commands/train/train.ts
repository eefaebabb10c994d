// SPDX-License-Identifier: MIT
import { join, resolve } from "node:path";
import {
  hasRecord,
  inheritsModel,
  inspectRecord,
  keepRecordSalt,
  masterFromModel,
  modelBits,
  modelOfRecord,
  type Recipe,
  randomFieldElement,
  type TrainParameters,
  train,
  trainingCurve,
  writeFileAtomic,
} from "@commonweight/sdk";
import { zeroAddress } from "viem";
import type { Context } from "../../context.ts";
import { UsageError } from "../../errors.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { assertBatches, type Batches, type BatchOptions, readBatches } from "../../training/batches.ts";
import { saveModelOnce } from "../../training/modelFile.ts";
import { recipeOf } from "../../training/recipe.ts";
import { readBountyRecords, readParent, recordFolder, recordKey, requireSeed } from "../../training/record.ts";

export interface TrainOptions extends BatchOptions {
  out: string;
  bounty?: bigint | undefined;
  recipe?: string | undefined;
  seed?: bigint | undefined;
  steps?: number | undefined;
  folder?: string | undefined;
  saveEvery: number;
}

/** What is trained: all but where it is kept on the way. */
type Training = Omit<TrainParameters, "folder" | "saveEvery" | "onProgress" | "batches"> & {
  folder: string;
  data: Batches;
};

/** Trains a network by a recipe: for a bounty, whose terms and chain say how, or for trial. A training that was killed goes on from its folder. */
export async function trainModel(context: Context, options: TrainOptions): Promise<Result> {
  const { io, output } = context;
  const training = options.bounty === undefined ? await trial(context, options) : await forBounty(context, options);
  const { data, folder, recipe } = training;
  const { root, points } = await output.progress("Training", (update) =>
    train({
      ...training,
      batches: data.chunks,
      saveEvery: options.saveEvery,
      onProgress: ({ step, accuracy }, steps) => update(step, steps, `${(100 * accuracy).toFixed(1)} % right`),
    }),
  );
  const curve = join(folder, "curve.svg");
  await writeFileAtomic(curve, trainingCurve(points, `${recipe.name}, ${training.steps} steps`));
  const model = await modelOfRecord({ folder, batches: data.chunks });
  const out = resolve(io.cwd, options.out);
  await saveModelOnce(out, model);
  const last = points.at(-1)!;
  const next = options.bounty === undefined ? undefined : `record post ${options.bounty}, then submission commit`;
  return {
    json: { folder, curve, model: out, root, steps: training.steps, points, bits: modelBits(model), left: data.left },
    text: formatFacts([
      ["model", out],
      ["size", `${modelBits(model)} bits`],
      ["steps", `${training.steps} on ${data.chunks.length} batches`],
      ["samples left out", data.left === 0 ? undefined : `${data.left}, which fill no batch`],
      ["at the end", `loss ${last.loss.toFixed(2)}, ${(100 * last.accuracy).toFixed(1)} % right before learning`],
      ["record", folder],
      ["root", root],
      ["curve", curve],
      ["next", next],
    ]),
  };
}

async function forBounty(context: Context, options: TrainOptions): Promise<Training> {
  const bounty = options.bounty!;
  for (const name of ["recipe", "seed", "steps", "folder"] as const) {
    if (options[name] !== undefined) throw new UsageError(`--${name} does not go with --bounty, whose terms say it.`);
  }
  const key = await recordKey(context, bounty);
  const records = await readBountyRecords(context, bounty);
  const { recipe, training } = records;
  const data = await readBatches(context, recipe, options);
  assertBatches(training, data);
  const seed = await requireSeed(context, bounty);
  const salt = await keepRecordSalt({ ...key, store: await context.store() });
  const parent = await readParent(context, records);
  return {
    ...{ recipe, data, seed, salt, steps: training.steps, operator: key.operator },
    start: parent && masterFromModel(recipe, parent.model),
    folder: recordFolder(context, key),
  };
}

/** Nobody's record: it can be looked at, and is posted nowhere. */
async function trial(context: Context, options: TrainOptions): Promise<Training> {
  const { recipe: name, seed, steps, folder: given } = options;
  if (name === undefined || seed === undefined || steps === undefined || given === undefined) {
    throw new UsageError("Expected --bounty, or for a trial all of --recipe, --seed, --steps and --folder.");
  }
  const recipe = await recipeOf(context, name);
  assertSeeded(recipe);
  const folder = resolve(context.io.cwd, given);
  const salt = (await hasRecord(folder)) ? (await inspectRecord(folder)).terms.salt : randomFieldElement();
  const data = await readBatches(context, recipe, options);
  return { recipe, data, seed, salt, steps, operator: zeroAddress, folder };
}

function assertSeeded(recipe: Recipe): void {
  if (!inheritsModel(recipe)) return;
  throw new UsageError(`${recipe.name} begins with a parent's model; expected --bounty, whose terms name it.`);
}
