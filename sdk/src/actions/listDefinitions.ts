// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { getContractEvents } from "viem/actions";
import { architectureRegistryAbi } from "../abis/architectureRegistry.ts";
import { parseTask, type Task } from "../data/task.ts";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { type Architecture, parseArchitecture } from "../model/architecture.ts";
import { parseRecipe, type Recipe } from "../training/recipe.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import type { CommonweightClient, LogRangeParameters, RegistryParameters } from "./types.ts";

export interface ListDefinitionsParameters extends RegistryParameters, LogRangeParameters {}
export interface ListDefinitionsReturnType {
  /** In the order in which they were registered. */
  tasks: { id: Hex; task: Task; retired: boolean }[];
  architectures: { id: Hex; architecture: Architecture }[];
  /** Which architectures can be proven on which tasks. */
  pairs: { task: Hex; architecture: Hex; retired: boolean }[];
  recipes: { id: Hex; recipe: Recipe; retired: boolean }[];
}
export type ListDefinitionsErrorType = ReadErrorType | InvalidValueError;

type RegistryEvent =
  | { eventName: "TaskRegistered"; args: { task: Hex; definition: string } }
  | { eventName: "ArchitectureRegistered"; args: { architecture: Hex; definition: string } }
  | { eventName: "PairRegistered" | "PairRetired"; args: { task: Hex; architecture: Hex } }
  | { eventName: "RecipeRegistered"; args: { recipe: Hex; definition: string } }
  | { eventName: "TaskRetired"; args: { task: Hex } }
  | { eventName: "RecipeRetired"; args: { recipe: Hex } }
  | { eventName: "OwnershipTransferred" | "OwnershipTransferStarted"; args: object };

/**
 * Every task, architecture and recipe that was registered, and every pair that can be proven.
 *
 * @throws {@link InvalidValueError} where a definition is none: the registry's owner has registered what this package cannot read
 * @example
 * const { architectures, pairs } = await listDefinitions(client, { registry });
 */
export async function listDefinitions(
  client: CommonweightClient,
  parameters: ListDefinitionsParameters,
): Promise<ListDefinitionsReturnType> {
  const { registry, fromBlock = 0n } = parameters;
  assertEncodable("The address of the contract", { type: "address" }, registry);
  const logs = await withTypedErrors(() =>
    getContractEvents(client, { abi: architectureRegistryAbi, address: registry, fromBlock, strict: true }),
  );
  const found: ListDefinitionsReturnType = { tasks: [], architectures: [], pairs: [], recipes: [] };
  for (const { eventName, args } of logs as unknown as RegistryEvent[]) {
    if (eventName === "TaskRegistered") {
      found.tasks.push({ id: args.task, task: parseTask(JSON.parse(args.definition)), retired: false });
    } else if (eventName === "ArchitectureRegistered") {
      const architecture = parseArchitecture(JSON.parse(args.definition));
      found.architectures.push({ id: args.architecture, architecture });
    } else if (eventName === "PairRegistered") {
      found.pairs.push({ task: args.task, architecture: args.architecture, retired: false });
    } else if (eventName === "RecipeRegistered") {
      found.recipes.push({ id: args.recipe, recipe: parseRecipe(JSON.parse(args.definition)), retired: false });
    } else if (eventName === "RecipeRetired") {
      for (const recipe of found.recipes) recipe.retired ||= recipe.id === args.recipe;
    } else if (eventName === "TaskRetired") {
      for (const task of found.tasks) task.retired ||= task.id === args.task;
    } else if (eventName === "PairRetired") {
      for (const pair of found.pairs) {
        pair.retired ||= pair.task === args.task && pair.architecture === args.architecture;
      }
    }
  }
  return found;
}
