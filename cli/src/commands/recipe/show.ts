// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { definitionId, inheritsModel, samplesPerChunk } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { writeDocument } from "../../documents.ts";
import { formatFacts, formatTable } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { recipeOf } from "../../training/recipe.ts";

/** One recipe: what it trains, and how. Its definition in a file trains without a chain. */
export async function show(context: Context, name: string, options: { out?: string }): Promise<Result> {
  const recipe = await recipeOf(context, name);
  const out = options.out === undefined ? undefined : resolve(context.io.cwd, options.out);
  if (out !== undefined) await writeDocument(out, recipe);
  const id = definitionId(recipe);
  const { architecture, task, masterBits, loss, halvings, layers } = recipe;
  const head = formatFacts([
    ["recipe", recipe.name],
    ["id", id],
    ["definition", out],
    ["architecture", architecture.name],
    ["batch", `${samplesPerChunk(task)} samples of ${task.features} features from 0 to ${2 ** task.featureBits - 1}`],
    ["begins with", inheritsModel(recipe) ? "a parent's model" : "its seed"],
    ["master weights", `${masterBits} bits`],
    ["loss", `target ${loss.target}, errors of ${loss.errorBits} bits`],
    ["the rate halves", halvings.length === 0 ? "never" : `at the steps ${halvings.join(", ")}`],
  ]);
  const table = formatTable(
    ["layer", "kind", "rate shift", "decay"],
    layers.map((layer, i) =>
      layer.kind === "frozen"
        ? [String(i), "frozen", "", ""]
        : [String(i), "trained", String(layer.rateShift), String(layer.decay)],
    ),
    { left: ["kind"] },
  );
  return { json: { id, recipe, path: out }, text: `${head}\n\n${table}` };
}
