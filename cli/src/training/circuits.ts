// SPDX-License-Identifier: MIT
import { type CircuitArtifacts, definitionId, type Recipe, recordCircuitNames } from "@commonweight/sdk";
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
  const names = recordCircuitNames(recipe);
  const find = async (name: string, dataContract: `0x${string}`) =>
    findArtifacts(context.settings.artifacts, name, await reader.getVerifyingKey({ dataContract }));
  return {
    trainStep: await find(names.trainStep, keys.trainStepKey),
    start: await find(names.start, keys.startKey),
    quantiseModel: await find(names.quantiseModel, keys.quantiseModelKey),
  };
}
