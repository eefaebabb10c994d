// SPDX-License-Identifier: MIT
import { type Hex, keccak256, stringToHex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { readRegistry, registryCall, unlessReverted } from "./internal/registry.ts";
import { send, senderOf } from "./internal/send.ts";
import { isSameKey } from "./internal/verifyingKey.ts";
import type {
  CommonweightClient,
  ContractVerifyingKey,
  RegistryParameters,
  SenderParameters,
  SentOrDone,
} from "./types.ts";

export interface RegisterRecipeParameters extends RegistryParameters, SenderParameters {
  /** Canonical JSON; the recipe's id is its keccak256. */
  definition: string;
  /** ArchitectureId of what is trained. */
  architecture: Hex;
  /** Whether a record begins with a parent's model, see `inheritsModel`. */
  inherits: boolean;
  /** `start`: of InitStep, or of InheritModel where a record begins with a parent's model. */
  keys: { start: ContractVerifyingKey; trainStep: ContractVerifyingKey; quantiseModel: ContractVerifyingKey };
}
export type RegisterRecipeReturnType = SentOrDone & {
  /** RecipeId. */
  recipe: Hex;
};
export type RegisterRecipeErrorType = WriteErrorType;

/**
 * Registers a recipe of an architecture with the keys of its circuits. Owner only. Nothing is sent where it is registered with these very
 * keys already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount`, `RecipeAlreadyRegistered`, or what is wrong with a key
 *
 * @example
 * await registerRecipe(client, { registry, definition: canonicalJson(recipe), architecture, inherits: false, keys });
 */
export async function registerRecipe(
  client: CommonweightClient,
  parameters: RegisterRecipeParameters,
): Promise<RegisterRecipeReturnType> {
  const { registry, definition, architecture, inherits, keys } = parameters;
  const account = senderOf(client, parameters, "registerRecipe");
  const recipe = keccak256(stringToHex(definition));
  if (await isRegistered(client, parameters, recipe)) return { hash: undefined, receipt: undefined, recipe };
  const { hash, receipt } = await send(
    client,
    registryCall(registry, "registerRecipe", [definition, architecture, inherits, keys], account),
  );
  return { hash, receipt, recipe };
}

async function isRegistered(
  client: CommonweightClient,
  { registry, architecture, inherits, keys }: RegisterRecipeParameters,
  recipe: Hex,
): Promise<boolean> {
  const present = await unlessReverted(readRegistry(client, registry, "recipeOf", [recipe]), "RecipeUnknown");
  if (present?.architecture !== architecture || present.inherits !== inherits) return false;
  const same = await Promise.all([
    isSameKey(client, registry, present.startKey, keys.start),
    isSameKey(client, registry, present.trainStepKey, keys.trainStep),
    isSameKey(client, registry, present.quantiseModelKey, keys.quantiseModel),
  ]);
  return same.every(Boolean);
}
