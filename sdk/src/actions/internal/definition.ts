// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { getContractEvents } from "viem/actions";
import { architectureRegistryAbi } from "../../abis/architectureRegistry.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import { EventMissingError } from "../../errors/transactions.ts";
import type { CommonweightClient, LogRangeParameters } from "../types.ts";
import { checkedFilter } from "./checkedCall.ts";

type Registration =
  | { eventName: "TaskRegistered"; args: { task: `0x${string}` } }
  | { eventName: "ArchitectureRegistered"; args: { architecture: `0x${string}` } }
  | { eventName: "RecipeRegistered"; args: { recipe: `0x${string}` } };

/** The JSON of a definition, which the registry publishes once, when it is registered. */
export async function registeredDefinition(
  client: CommonweightClient,
  parameters: LogRangeParameters & { registry: Address } & Registration,
): Promise<unknown> {
  const { registry, eventName, args, fromBlock = 0n } = parameters;
  const place = { abi: architectureRegistryAbi, address: registry };
  const filter = checkedFilter({ ...place, eventName, args, fromBlock, strict: true });
  const logs = await withTypedErrors(() => getContractEvents(client, filter as never));
  const [event] = logs as unknown as { args: { definition: string } }[];
  if (event === undefined) {
    const where = `for ${Object.values(args).join()} since block ${fromBlock}`;
    throw new EventMissingError({ eventName, address: registry, where });
  }
  return JSON.parse(event.args.definition);
}
