// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
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

export interface RegisterPairParameters extends RegistryParameters, SenderParameters {
  /** TaskId. */
  task: Hex;
  /** ArchitectureId. */
  architecture: Hex;
  /** Key of the pair's EvaluateModel circuit. */
  evaluateModelKey: ContractVerifyingKey;
}
export type RegisterPairReturnType = SentOrDone;
export type RegisterPairErrorType = WriteErrorType;

/**
 * Registers an architecture for a task, with the key of their EvaluateModel circuit. Owner only. Nothing is sent where it
 * is registered with this very key already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount`, `PairAlreadyRegistered`, or what is wrong with the key
 *
 * @example
 * await registerPair(client, { registry, task, architecture, evaluateModelKey });
 */
export async function registerPair(
  client: CommonweightClient,
  parameters: RegisterPairParameters,
): Promise<RegisterPairReturnType> {
  const { registry, task, architecture, evaluateModelKey } = parameters;
  const account = senderOf(client, parameters, "registerPair");
  const present = await unlessReverted(readRegistry(client, registry, "pairOf", [task, architecture]), "PairUnknown");
  if (present && (await isSameKey(client, registry, present.evaluateModelKey, evaluateModelKey))) {
    return { hash: undefined, receipt: undefined };
  }
  const { hash, receipt } = await send(
    client,
    registryCall(registry, "registerPair", [task, architecture, evaluateModelKey], account),
  );
  return { hash, receipt };
}
