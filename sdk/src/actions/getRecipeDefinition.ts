// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { EventMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { parseRecipe, type Recipe } from "../training/recipe.ts";
import { registeredDefinition } from "./internal/definition.ts";
import type { CommonweightClient, LogRangeParameters, RegistryParameters } from "./types.ts";

export interface GetRecipeDefinitionParameters extends RegistryParameters, LogRangeParameters {
  /** RecipeId: keccak256 of the canonical JSON of its definition. */
  recipe: Hex;
}
export type GetRecipeDefinitionReturnType = Recipe;
export type GetRecipeDefinitionErrorType = ReadErrorType | EventMissingError | InvalidValueError;

/**
 * The definition of a recipe, which the registry published when it was registered.
 *
 * @throws {@link EventMissingError} where none was registered since `fromBlock`
 * @example
 * const recipe = await getRecipeDefinition(client, { registry, recipe: terms.training.recipe });
 */
export async function getRecipeDefinition(
  client: CommonweightClient,
  parameters: GetRecipeDefinitionParameters,
): Promise<GetRecipeDefinitionReturnType> {
  const { registry, recipe, fromBlock } = parameters;
  const search = { registry, eventName: "RecipeRegistered", args: { recipe }, fromBlock } as const;
  return parseRecipe(await registeredDefinition(client, search));
}
