// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, getAbiItem } from "viem";
import { architectureRegistryAbi } from "../../abis/architectureRegistry.ts";
import type { CommonweightClient, ContractVerifyingKey } from "../types.ts";
import { readRegistry } from "./registry.ts";

/** Whether a data contract of the registry holds this key. */
export async function isSameKey(
  client: CommonweightClient,
  registry: Address,
  dataContract: Address,
  key: ContractVerifyingKey,
): Promise<boolean> {
  return encodeKey(await readRegistry(client, registry, "keyAt", [dataContract])) === encodeKey(key);
}

function encodeKey(key: ContractVerifyingKey): string {
  return encodeAbiParameters(getAbiItem({ abi: architectureRegistryAbi, name: "keyAt" }).outputs, [key]);
}
