// SPDX-License-Identifier: MIT
import { inheritsModel, samplesPerChunk } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { formatTable } from "../../format/table.ts";
import type { Result } from "../../output.ts";

/** The recipes that are registered. */
export async function list(context: Context): Promise<Result> {
  const { recipes } = await (await context.reader()).listDefinitions();
  const rows = recipes.map(({ recipe, retired }) => [
    recipe.name,
    recipe.architecture.name,
    String(samplesPerChunk(recipe.task)),
    inheritsModel(recipe) ? "a parent's model" : "its seed",
    retired ? "retired" : "",
  ]);
  const text =
    recipes.length === 0
      ? "No recipe is registered."
      : formatTable(["recipe", "architecture", "samples a batch", "begins with", ""], rows, {
          left: ["architecture", "begins with", ""],
        });
  return { json: recipes, text };
}
