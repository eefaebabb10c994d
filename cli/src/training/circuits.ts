// SPDX-License-Identifier: MIT
import { type CircuitArtifacts, definitionId, inheritsModel, type Recipe } from "@commonweight/sdk";
import { findArtifacts } from "../artifacts.ts";
import type { Context } from "../context.ts";

/** The circuits that prove a record: a step, its first checkpoint, and its last. */
export interface RecordCircuits {
  trainStep: CircuitArtifacts;
  start: CircuitArtifacts;
  quantiseModel: CircuitArtifacts;
}

/** The circuits of a recipe, from the artifacts folder, with the keys that the registry holds. */
export async function recordCircuits(context: Context, recipe: Recipe): Promise<RecordCircuits> {
  const reader = await context.reader();
  const keys = await reader.getRegistryRecipe({ recipe: definitionId(recipe) });
  const find = async (kind: string, dataContract: `0x${string}`) =>
    findArtifacts(context.settings.artifacts, `${kind}.${recipe.name}`, await reader.getVerifyingKey({ dataContract }));
  return {
    trainStep: await find("train-step", keys.trainStepKey),
    start: await find(inheritsModel(recipe) ? "inherit-model" : "init-step", keys.startKey),
    quantiseModel: await find("quantise-model", keys.quantiseModelKey),
  };
}
