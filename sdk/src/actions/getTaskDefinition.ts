// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { parseTask, type Task } from "../data/task.ts";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { EventMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { registeredDefinition } from "./internal/definition.ts";
import type { CommonweightClient, LogRangeParameters, RegistryParameters } from "./types.ts";

export interface GetTaskDefinitionParameters extends RegistryParameters, LogRangeParameters {
  /** TaskId: keccak256 of the canonical JSON of its definition. */
  task: Hex;
}
export type GetTaskDefinitionReturnType = Task;
export type GetTaskDefinitionErrorType = ReadErrorType | EventMissingError | InvalidValueError;

/**
 * The definition of a task, which the registry published when it was registered.
 *
 * @throws {@link EventMissingError} where none was registered since `fromBlock`
 * @example
 * const task = await getTaskDefinition(client, { registry, task: terms.task });
 */
export async function getTaskDefinition(
  client: CommonweightClient,
  parameters: GetTaskDefinitionParameters,
): Promise<GetTaskDefinitionReturnType> {
  const { registry, task, fromBlock } = parameters;
  const search = { registry, eventName: "TaskRegistered", args: { task }, fromBlock } as const;
  return parseTask(await registeredDefinition(client, search));
}
