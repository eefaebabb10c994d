// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { readRegistry, registryCall } from "./internal/registry.ts";
import { send, senderOf } from "./internal/send.ts";

import type { CommonweightClient, RegistryParameters, SenderParameters, SentOrDone } from "./types.ts";

export interface RetirePairParameters extends RegistryParameters, SenderParameters {
  /** TaskId. */
  task: Hex;
  /** ArchitectureId. */
  architecture: Hex;
}
export type RetirePairReturnType = SentOrDone;
export type RetirePairErrorType = WriteErrorType;

/**
 * Closes an architecture of a task to new bounties; those that exist are not touched. Owner only. Nothing is sent where it is
 * retired already.
 *
 * @throws the decoded `OwnableUnauthorizedAccount` or `PairUnknown`
 *
 * @example
 * await retirePair(client, { registry, task, architecture });
 */
export async function retirePair(
  client: CommonweightClient,
  parameters: RetirePairParameters,
): Promise<RetirePairReturnType> {
  const { registry, task, architecture } = parameters;
  const account = senderOf(client, parameters, "retirePair");
  if ((await readRegistry(client, registry, "pairOf", [task, architecture])).retired)
    return { hash: undefined, receipt: undefined };
  const { hash, receipt } = await send(client, registryCall(registry, "retirePair", [task, architecture], account));
  return { hash, receipt };
}
