// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { EventMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { type Architecture, parseArchitecture } from "../model/architecture.ts";
import { registeredDefinition } from "./internal/definition.ts";
import type { CommonweightClient, LogRangeParameters, RegistryParameters } from "./types.ts";

export interface GetArchitectureDefinitionParameters extends RegistryParameters, LogRangeParameters {
  /** ArchitectureId: keccak256 of the canonical JSON of its definition. */
  architecture: Hex;
}
export type GetArchitectureDefinitionReturnType = Architecture;
export type GetArchitectureDefinitionErrorType = ReadErrorType | EventMissingError | InvalidValueError;

/**
 * The definition of an architecture, which the registry published when it was registered.
 *
 * @throws {@link EventMissingError} where none was registered since `fromBlock`
 * @example
 * const architecture = await getArchitectureDefinition(client, { registry, architecture: submission.architecture });
 */
export async function getArchitectureDefinition(
  client: CommonweightClient,
  parameters: GetArchitectureDefinitionParameters,
): Promise<GetArchitectureDefinitionReturnType> {
  const { registry, architecture, fromBlock } = parameters;
  const search = { registry, eventName: "ArchitectureRegistered", args: { architecture }, fromBlock } as const;
  return parseArchitecture(await registeredDefinition(client, search));
}
