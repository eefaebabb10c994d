// SPDX-License-Identifier: MIT
import type { ContractFunctionReturnType, Hex } from "viem";
import type { architectureRegistryAbi } from "../abis/architectureRegistry.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { readRegistry } from "./internal/registry.ts";
import type { CommonweightClient, RegistryParameters } from "./types.ts";

export interface GetRegistryTaskParameters extends RegistryParameters {
  /** TaskId: keccak256 of the canonical JSON of its definition. */
  task: Hex;
}
export type GetRegistryTaskReturnType = ContractFunctionReturnType<typeof architectureRegistryAbi, "view", "taskOf">;
export type GetRegistryTaskErrorType = ReadErrorType;

/**
 * What the registry holds of a task: its key, words and samples of a chunk, whether it is retired.
 *
 * @throws the decoded `TaskUnknown` where there is none
 *
 * @example
 * const { samples, chunkWords } = await getRegistryTask(client, { registry, task: definitionId(task) });
 */
export async function getRegistryTask(
  client: CommonweightClient,
  parameters: GetRegistryTaskParameters,
): Promise<GetRegistryTaskReturnType> {
  const { registry, task } = parameters;
  return readRegistry(client, registry, "taskOf", [task]);
}
