// SPDX-License-Identifier: MIT
import type { ContractFunctionReturnType, Hex } from "viem";
import type { architectureRegistryAbi } from "../abis/architectureRegistry.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { readRegistry } from "./internal/registry.ts";
import type { CommonweightClient, RegistryParameters } from "./types.ts";

export interface GetRegistryPairParameters extends RegistryParameters {
  /** TaskId: keccak256 of the canonical JSON of its definition. */
  task: Hex;
  /** ArchitectureId: keccak256 of the canonical JSON of its definition. */
  architecture: Hex;
}
export type GetRegistryPairReturnType = ContractFunctionReturnType<typeof architectureRegistryAbi, "view", "pairOf">;
export type GetRegistryPairErrorType = ReadErrorType;

/**
 * What the registry holds of an architecture for a task: its key, whether it is retired.
 *
 * @throws the decoded `PairUnknown` where there is none
 *
 * @example
 * const { retired } = await getRegistryPair(client, { registry, task, architecture });
 */
export async function getRegistryPair(
  client: CommonweightClient,
  parameters: GetRegistryPairParameters,
): Promise<GetRegistryPairReturnType> {
  const { registry, task, architecture } = parameters;
  return readRegistry(client, registry, "pairOf", [task, architecture]);
}
