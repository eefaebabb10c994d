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

export interface RegisterTaskParameters extends RegistryParameters, SenderParameters {
  /** Canonical JSON; the task's id is its keccak256. */
  definition: string;
  /** Words of a chunk, at most 750. */
  chunkWords: number;
  /** Samples in a chunk. */
  samples: number;
  /** Key of the task's SealChunk circuit. */
  sealChunkKey: ContractVerifyingKey;
}
export type RegisterTaskReturnType = SentOrDone & {
  /** TaskId. */
  task: Hex;
};
export type RegisterTaskErrorType = WriteErrorType;

/**
 * Registers a task with the key of its SealChunk circuit. Owner only. Nothing is sent where it is
 * registered with this very key already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount`, `TaskAlreadyRegistered`, or what is wrong with the key
 *
 * @example
 * await registerTask(client, { registry, definition: canonicalJson(task), chunkWords, samples, sealChunkKey });
 */
export async function registerTask(
  client: CommonweightClient,
  parameters: RegisterTaskParameters,
): Promise<RegisterTaskReturnType> {
  const { registry, definition, chunkWords, samples, sealChunkKey } = parameters;
  const account = senderOf(client, parameters, "registerTask");
  const task = keccak256(stringToHex(definition));
  const present = await unlessReverted(readRegistry(client, registry, "taskOf", [task]), "TaskUnknown");
  const isSame = present?.chunkWords === chunkWords && present.samples === samples;
  if (isSame && (await isSameKey(client, registry, present.sealChunkKey, sealChunkKey))) {
    return { hash: undefined, receipt: undefined, task };
  }
  const { hash, receipt } = await send(
    client,
    registryCall(registry, "registerTask", [definition, chunkWords, samples, sealChunkKey], account),
  );
  return { hash, receipt, task };
}
