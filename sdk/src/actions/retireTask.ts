// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { readRegistry, registryCall } from "./internal/registry.ts";
import { send, senderOf } from "./internal/send.ts";

import type { CommonweightClient, RegistryParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface RetireTaskParameters extends RegistryParameters, SenderParameters {
  /** TaskId. */
  task: Hex;
}
export type RetireTaskReturnType = SentOrDone;
export type RetireTaskErrorType = WriteErrorType;

/**
 * Closes a task to new bounties; those that exist are not touched. Owner only. Nothing is sent where it is retired already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount` or `TaskUnknown`
 *
 * @example
 * await retireTask(client, { registry, task });
 */
export async function retireTask(
  client: CommonweightClient,
  parameters: RetireTaskParameters,
): Promise<RetireTaskReturnType> {
  const { registry, task } = parameters;
  const account = senderOf(client, parameters, "retireTask");
  if ((await readRegistry(client, registry, "taskOf", [task])).retired) return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, registryCall(registry, "retireTask", [task], account));
  return { hash, receipt };
}
