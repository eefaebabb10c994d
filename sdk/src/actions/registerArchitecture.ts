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

export interface RegisterArchitectureParameters extends RegistryParameters, SenderParameters {
  /** Canonical JSON; the architecture's id is its keccak256. */
  definition: string;
  /** Words that `claim` publishes. */
  modelWords: number;
  /** Key of the architecture's SealModel circuit. */
  sealModelKey: ContractVerifyingKey;
}
export type RegisterArchitectureReturnType = SentOrDone & {
  /** ArchitectureId. */
  architecture: Hex;
};
export type RegisterArchitectureErrorType = WriteErrorType;

/**
 * Registers an architecture with the key of its SealModel circuit. Owner only. Nothing is sent where it is
 * registered with this very key already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount`, `ArchitectureAlreadyRegistered`, or what is wrong with the key
 *
 * @example
 * await registerArchitecture(client, { registry, definition: canonicalJson(architecture), modelWords, sealModelKey });
 */
export async function registerArchitecture(
  client: CommonweightClient,
  parameters: RegisterArchitectureParameters,
): Promise<RegisterArchitectureReturnType> {
  const { registry, definition, modelWords, sealModelKey } = parameters;
  const account = senderOf(client, parameters, "registerArchitecture");
  const architecture = keccak256(stringToHex(definition));
  const read = readRegistry(client, registry, "architectureOf", [architecture]);
  const present = await unlessReverted(read, "ArchitectureUnknown");
  if (present?.modelWords === modelWords && (await isSameKey(client, registry, present.sealModelKey, sealModelKey))) {
    return { hash: undefined, receipt: undefined, architecture };
  }
  const { hash, receipt } = await send(
    client,
    registryCall(registry, "registerArchitecture", [definition, modelWords, sealModelKey], account),
  );
  return { hash, receipt, architecture };
}
