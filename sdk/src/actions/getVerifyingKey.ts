// SPDX-License-Identifier: MIT
import type { Address, ContractFunctionReturnType } from "viem";
import type { architectureRegistryAbi } from "../abis/architectureRegistry.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { readRegistry } from "./internal/registry.ts";
import type { CommonweightClient, RegistryParameters } from "./types.ts";

export interface GetVerifyingKeyParameters extends RegistryParameters {
  /** Address of the data contract, from `getRegistryTask`, `getRegistryArchitecture` or `getRegistryPair`. */
  dataContract: Address;
}
export type GetVerifyingKeyReturnType = ContractFunctionReturnType<typeof architectureRegistryAbi, "view", "keyAt">;
export type GetVerifyingKeyErrorType = ReadErrorType;

/**
 * The verifying key in a data contract of the registry.
 *
 * @example
 * const key = await getVerifyingKey(client, { registry, dataContract: sealChunkKey });
 */
export async function getVerifyingKey(
  client: CommonweightClient,
  parameters: GetVerifyingKeyParameters,
): Promise<GetVerifyingKeyReturnType> {
  const { registry, dataContract } = parameters;
  return readRegistry(client, registry, "keyAt", [dataContract]);
}
