// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { type ListDefinitionsReturnType, parseRecipe, type Recipe, readJsonFile } from "@commonweight/sdk";
import type { Context } from "../context.ts";
import { UnknownNameError } from "../errors.ts";

/**
 * A recipe, from a file whose name ends with `.json`, or from the registry by its name or id.
 *
 * @throws {@link InvalidFileError} where the file is none
 * @throws {@link UnknownNameError} where the registry has none of the name
 */
export async function recipeOf(context: Context, name: string): Promise<Recipe> {
  if (name.endsWith(".json")) return readJsonFile(resolve(context.io.cwd, name), "recipe", parseRecipe);
  return findRecipe(await (await context.reader()).listDefinitions(), name).recipe;
}

/** What the registry calls by a name, or has under an id. */
export function findRecipe(
  { recipes }: Pick<ListDefinitionsReturnType, "recipes">,
  name: string,
): ListDefinitionsReturnType["recipes"][number] {
  const found = recipes.find(({ id, recipe }) => id === name || recipe.name === name);
  if (found !== undefined) return found;
  throw new UnknownNameError({ what: "recipe", name, known: recipes.map(({ recipe }) => recipe.name) });
}
