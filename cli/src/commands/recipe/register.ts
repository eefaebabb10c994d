// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import {
  canonicalJson,
  definitionId,
  inheritsModel,
  parseRecipe,
  readJsonFile,
  recordCircuitNames,
} from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { requireOwner, verifyingKeyOf } from "../../registration.ts";

/** Registers a recipe of a registered architecture, with the keys of its artifacts; the registry's owner alone may. */
export async function register(context: Context, file: string): Promise<Result> {
  const recipe = await readJsonFile(resolve(context.io.cwd, file), "recipe", parseRecipe);
  await requireOwner(context, "To register a recipe");
  const names = recordCircuitNames(recipe);
  const keys = {
    start: await verifyingKeyOf(context, names.start),
    trainStep: await verifyingKeyOf(context, names.trainStep),
    quantiseModel: await verifyingKeyOf(context, names.quantiseModel),
  };
  const writer = await context.writer();
  const { recipe: id, hash } = await writer.registerRecipe({
    definition: canonicalJson(recipe),
    architecture: definitionId(recipe.architecture),
    inherits: inheritsModel(recipe),
    keys,
  });
  const what = `${recipe.name}, ${id}, of ${recipe.architecture.name}`;
  return {
    json: { recipe: id, hash },
    text: `${hash === undefined ? "It was registered before:" : "Registered"} ${what}.`,
  };
}
