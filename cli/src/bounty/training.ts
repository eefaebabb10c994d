// SPDX-License-Identifier: MIT
// The part of a file of terms that speaks of training records.
import { resolve } from "node:path";
import { BaseError, FEWEST_DRAWN, MOST_DRAWN, type Recipe, type TrainingTerms } from "@commonweight/sdk";
import { type Hex, zeroHash } from "viem";
import type { Context } from "../context.ts";
import { readSamples } from "../modelData.ts";
import { type Batches, batchesOfSamples } from "../training/batches.ts";
import type { TermsDocument } from "./document.ts";
import { factor, idOf, integer, percent, someText } from "./parsers.ts";

/** The contract takes no more steps. */
const MOST_STEPS = 2 ** 20;
const MOST_STIPEND = 5_000;

/** What the terms say besides, where it is known by then. */
interface Others {
  folder: string;
  /** Zero where any may compete. */
  architecture: Hex | undefined;
  parent: bigint;
}

/** What a file of terms promises to those who keep a record; undefined where it does not, or where something is wrong, which is noted then. */
export async function readTraining(
  context: Context,
  file: TermsDocument,
  others: Others,
): Promise<TrainingTerms | undefined> {
  if (!file.has("training")) return undefined;
  const { recipes } = await context.deployment();
  const id = file.read("training.recipe", idOf("the name of a recipe", recipes));
  const recipe = id && (await readRecipe(context, file, { ...others, id }));
  const steps = file.read("training.steps", integer(FEWEST_DRAWN, MOST_STEPS));
  const drawnSteps = file.read("training.drawnSteps", integer(FEWEST_DRAWN, MOST_DRAWN));
  const stipendBps = file.read("training.stipend", percent(0, MOST_STIPEND));
  const batches = await readBatchesTerm(file, { folder: others.folder, recipe });
  if (steps && drawnSteps && drawnSteps > steps) file.refuse("training.drawnSteps", `at most ${steps}, all steps`);
  return {
    recipe: id ?? zeroHash,
    batchesRoot: batches?.root ?? zeroHash,
    batches: batches?.chunks.length ?? 0,
    steps: steps ?? 0,
    drawnSteps: drawnSteps ?? 0,
    stipendBps: stipendBps ?? 0,
  };
}

async function readRecipe(
  context: Context,
  file: TermsDocument,
  { id, architecture, parent }: Others & { id: Hex },
): Promise<Recipe | undefined> {
  const reader = await context.reader();
  try {
    const entry = await reader.getRegistryRecipe({ recipe: id });
    if (entry.retired) file.refuse("training.recipe", "a recipe that is not retired");
    if (entry.inherits && parent === 0n) {
      file.refuse("training.recipe", "one that begins with its seed, or a parent whose model it begins with");
    }
    if (architecture !== undefined && architecture !== zeroHash && architecture !== entry.architecture) {
      file.refuse(
        "training.recipe",
        "a recipe of the architecture that the terms name: see `commonweight recipe list`",
      );
    }
    return await reader.getRecipeDefinition({ recipe: id });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    file.refuse("training.recipe", `a recipe of the registry: ${error.shortMessage.replace(/\.$/, "")}`);
    return undefined;
  }
}

async function readBatchesTerm(
  file: TermsDocument,
  { folder, recipe }: { folder: string; recipe: Recipe | undefined },
): Promise<Batches | undefined> {
  const name = file.read("training.batches.file", someText(4_096));
  const labels = file.read("training.batches.labels", someText(4_096), { default: undefined });
  const scale = file.read("training.batches.scale", factor, { default: 1 });
  if (name === undefined || scale === undefined || recipe === undefined) return undefined;
  const path = resolve(folder, name);
  try {
    const samples = await readSamples(path, { labels: labels === undefined ? undefined : resolve(folder, labels) });
    return batchesOfSamples(path, recipe, samples, scale);
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    file.refuse("training.batches.file", `samples for ${recipe.name}: ${error.shortMessage.replace(/\.$/, "")}`);
    return undefined;
  }
}
