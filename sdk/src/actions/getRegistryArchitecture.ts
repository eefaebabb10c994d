// SPDX-License-Identifier: MIT
import type { ContractFunctionReturnType, Hex } from "viem";
import type { architectureRegistryAbi } from "../abis/architectureRegistry.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { readRegistry } from "./internal/registry.ts";
import type { CommonweightClient, RegistryParameters } from "./types.ts";

export interface GetRegistryArchitectureParameters extends RegistryParameters {
  /** ArchitectureId: keccak256 of the canonical JSON of its definition. */
  architecture: Hex;
}
export type GetRegistryArchitectureReturnType = ContractFunctionReturnType<
  typeof architectureRegistryAbi,
  "view",
  "architectureOf"
>;
export type GetRegistryArchitectureErrorType = ReadErrorType;

/**
 * What the registry holds of an architecture: its key and the words of a model.
 *
 * @throws the decoded `ArchitectureUnknown` where there is none
 *
 * @example
 * const { modelWords } = await getRegistryArchitecture(client, { registry, architecture: definitionId(architecture) });
 */
export async function getRegistryArchitecture(
  client: CommonweightClient,
  parameters: GetRegistryArchitectureParameters,
): Promise<GetRegistryArchitectureReturnType> {
  const { registry, architecture } = parameters;
  return readRegistry(client, registry, "architectureOf", [architecture]);
}
