// SPDX-License-Identifier: MIT
import type { ContractFunctionReturnType, Hex } from "viem";
import type { architectureRegistryAbi } from "../abis/architectureRegistry.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { readRegistry } from "./internal/registry.ts";
import type { CommonweightClient, RegistryParameters } from "./types.ts";

export interface GetRegistryRecipeParameters extends RegistryParameters {
  /** RecipeId: keccak256 of the canonical JSON of its definition. */
  recipe: Hex;
}
export type GetRegistryRecipeReturnType = ContractFunctionReturnType<
  typeof architectureRegistryAbi,
  "view",
  "recipeOf"
>;
export type GetRegistryRecipeErrorType = ReadErrorType;

/**
 * What the registry holds of a recipe: its keys and its architecture, and whether records begin with a parent's model.
 *
 * @throws the decoded `RecipeUnknown` where there is none
 *
 * @example
 * const { inherits } = await getRegistryRecipe(client, { registry, recipe: definitionId(recipe) });
 */
export async function getRegistryRecipe(
  client: CommonweightClient,
  parameters: GetRegistryRecipeParameters,
): Promise<GetRegistryRecipeReturnType> {
  const { registry, recipe } = parameters;
  return readRegistry(client, registry, "recipeOf", [recipe]);
}
