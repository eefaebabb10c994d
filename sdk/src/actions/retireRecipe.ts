// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { readRegistry, registryCall } from "./internal/registry.ts";
import { send, senderOf } from "./internal/send.ts";

import type { CommonweightClient, RegistryParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface RetireRecipeParameters extends RegistryParameters, SenderParameters {
  /** RecipeId. */
  recipe: Hex;
}
export type RetireRecipeReturnType = SentOrDone;
export type RetireRecipeErrorType = WriteErrorType;

/**
 * Closes a recipe to new bounties; those that exist are not touched. Owner only. Nothing is sent where it is retired already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount` or `RecipeUnknown`
 *
 * @example
 * await retireRecipe(client, { registry, recipe });
 */
export async function retireRecipe(
  client: CommonweightClient,
  parameters: RetireRecipeParameters,
): Promise<RetireRecipeReturnType> {
  const { registry, recipe } = parameters;
  const account = senderOf(client, parameters, "retireRecipe");
  if ((await readRegistry(client, registry, "recipeOf", [recipe])).retired)
    return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, registryCall(registry, "retireRecipe", [recipe], account));
  return { hash, receipt };
}
